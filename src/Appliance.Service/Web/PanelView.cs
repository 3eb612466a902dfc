// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;
using Appliance.Ports.Records;

namespace Appliance.Service.Web;

/// <summary>What the page shows; its JSON is the answer of <c>GET /api/panel</c> and the data of each event.</summary>
/// <param name="State">The panel's state.</param>
/// <param name="Entry">Counts entries of states: another number is another state, or the same one anew.</param>
/// <param name="AgeMs">Milliseconds since the state was entered; the lamps' patterns begin there.</param>
/// <param name="Word">The state in one word.</param>
/// <param name="Message">What is.</param>
/// <param name="Action">What to do next.</param>
/// <param name="CanPress">Whether PROG would do something.</param>
/// <param name="Simulated">Nothing made here is production.</param>
/// <param name="Project">Active project, empty when none.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Target">Its target.</param>
/// <param name="Probe">Probe in use.</param>
/// <param name="Progress">Progress of the running job, 0 to 1.</param>
/// <param name="Lamps">What LEDs and buzzer do.</param>
/// <param name="Stages">Stages of the running or last job.</param>
/// <param name="Notes">Parts of the panel that do not work, then trouble that did not stop the job.</param>
/// <param name="Error">What went wrong; null unless the state is FAIL or STOP.</param>
/// <param name="Proof">What was read back; null unless the state is PASS.</param>
internal sealed record PanelView(
    PanelState State, long Entry, long AgeMs, string Word, string Message, string Action, bool CanPress, bool Simulated, string Project,
    string Revision, string Target, string Probe, double Progress, LampsView Lamps, IReadOnlyList<StageShown> Stages,
    IReadOnlyList<NoteView> Notes, ErrorView? Error, ProofView? Proof);

/// <summary>The row of the table that is played.</summary>
internal sealed record LampsView(PanelPattern Busy, PanelPattern Pass, PanelPattern Fail, PanelPattern Buzzer);

/// <summary>One stage.</summary>
internal sealed record StageShown(JobStage Stage, StageState State, double? Ms, double Fraction);

/// <summary>One piece of trouble.</summary>
internal sealed record NoteView(string Code, string Text);

/// <summary>The error, for the engineer.</summary>
internal sealed record ErrorView(string Code, JobStage Stage, string Cause, string Expected, string Actual, string Details, string Record);

/// <summary>The evidence, for the engineer.</summary>
internal sealed record ProofView(string Method, long Bytes, string Crc32, string UniqueId, double? TargetMs, string Record);

/// <summary>One line of the table of records.</summary>
internal sealed record RecordView(
    string Id, DateTimeOffset StartedUtc, string Verdict, string Project, string Revision, string UniqueId, string Code, string Cause,
    bool Simulated, long Milliseconds, string Serial)
{
    public static RecordView Of(RecordRow row) => new(
        row.Id, row.StartedUtc, row.Verdict, row.Project, row.Revision, row.UniqueId, row.Code, row.Cause, row.Simulated, row.Milliseconds, row.Serial);
}
