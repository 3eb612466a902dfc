// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.CortexM;

/// <summary>How a core is reset.</summary>
public enum ResetKind
{
    /// <summary>SYSRESETREQ: the whole chip but its debug logic.</summary>
    System,

    /// <summary>VECTRESET: the core alone, peripherals keep their state. ARMv7-M only; the core should be halted.</summary>
    Core,

    /// <summary>The nRESET line.</summary>
    Pin,
}

/// <summary>Resets of a core, run or caught at the first instruction, seen through S_RESET_ST.</summary>
public sealed class CoreReset
{
    private readonly CortexMCore _core;

    /// <param name="core">The core, with debug enabled.</param>
    public CoreReset(CortexMCore core)
    {
        _core = core;
    }

    /// <summary>Resets the core and lets it run. Debug stays enabled.</summary>
    /// <exception cref="TargetException"><see cref="TargetFault.NoReset"/>: it did not go into reset or did not come out.</exception>
    public void Run(ResetKind kind)
    {
        _core.WriteControl(Dhcsr.DebugEnable | Dhcsr.Halt); // Interrupts unmasked while C_HALT is set (ARM DDI 0403, C1.6.2).
        _core.CatchResets(false);
        Pass(kind);
        _core.WriteControl(Dhcsr.DebugEnable); // Whether a reset clears C_HALT is left to the core.
    }

    /// <summary>Resets the core and halts it at its first instruction; later resets are caught as well.</summary>
    /// <exception cref="TargetException"><see cref="TargetFault.NoReset"/> or <see cref="TargetFault.NoHalt"/>.</exception>
    public void Halt(ResetKind kind)
    {
        _core.WriteControl(Dhcsr.DebugEnable | Dhcsr.Halt);
        _core.CatchResets(true);
        Pass(kind);
        _core.WaitHalted(_core.Deadlines.Halt);
        _core.WriteControl(Dhcsr.DebugEnable | Dhcsr.Halt | Dhcsr.MaskInterrupts);
        _core.ForgetResets();
    }

    /// <summary>Into reset and out again.</summary>
    private void Pass(ResetKind kind)
    {
        _core.Memory.Flush();
        _core.ForgetResets();
        Request(kind);
        WaitOut(kind);
        _core.ForgetResets();
    }

    private void Request(ResetKind kind)
    {
        switch (kind)
        {
            case ResetKind.Pin:
                Pulse();
                break;
            case ResetKind.Core when !_core.Cpuid.IsArmV7M:
                throw new TargetException(TargetFault.NoReset, $"A {_core.Cpuid.Name} has no VECTRESET");
            default:
                RequestByRegister(kind == ResetKind.Core ? Aircr.CoreReset : Aircr.SystemReset);
                break;
        }
    }

    private void RequestByRegister(uint bit)
    {
        try
        {
            _core.Memory.WriteWord(Aircr.Address, Aircr.Key | bit);
            _core.Memory.Flush();
        }
        catch (TargetException e) when (e.Fault == TargetFault.MemoryFault)
        {
            // The reset may end the very write that asked for it; S_RESET_ST tells whether it came.
        }
    }

    private void Pulse()
    {
        _core.Link.DriveReset(true);
        _core.Link.Clock.Delay(_core.Deadlines.ResetPulse, _core.Link.Cancel);
        _core.Link.DriveReset(false);
        ResetLine.WaitReleased(_core.Link, _core.Deadlines);
    }

    /// <summary>Out of reset when S_RESET_ST was seen and the next read does not show it again.</summary>
    private void WaitOut(ResetKind kind)
    {
        var seen = false;
        var status = 0u;
        var done = _core.Poll(_core.Deadlines.Reset, () =>
        {
            if (!TryReadStatus(out status))
                return false;
            var again = (status & Dhcsr.ResetSticky) != 0;
            seen |= again;
            return seen && !again;
        });
        if (done)
            return;
        var what = seen ? "did not come out of reset" : "was not reset";
        var fault = !seen && kind == ResetKind.Pin ? TargetFault.ResetNotConnected : TargetFault.NoReset;
        throw new TargetException(fault, $"The core {what} within {_core.Deadlines.Reset.TotalMilliseconds:0} ms ({kind} reset)",
            Dhcsr.Address, seen ? "S_RESET_ST = 0" : "S_RESET_ST = 1", $"DHCSR 0x{status:X8}");
    }

    /// <summary>Some chips refuse accesses while they are in reset, and some take the debug power away.</summary>
    private bool TryReadStatus(out uint status)
    {
        try
        {
            DebugPower.Restore(_core);
            status = _core.ReadStatus();
            return true;
        }
        catch (TargetException e) when (e.Fault == TargetFault.MemoryFault)
        {
            status = 0;
            return false;
        }
    }
}
