// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;

namespace Appliance.Service.Web;

/// <summary>Makes the page's view. Pure.</summary>
internal static class PanelViews
{
    private const string PanelTrouble = "panel";

    public static PanelView Of(PanelMoment now, TimeSpan age, IReadOnlyList<NoteView> notes, IReadOnlyList<string> troubles)
    {
        var (station, row) = (now.Snapshot, now.Entry.Row);
        return new PanelView(
            row.State, now.Entry.Number, (long)age.TotalMilliseconds, row.Word, station.Message, station.Action.Length > 0 ? station.Action : row.Operator,
            row.State is not (PanelState.Busy or PanelState.Starting), station.Simulated, station.Project, station.Revision, station.Target,
            station.Probe, station.Progress, new LampsView(row.Busy, row.Pass, row.Fail, row.Buzzer), [.. station.Stages.Select(StageOf)],
            [.. troubles.Select(text => new NoteView(PanelTrouble, text)), .. row.State is PanelState.Busy or PanelState.Pass or PanelState.Fail ? notes : []],
            ErrorOf(row.State, station.Last), ProofOf(row.State, station.Last));
    }

    private static StageShown StageOf(StageView stage) =>
        new(stage.Stage, stage.State, stage.Elapsed?.TotalMilliseconds, Math.Clamp(stage.Fraction, 0, 1));

    private static ErrorView? ErrorOf(PanelState state, JobOutcome? last) =>
        state is PanelState.Fail or PanelState.CannotRecord && last is { Error: { } error }
            ? new(error.Entry.Code, error.Stage, error.Entry.Cause, error.Expected, error.Actual, error.Details, last.RecordId)
            : null;

    private static ProofView? ProofOf(PanelState state, JobOutcome? last) =>
        state == PanelState.Pass && last is { Evidence: { } evidence }
            ? new(evidence.Method, evidence.Bytes, evidence.Crc32.ToString("x8"), last.Identity?.UniqueId ?? "", last.TargetTime?.TotalMilliseconds, last.RecordId)
            : null;
}
