// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes;
using Appliance.Targets.Adi;

namespace Appliance.Targets.CortexM;

/// <summary>
/// One Cortex-M core under a debugger: halt, resume, registers (ARM DDI 0403, C1). Resets are in <see cref="CoreReset"/>.
/// One thread at a time; every wait ends at a deadline on the target's clock or when the link's token is cancelled.
/// </summary>
public sealed class CortexMCore
{
    private readonly MemAp _memory;
    private bool _inReset;

    private CortexMCore(IDapLink link, MemAp memory, CpuId cpuid, CoreDeadlines deadlines)
    {
        Link = link;
        _memory = memory;
        Cpuid = cpuid;
        Deadlines = deadlines;
    }

    /// <summary>The link it is reached by.</summary>
    public IDapLink Link { get; }

    /// <summary>Memory as the core's debugger sees it.</summary>
    public IMemory Memory => _memory;

    /// <summary>Access port of the core.</summary>
    public MemAp AccessPort => _memory;

    /// <summary>What core it is.</summary>
    public CpuId Cpuid { get; }

    /// <summary>The deadlines of this core.</summary>
    public CoreDeadlines Deadlines { get; }

    /// <summary>Resets seen in S_RESET_ST that nobody here asked for.</summary>
    public int UnexpectedResets { get; private set; }

    /// <summary>Recognises the core behind an AP.</summary>
    /// <param name="link">A connected link with its debug power up.</param>
    /// <param name="memory">The AP of the core.</param>
    /// <param name="deadlines">Deadlines other than the defaults.</param>
    /// <exception cref="TargetException"><see cref="TargetFault.NoCore"/>: CPUID is that of no Cortex-M.</exception>
    public static CortexMCore Open(IDapLink link, MemAp memory, CoreDeadlines? deadlines = null)
    {
        var cpuid = new CpuId(memory.ReadWord(CpuId.Address));
        if (!cpuid.IsCortexM)
        {
            throw new TargetException(TargetFault.NoCore, $"AP {memory.AccessPort} leads to no Cortex-M (CPUID 0x{cpuid.Value:X8})",
                CpuId.Address, "the CPUID of a Cortex-M", $"0x{cpuid.Value:X8}");
        }

        return new CortexMCore(link, memory, cpuid, deadlines ?? CoreDeadlines.Default);
    }

    /// <summary>Whether the core is halted now.</summary>
    public bool IsHalted => (ReadStatus() & Dhcsr.Halted) != 0;

    /// <summary>Takes the core under debug without stopping it, and forgets resets of the time before.</summary>
    public void EnableDebug()
    {
        WriteControl(Dhcsr.DebugEnable);
        ForgetResets();
    }

    /// <summary>Stops the core and masks its interrupts for the time it may run under our control.</summary>
    /// <exception cref="TargetException"><see cref="TargetFault.NoHalt"/>.</exception>
    public void Halt()
    {
        WriteControl(Dhcsr.DebugEnable | Dhcsr.Halt);
        WaitHalted(Deadlines.Halt);
        WriteControl(Dhcsr.DebugEnable | Dhcsr.Halt | Dhcsr.MaskInterrupts);
    }

    /// <summary>Waits until the core is halted: after a breakpoint, or a reset that is caught.</summary>
    /// <exception cref="TargetException"><see cref="TargetFault.NoHalt"/>.</exception>
    public void WaitHalted(TimeSpan deadline)
    {
        var status = 0u;
        if (!Poll(deadline, () => ((status = ReadStatus()) & Dhcsr.Halted) != 0))
            throw NotHalted(status, deadline);
    }

    /// <summary>Lets the core run from where it is.</summary>
    /// <param name="maskInterrupts">True while it runs code of ours; false gives it back to its firmware.</param>
    public void Resume(bool maskInterrupts)
    {
        // C_MASKINTS may change only while C_HALT stays set (ARM DDI 0403, C1.6.2): first the mask, then the run.
        var mask = maskInterrupts ? Dhcsr.MaskInterrupts : 0;
        WriteControl(Dhcsr.DebugEnable | Dhcsr.Halt | mask);
        WriteControl(Dhcsr.DebugEnable | mask);
    }

