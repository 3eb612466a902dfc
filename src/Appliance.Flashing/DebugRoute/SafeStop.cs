// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Targets.CortexM;

namespace Appliance.Flashing.DebugRoute;

/// <summary>Brings a target to a known state when all may be half dead: each step is tried, none may stop the next.</summary>
/// <remarks>The flash is locked, the core is told to halt at its first instruction, and nRESET is pulled where there is one. When the probe is
/// given back later and lets go of nRESET, the core halts there instead of running what was left half programmed.</remarks>
internal sealed class SafeStop(IDapLink link, WarningLog warnings)
{
    /// <summary>Nobody waits long for a target that is in trouble already.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>Far longer than any chip needs to see its nRESET (F1 datasheets: 300 ns).</summary>
    private static readonly TimeSpan ResetPulse = TimeSpan.FromMilliseconds(1);

    private readonly List<string> _troubles = [];

    /// <summary>Does what can be done.</summary>
    /// <param name="core">The core, where it was reached.</param>
    /// <param name="work">The flash work, where there was a core to do it.</param>
    public SafeState Run(CortexMCore? core, FlashWork? work)
    {
        link.Cancel = CancellationToken.None;
        var state = Try("the probe does not answer any more", () => link.WaitDeadline = Patience) ? Stop(core, work) : SafeState.Unknown;
        if (core is not null && _troubles.Count > 0)
            warnings.Add("make-safe", $"While the target was brought to a safe state, {string.Join("; ", _troubles)}.");
        return state;
    }

    private SafeState Stop(CortexMCore? core, FlashWork? work)
    {
        if (work is not null)
            Try("the flash could not be locked", work.Lock);
        var caught = core is not null && Try("the core could not be told to halt", () =>
        {
            core.Halt();
            core.CatchResets(true);
            core.Memory.Flush();
        });
        if (link.Features.HasFlag(WireFeatures.Reset) && Try("nRESET could not be pulled", () => link.DriveReset(true)) && IsHeld())
            return SafeState.HeldInReset;
        return caught ? SafeState.Halted : SafeState.Unknown;
    }

    /// <summary>A line that is low proves nothing about a target that is not there: its debug port must answer too.</summary>
    private bool IsHeld() => Try("the target does not answer any more", () =>
    {
        link.Clock.Delay(ResetPulse, CancellationToken.None);
        if (link.Features.HasFlag(WireFeatures.ResetSense) && !link.SampleReset())
            throw new WireException(link.Name, "nRESET stays high although it is pulled low");
        _ = link.ReadDp(DpRegister.Dpidr);
    });

    private bool Try(string otherwise, Action step)
    {
        try
        {
            step();
            return true;
        }
#pragma warning disable CA1031 // Whatever a dying probe throws here, the next step must still be tried; what was thrown is kept as a warning.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _troubles.Add($"{otherwise} ({error.Message})");
            return false;
        }
    }
}
