// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Core;

/// <summary>
/// A Cortex-M core as a debugger sees it: running, halted, in reset, locked up. Code in RAM is executed where there is a <see cref="Processor"/>;
/// firmware in flash only runs. Without a processor all code only runs.
/// </summary>
internal sealed partial class DebugCore(Func<uint, uint> readVector, Violations violations)
{
    private const uint DebugEnable = 1u << 0;
    private const uint Halt = 1u << 1;
    private const uint Step = 1u << 2;
    private const uint ControlBits = 0x2F;
    private const uint RegisterReady = 1u << 16;
    private const uint Halted = 1u << 17;
    private const uint LockedUp = 1u << 19;
    private const uint Retired = 1u << 24;
    private const uint WasReset = 1u << 25;
    private const uint Key = 0xA05F_0000;
    private const uint CatchReset = 1u << 0;
    private const uint ThumbState = 1u << 24;
    private const uint BreakHalted = 1u << 0;
    private const uint BreakVectorCatch = 1u << 3;
    private const uint RegisterWrite = 1u << 16;
    private const int ProgramCounter = 15;
    private const int Status = 16;
    private const int MainStack = 17;

    private const int FirstFloat = 0x40;
    private const int FloatStatus = 0x21;

    private readonly uint[] _registers = new uint[21];
    private readonly Dictionary<uint, uint> _floats = [];
    private uint _control;
    private bool _sawReset;
    private uint _selected;

    /// <summary>DEMCR; only power-on clears it (ARMv7-M ARM, C1.6.5).</summary>
    public uint ExceptionAndMonitor { get; set; }

    /// <summary>DFSR.</summary>
    public uint DebugFaults { get; set; }

    /// <summary>DCRDR.</summary>
    public uint Data { get; set; }

    /// <summary>Whether there are floating point registers (ARMv7-M ARM, C1.6.3: 0x21 and 0x40 to 0x5F).</summary>
    public bool HasFloats { get; init; }

    /// <summary>Whether the core is halted in debug state.</summary>
    public bool IsHalted { get; private set; }

    /// <summary>Whether system reset holds the core.</summary>
    public bool InReset { get; private set; }

    /// <summary>Whether the core gave up: nothing sensible at its vectors.</summary>
    public bool IsLockedUp { get; private set; }

    /// <summary>Whether code runs.</summary>
    public bool IsRunning => !IsHalted && !InReset && !IsLockedUp;

    /// <summary>Whether firmware runs that is not executed here: it feeds its watchdog.</summary>
    public bool RunsFirmware => IsRunning && Processor is not { Works: true };

    /// <summary>How often the core was started: by a reset that did not catch it, or by leaving debug state.</summary>
    public long Starts { get; private set; }

    /// <summary>Core registers: R0 to R15, xPSR, MSP, PSP, (none), CONTROL to PRIMASK.</summary>
    public Span<uint> Registers => _registers;

    /// <summary>DHCSR as read; reading clears S_RESET_ST and S_RETIRE_ST.</summary>
    public uint ReadControl()
    {
        var value = _control | RegisterReady | (IsHalted ? Halted : 0) | (IsLockedUp ? LockedUp : 0)
            | (IsRunning ? Retired : 0) | (_sawReset ? WasReset : 0);
        _sawReset = false;
        return value;
    }

    /// <summary>DHCSR as written: nothing happens without the key.</summary>
    public bool WriteControl(uint value)
    {
        if ((value & 0xFFFF_0000) != Key)
        {
            violations.Add("DHCSR written without its key");
            return true;
        }

        _control = value & ControlBits;
        if ((_control & DebugEnable) == 0)
            _control &= DebugEnable;
        if (!InReset)
            Obey();
        return true;
    }

    /// <summary>DCRSR: moves a core register to or from DCRDR.</summary>
    public bool Select(uint value)
    {
        _selected = value & 0x7F;
        if (IsHalted && HasFloats && _selected is FloatStatus or (>= FirstFloat and < FirstFloat + 32))
            SelectFloat((value & RegisterWrite) != 0);
        else if (!IsHalted || _selected >= _registers.Length || _selected == 19)
            violations.Add($"DCRSR 0x{value:X}: core not halted, or no such register");
        else if ((value & RegisterWrite) != 0)
            Store((int)_selected, Data);
        else
            Data = _registers[_selected];
        return true;
    }

    /// <summary>System reset begins.</summary>
    public void EnterReset()
    {
        Processor?.Stop(_registers);
        ResetFaults();
        InReset = true;
        IsHalted = IsLockedUp = false;
        _sawReset = true;
        _control &= DebugEnable | 0x28;
    }

    /// <summary>System reset ends: the vectors are fetched, and the core is caught where DEMCR asks for it.</summary>
    public void LeaveReset()
    {
        if (!InReset)
            return;
        InReset = false;
        _registers[MainStack] = _registers[13] = readVector(0) & ~3u;
        var vector = readVector(4);
        _registers[ProgramCounter] = vector & ~1u;
        _registers[Status] = (vector & 1) != 0 ? ThumbState : 0;
        _registers[14] = uint.MaxValue;
        if ((_control & DebugEnable) != 0 && (ExceptionAndMonitor & CatchReset) != 0)
            EnterDebug(BreakVectorCatch);
        else
            Run();
        if (!IsHalted)
            Obey();
    }

    /// <summary>VECTRESET: the core alone.</summary>
    public void LocalReset()
    {
        EnterReset();
        LeaveReset();
    }

    /// <summary>Power-on.</summary>
    public void PowerOnReset()
    {
        Processor?.Stop(_registers);
        _control = ExceptionAndMonitor = DebugFaults = Data = 0;
        Array.Clear(_registers);
    }

    /// <summary>What a debugger stores in them; code here uses none.</summary>
    private void SelectFloat(bool write)
    {
        if (write)
            _floats[_selected] = Data;
        else
            Data = _floats.GetValueOrDefault(_selected);
    }

    private void Obey()
    {
        var wantsHalt = (_control & (DebugEnable | Halt)) == (DebugEnable | Halt);
        if (!IsHalted && wantsHalt)
            EnterDebug(BreakHalted);
        else if (IsHalted && !wantsHalt)
            Leave();
    }

    private void Leave()
    {
        IsHalted = false;
        if ((_control & Step) == 0)
        {
            Run();
            return;
        }

        if (StartCode())
            Processor!.Step();
        if (!IsHalted)
            EnterDebug(BreakHalted);
    }

    private void Run()
    {
        Starts++;
        IsLockedUp = (_registers[Status] & ThumbState) == 0 || _registers[ProgramCounter] >= 0xF000_0000;
        if (!IsLockedUp)
            StartCode();
    }

    /// <summary>Somebody else halts the core, as a second debugger would.</summary>
    public void HaltFromOutside()
    {
        _control |= DebugEnable | Halt;
        if (!IsHalted && !InReset)
            EnterDebug(BreakHalted);
    }

    private void EnterDebug(uint reason)
    {
        Processor?.Stop(_registers);
        _registers[MainStack] = _registers[13];
        IsHalted = true;
        IsLockedUp = false;
        _control |= Halt;
        DebugFaults |= reason;
    }

    private void Store(int register, uint value)
    {
        _registers[register] = register == ProgramCounter ? value & ~1u : value;
        if (register == 13)
            _registers[MainStack] = value;
        else if (register == MainStack)
            _registers[13] = value;
    }
}