    /// <summary>Gives the core back: it runs, and nobody debugs it any more. A core that runs already is not stopped for it.</summary>
    public void Release()
    {
        CatchResets(false);
        if (IsHalted)
            Resume(maskInterrupts: false);
        WriteControl(0);
    }

    /// <summary>Reads a core register. The core must be halted.</summary>
    /// <exception cref="TargetException"><see cref="TargetFault.NoRegister"/>.</exception>
    public uint ReadRegister(CoreRegister register)
    {
        Memory.WriteWord(Dcrsr.Address, (uint)register);
        WaitRegister(register);
        return Memory.ReadWord(Dcrdr.Address);
    }

    /// <summary>Writes a core register. The core must be halted.</summary>
    /// <exception cref="TargetException"><see cref="TargetFault.NoRegister"/>.</exception>
    public void WriteRegister(CoreRegister register, uint value)
    {
        Memory.WriteWord(Dcrdr.Address, value);
        Memory.WriteWord(Dcrsr.Address, (uint)register | Dcrsr.Write);
        WaitRegister(register);
    }

    /// <summary>Whether a reset from now on halts the core at its first instruction.</summary>
    public void CatchResets(bool on)
    {
        var demcr = Memory.ReadWord(Demcr.Address) & ~Demcr.CatchReset;
        Memory.WriteWord(Demcr.Address, on ? demcr | Demcr.CatchReset : demcr);
    }

    /// <summary>Whether a HardFault from now on halts the core at its handler, with the frame on the stack.</summary>
    public void CatchHardFaults(bool on)
    {
        var demcr = Memory.ReadWord(Demcr.Address) & ~Demcr.CatchHardFault;
        Memory.WriteWord(Demcr.Address, on ? demcr | Demcr.CatchHardFault : demcr);
    }

    /// <summary>Reads DHCSR; a reset it tells of is counted, for the read has cleared it. It is told again and again while it lasts: that is one.</summary>
    internal uint ReadStatus()
    {
        var status = Memory.ReadWord(Dhcsr.Address);
        var reset = (status & Dhcsr.ResetSticky) != 0;
        if (reset && !_inReset)
            UnexpectedResets++;
        _inReset = reset;
        return status;
    }

    /// <summary>The resets so far were wanted, or are none of this job's.</summary>
    internal void ForgetResets()
    {
        ReadStatus();
        UnexpectedResets = 0;
    }

    internal void WriteControl(uint bits)
    {
        Memory.WriteWord(Dhcsr.Address, Dhcsr.Key | bits);
        Memory.Flush();
    }

    /// <summary>Looks until it is done or the deadline is over; false: over. Always looks once.</summary>
    internal bool Poll(TimeSpan deadline, Func<bool> done)
    {
        var end = Link.Clock.Now + deadline;
        while (!done())
        {
            if (Link.Clock.Now >= end)
                return false;
            Link.Clock.Delay(Deadlines.Poll, Link.Cancel);
        }

        return true;
    }

    private void WaitRegister(CoreRegister register)
    {
        var status = 0u;
        if (Poll(Deadlines.Register, () => ((status = ReadStatus()) & Dhcsr.RegisterReady) != 0))
            return;
        throw new TargetException(TargetFault.NoRegister, $"Register {register} was not transferred within {Deadlines.Register.TotalMilliseconds:0} ms",
            Dhcsr.Address, "S_REGRDY = 1", $"DHCSR 0x{status:X8}");
    }

    private TargetException NotHalted(uint status, TimeSpan deadline)
    {
        var state = (status & Dhcsr.Lockup) != 0 ? "in lockup" : (status & Dhcsr.Sleeping) != 0 ? "asleep" : "running";
        return new TargetException(TargetFault.NoHalt, $"The core did not halt within {deadline.TotalMilliseconds:0} ms; it is {state}",
            Dhcsr.Address, "S_HALT = 1", $"DHCSR 0x{status:X8}");
    }
}
