// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Tests.Fakes;

/// <summary>
/// The debug registers of a Cortex-M3 in an STM32F1, with a watchdog and the troubles a board can have, on the clock of the link.
/// Everything it does not know faults.
/// </summary>
internal sealed class FakeCore : IFakeBus
{
    private const uint Key = 0xA05F_0000;
    private readonly Dictionary<uint, uint> _words = [];
    private readonly uint[] _registers = new uint[32];
    private bool _resetSticky = true;
    private bool _maskInterrupts;
    private TimeSpan _readyAt;
    private TimeSpan? _watchdogStart;

    public FakeCore()
    {
        Link = new FakeDapLink(this) { ResetDriven = OnPin };
        Link.Time.Moved = OnTime;
    }

    public FakeDapLink Link { get; }

    public uint Cpuid { get; set; } = 0x411F_C231;

    public bool DebugEnabled { get; private set; }

    public bool Halted { get; set; }

    public bool CatchReset { get; private set; }

    public int Resets { get; private set; }

    public bool NeverHalts { get; set; }

    public bool RegistersNeverReady { get; set; }

    public bool IgnoresResetRequests { get; set; }

    /// <summary>The chip answers nothing while it is in reset.</summary>
    public bool DeafInReset { get; set; }

    /// <summary>The reset takes debug power and debug registers with it.</summary>
    public bool ResetTakesDebugPower { get; set; }

    /// <summary>Reset stays for this long after its cause is gone.</summary>
    public TimeSpan ResetTail { get; set; } = TimeSpan.FromMicroseconds(50);

    /// <summary>Something on the board resets the chip with this period.</summary>
    public TimeSpan? ResetPeriod { get; set; }

    /// <summary>Time until the watchdog bites, while nobody freezes it.</summary>
    public TimeSpan? Watchdog { get; set; }

    /// <summary>Instructions of the firmware ran since nRESET was last pulled from here.</summary>
    public bool FirmwareRan { get; private set; }

    /// <summary>How often a debugger asked for a halt.</summary>
    public int HaltRequests { get; private set; }

    public bool MaskInterrupts => _maskInterrupts;

    public uint[] Registers => _registers;

    private bool InReset => Link.ResetLow || BoardPulls || Link.Clock.Now < _resetUntil;

    private bool BoardPulls => ResetPeriod is { } period && Link.Clock.Now.Ticks % period.Ticks >= period.Ticks - TimeSpan.TicksPerMillisecond;

    private TimeSpan _resetUntil;
    private bool _wasInReset;

    /// <summary>Reads of one address that give this first, and the word itself only after.</summary>
    public Dictionary<uint, Queue<uint>> FirstReads { get; } = [];

    public void SetWord(uint address, uint value) => _words[address] = value;

    public uint Word(uint address) => _words[address];

    public uint Read(uint address, int bytes)
    {
        Refuse();
        if (bytes != 4)
            return Plain(address & ~3u) >> (int)(address & 3) * 8;
        return address switch
        {
            0xE000_ED00 => Cpuid,
            0xE000_EDF0 => ReadStatus(),
            0xE000_EDF8 => _words.GetValueOrDefault(address),
            0xE000_EDFC => CatchReset ? 1u : 0,
            _ => Plain(address),
        };
    }

    private uint Plain(uint address)
    {
        if (FirstReads.TryGetValue(address, out var first) && first.TryDequeue(out var odd))
            return odd;
        return _words.TryGetValue(address, out var value) ? value : throw new BusFault();
    }

    public void Write(uint address, int bytes, uint value)
    {
        Refuse();
        switch (address)
        {
            case 0xE000_EDF0:
                WriteControl(value);
                break;
            case 0xE000_EDF4:
                Transfer(value);
                break;
            case 0xE000_EDFC:
                CatchReset = (value & 1) != 0;
                break;
            case 0xE000_ED0C when (value & 0xFFFF_0000) == 0x05FA_0000:
                Reset();
                break;
            case 0xE000_EDF8:
                _words[address] = value;
                break;
            default:
                _words[address] = _words.ContainsKey(address) ? value : throw new BusFault();
                break;
        }
    }

    private void Refuse()
    {
        if (Link.PowerLost || (DeafInReset && InReset))
            throw new BusFault();
    }

    private uint ReadStatus()
    {
        var status = (DebugEnabled ? 1u : 0) | (Halted ? 1u << 17 : 0) | (_resetSticky || InReset ? 1u << 25 : 0);
        if (!RegistersNeverReady && Link.Clock.Now >= _readyAt)
            status |= 1u << 16;
        _resetSticky = false;
        return status;
    }

    private void WriteControl(uint value)
    {
        if ((value & 0xFFFF_0000) != Key)
            return;
        var mask = (value & 8) != 0;
        if (mask != _maskInterrupts && (value & 2) == 0)
            throw new InvalidOperationException("C_MASKINTS changed in a write that clears C_HALT.");
        _maskInterrupts = mask;
        HaltRequests += (value & 2) != 0 ? 1 : 0;
        DebugEnabled = (value & 1) != 0;
        Halted = DebugEnabled && (value & 2) != 0 && !NeverHalts && !InReset;
    }

    private void Transfer(uint value)
    {
        if (!Halted)
            return;
        _readyAt = Link.Clock.Now + TimeSpan.FromMicroseconds(30);
        var register = value & 0x1F;
        if ((value & 1u << 16) != 0)
            _registers[register] = _words.GetValueOrDefault(0xE000_EDF8);
        else
            _words[0xE000_EDF8] = _registers[register];
    }

    private void OnPin(bool low)
    {
        if (low)
        {
            Reset();
            FirmwareRan = false;
        }
        else
        {
            _resetUntil = Link.Clock.Now + ResetTail;
        }
    }

    private void Reset()
    {
        if (IgnoresResetRequests)
            return;
        Resets++;
        _resetSticky = true;
        Halted = false;
        _watchdogStart = Link.Clock.Now;
        _resetUntil = Link.Clock.Now + ResetTail;
        _wasInReset = true;
        if (!ResetTakesDebugPower)
            return;
        (DebugEnabled, CatchReset, Link.PowerLost) = (false, false, true);
    }

    private void OnTime()
    {
        if (InReset)
        {
            if (BoardPulls && !_wasInReset)
                Reset();
            return;
        }

        if (_wasInReset)
        {
            _wasInReset = false;
            Halted = CatchReset && DebugEnabled && !NeverHalts;
        }

        FirmwareRan |= !Halted;
        Bite();
    }

    private void Bite()
    {
        if (Watchdog is not { } time)
            return;
        _watchdogStart ??= TimeSpan.Zero;
        var frozen = Halted && (_words.GetValueOrDefault(0xE004_2004u) & 0x100) != 0;
        if (frozen)
            _watchdogStart = Link.Clock.Now;
        else if (Link.Clock.Now - _watchdogStart > time)
            Reset();
    }
}
