// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes;

namespace Appliance.Targets.CortexM;

/// <summary>Tells resets that nobody here asked for, and whether they keep coming.</summary>
/// <remarks>After a reset the flash controller is locked and its registers are cleared, so such trouble shows first as something else:
/// ask <see cref="Explain"/> before believing an error, and <see cref="Check"/> after each stage.</remarks>
public sealed class ResetMonitor
{
    /// <summary>One reset may be an accident; a second within the watch is a loop.</summary>
    private const int Loop = 2;

    /// <summary>Failed looks in a row after which the target counts as gone, not as being reset.</summary>
    private const int Gone = 20;

    /// <summary>Pause between looks: shorter than any nRESET pulse a supervisor chip makes.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMicroseconds(200);

    private readonly CortexMCore _core;

    /// <param name="core">The core, with debug enabled.</param>
    public ResetMonitor(CortexMCore core)
    {
        _core = core;
    }

    /// <summary>One read of DHCSR where all is well; a watch of <see cref="CoreDeadlines.ResetWatch"/> where the core was reset.</summary>
    /// <exception cref="TargetException"><see cref="TargetFault.ResetLoop"/> or <see cref="TargetFault.UnexpectedReset"/>.</exception>
    public void Check()
    {
        _core.ReadStatus();
        if (_core.UnexpectedResets > 0 && Watch() is { } verdict)
            throw verdict;
    }

    /// <summary>Watches the target after something failed and says what is behind it.</summary>
    /// <param name="failure">What failed.</param>
    /// <returns>A <see cref="TargetException"/> that tells of resets and keeps the failure inside; the failure itself when there were none.</returns>
    public Exception Explain(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure is OperationCanceledException ? failure : Watch(failure) ?? failure;
    }

    private TargetException? Watch(Exception? failure = null)
    {
        var line = new LineEdges(_core);
        var (losses, failed) = (0, 0);
        var end = _core.Link.Clock.Now + _core.Deadlines.ResetWatch;
        while (_core.Link.Clock.Now < end && failed < Gone)
        {
            line.Look();
            var look = Look();
            losses += look == Sight.Lost ? 1 : 0;
            failed = look == Sight.Nothing ? failed + 1 : 0;
            var events = Math.Max(Math.Max(line.Count, losses), _core.UnexpectedResets);
            if (events >= Loop)
                return Verdict(TargetFault.ResetLoop, "is reset again and again", line.Count, losses, failure);
            _core.Link.Clock.Delay(Step, _core.Link.Cancel);
        }

        return line.Count + losses + _core.UnexpectedResets == 0
            ? null
            : Verdict(TargetFault.UnexpectedReset, "was reset, and not from here", line.Count, losses, failure);
    }

    private enum Sight
    {
        Seen,
        Lost,
        Nothing,
    }

    private Sight Look()
    {
        try
        {
            if (DebugPower.Restore(_core))
                return Sight.Lost;
            _core.ReadStatus();
            return Sight.Seen;
        }
        catch (Exception e) when (e is TargetException or DapException)
        {
            // Being unreachable for a moment is what is looked for here; being unreachable for good is counted.
            return Sight.Nothing;
        }
    }

    private TargetException Verdict(TargetFault fault, string what, int edges, int losses, Exception? failure) => new(
        fault,
        $"The target {what}: {_core.UnexpectedResets} times by S_RESET_ST, {edges} times by nRESET, {losses} times by loss of debug power",
        expected: "no reset", actual: $"{Math.Max(Math.Max(edges, losses), _core.UnexpectedResets)} or more", inner: failure);

    /// <summary>Counts how often nRESET goes low.</summary>
    private sealed class LineEdges(CortexMCore core)
    {
        private bool _low = ResetLine.IsLow(core.Link);

        public int Count { get; private set; }

        public void Look()
        {
            var low = ResetLine.IsLow(core.Link);
            if (low && !_low)
                Count++;
            _low = low;
        }
    }
}
