// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes;
using Appliance.Targets.Adi;
using Appliance.Targets.Descriptions;

namespace Appliance.Targets.CortexM;

/// <summary>From a connected DP to a halted core whose watchdogs are frozen.</summary>
public static class CoreAttach
{
    /// <summary>Attaches to a target that runs: power, AP, core, freeze bits, halt. A watchdog that runs is frozen before it can bite.</summary>
    /// <param name="link">A link whose <see cref="IDapLink.Connect"/> has succeeded.</param>
    /// <param name="chip">The chip the project names; its freeze bits are set only where the core is the one it has.</param>
    /// <param name="deadlines">Deadlines other than the defaults.</param>
    /// <exception cref="TargetException">No core, no halt, or a target that is reset again and again.</exception>
    public static CortexMCore Running(IDapLink link, ChipDescription chip, CoreDeadlines? deadlines = null)
    {
        var core = Open(link, chip, deadlines);
        try
        {
            core.EnableDebug();
            Freeze(core, chip);
            core.Halt();
            core.CatchResets(true);
            return core;
        }
        catch (TargetException e)
        {
            throw new ResetMonitor(core).Explain(e);
        }
    }

    /// <summary>Attaches while nRESET is held low, so that no instruction of the firmware runs.</summary>
    /// <param name="link">A link whose <see cref="IDapLink.Connect"/> has succeeded with nRESET held.</param>
    /// <param name="chip">The chip the project names.</param>
    /// <param name="deadlines">Deadlines other than the defaults.</param>
    /// <exception cref="TargetException">As <see cref="Running"/>.</exception>
    public static CortexMCore UnderReset(IDapLink link, ChipDescription chip, CoreDeadlines? deadlines = null)
    {
        link.DriveReset(true);
        var core = TryPrepare(link, chip, deadlines);
        link.DriveReset(false);
        ResetLine.WaitReleased(link, deadlines ?? CoreDeadlines.Default);
        var caught = core is not null && IsCaught(core);
        core ??= Open(link, chip, deadlines);
        try
        {
            Settle(core, caught);
            Freeze(core, chip);
            return core;
        }
        catch (TargetException e)
        {
            throw new ResetMonitor(core).Explain(e);
        }
    }

    /// <summary>Sets the chip's freeze bits: watchdogs stop while the core is halted, and low power keeps its clocks.</summary>
    private static void Freeze(CortexMCore core, ChipDescription chip)
    {
        if (core.Cpuid.PartNumber != chip.Cores[0].PartNumber)
            return; // Another chip altogether: it is refused when it is identified, and nothing of it is changed.
        foreach (var freeze in chip.Debug)
            core.Memory.WriteWord(freeze.Address, core.Memory.ReadWord(freeze.Address) | freeze.SetBits);
        core.Memory.Flush();
    }

    private static CortexMCore Open(IDapLink link, ChipDescription chip, CoreDeadlines? deadlines)
    {
        DebugPortPower.Up(link, (deadlines ?? CoreDeadlines.Default).PowerUp);
        return CortexMCore.Open(link, MemAp.Open(link, chip.Cores[0].AccessPort), deadlines);
    }

    /// <summary>Sets the reset catch while nRESET is low; null where the chip lets nobody in then.</summary>
    private static CortexMCore? TryPrepare(IDapLink link, ChipDescription chip, CoreDeadlines? deadlines)
    {
        try
        {
            var core = Open(link, chip, deadlines);
            core.WriteControl(Dhcsr.DebugEnable);
            core.CatchResets(true);
            core.Memory.Flush();
            return core;
        }
        catch (TargetException)
        {
            return null; // The core is caught by a reset of its own afterwards.
        }
        catch (DapException e) when (e.TargetRefused || e.Fault == DapFault.PowerUp)
        {
            return null;
        }
    }

    private static bool IsCaught(CortexMCore core)
    {
        if (DebugPower.Restore(core))
            return false; // The catch went away with the debug power.
        try
        {
            core.WaitHalted(core.Deadlines.Halt);
            return true;
        }
        catch (TargetException e) when (e.Fault is TargetFault.NoHalt or TargetFault.MemoryFault)
        {
            return false;
        }
    }

    private static void Settle(CortexMCore core, bool caught)
    {
        if (caught)
            core.WriteControl(Dhcsr.DebugEnable | Dhcsr.Halt | Dhcsr.MaskInterrupts);
        else
            new CoreReset(core).Halt(ResetKind.System);
        core.ForgetResets();
    }
}
