// SPDX-License-Identifier: Apache-2.0
using System.Runtime.ExceptionServices;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Targets;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.DebugRoute;

/// <summary>Reaches the target one way after another, and keeps what each way said.</summary>
internal sealed class AttachLadder(IDapLink link, ChipDescription chip, WarningLog warnings)
{
    /// <summary>A bus stalled by a flash that the firmware is erasing frees itself in 40 ms (F1 datasheets); more is trouble.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Supervisor chips stretch nRESET to some 200 ms after power came.</summary>
    private static readonly TimeSpan ResetStretch = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan ResetPoll = TimeSpan.FromMilliseconds(1);

    private readonly List<string> _path = [];

    /// <summary>Each attempt and what came of it, in words.</summary>
    public IReadOnlyList<string> Path => _path;

    /// <summary>What the DP said at the attempt that worked.</summary>
    public DapIdentity? Identity { get; private set; }

    /// <summary>Climbs until a rung holds. Slower clocks are for a target that does not answer well, not for one that answers and refuses.</summary>
    /// <returns>The core, halted.</returns>
    /// <exception cref="DapException">The target was not reached.</exception>
    /// <exception cref="TargetException">The target was reached, but not brought under control.</exception>
    public CortexMCore Climb(ConnectSettings settings, CancellationToken cancel)
    {
        var rungs = AttachRung.For(settings, link.Features);
        var end = link.Clock.Now + settings.Deadline;
        var patience = link.WaitDeadline;
        link.WaitDeadline = Patience;
        try
        {
            RefuseStuckReset(cancel);
            return Climb(rungs, end, cancel);
        }
        finally
        {
            link.WaitDeadline = patience;
        }
    }

    private CortexMCore Climb(IReadOnlyList<AttachRung> rungs, TimeSpan end, CancellationToken cancel)
    {
        Exception? failure = null;
        var lastWay = rungs.Last(rung => rung.Hertz == rungs[0].Hertz);
        foreach (var rung in rungs)
        {
            cancel.ThrowIfCancellationRequested();
            var left = end - link.Clock.Now;
            if (failure is not null && left <= TimeSpan.Zero)
                break;
            link.WaitDeadline = left > TimeSpan.Zero && left < Patience ? left : Patience;
            try
            {
                var core = Attach(rung, cancel);
                Warn(rungs[0], rung, failure);
                return core;
            }
            catch (Exception error) when (error is DapException or TargetException)
            {
                _path.Add($"{rung}: {error.Message}");
                failure = MoreTelling(failure, error);
                if (IsFinal(error) || (error is TargetException && rung == lastWay))
                    break;
            }
        }

        if (failure is DapException { Fault: DapFault.NoAnswer } && rungs.All(rung => !rung.UnderReset) && AnswersUnderReset(rungs[0].Hertz, cancel))
        {
            throw new TargetException(
                TargetFault.Asleep, "The debug port is silent, and answers while nRESET is held low: the chip sleeps, or its firmware uses the debug pins for something else. "
                + "The project asks for \"connect: normal\".", null, "an acknowledge without nRESET", "one under reset alone", failure);
        }

        ExceptionDispatchInfo.Throw(failure!);
        return null;
    }

    /// <summary>Looked at only to explain a target that does not answer; afterwards nRESET is let go.</summary>
    private bool AnswersUnderReset(int hertz, CancellationToken cancel)
    {
        if (!link.Features.HasFlag(WireFeatures.Reset))
            return false;
        try
        {
            link.DriveReset(true);
            link.Clock.Delay(CoreDeadlines.Default.ResetPulse, cancel);
            _path.Add($"only to see whether it sleeps, under reset: DPIDR 0x{link.Connect(hertz).Dpidr:x8}");
            return true;
        }
        catch (DapException)
        {
            return false;
        }
        finally
        {
            link.DriveReset(false);
        }
    }

    private CortexMCore Attach(AttachRung rung, CancellationToken cancel)
    {
        try
        {
            if (rung.UnderReset)
            {
                link.DriveReset(true);
                link.Clock.Delay(CoreDeadlines.Default.ResetPulse, cancel);
            }

            Identity = link.Connect(rung.Hertz);
            var core = rung.UnderReset ? CoreAttach.UnderReset(link, chip) : CoreAttach.Running(link, chip);
            _path.Add($"{rung}: {Identity.Path}, DPIDR 0x{Identity.Dpidr:x8}");
            return core;
        }
        catch
        {
            if (rung.UnderReset)
                link.DriveReset(false);
            throw;
        }
    }

    private void Warn(AttachRung first, AttachRung used, Exception? failure)
    {
        if (failure is null)
            return;
        var code = used.Hertz < first.Hertz ? "slow-clock" : "connect-under-reset";
        warnings.Add(code, $"The target was reached only at {used}. Before that: {failure.Message}");
    }

    private void RefuseStuckReset(CancellationToken cancel)
    {
        if (!link.Features.HasFlag(WireFeatures.ResetSense))
            return;
        var end = link.Clock.Now + ResetStretch;
        while (link.SampleReset())
        {
            if (link.Clock.Now >= end)
            {
                throw new DapException(
                    DapFault.ResetStuckLow, "nRESET", $"nRESET is low for more than {ResetStretch.TotalMilliseconds:0} ms although nobody here pulls it");
            }

            link.Clock.Delay(ResetPoll, cancel);
        }
    }

    /// <summary>Trouble that another way of connecting does not mend.</summary>
    private static bool IsFinal(Exception error) => error is
        DapException { Fault: DapFault.StuckLow or DapFault.StuckHigh or DapFault.ResetStuckLow }
        or TargetException { Fault: TargetFault.ResetLoop };

    /// <summary>A target that was reached says more than one that was not; a final cause says most.</summary>
    private static Exception MoreTelling(Exception? before, Exception now) =>
        before is null || IsFinal(now) || (now is TargetException && before is DapException) ? now : before;
}
