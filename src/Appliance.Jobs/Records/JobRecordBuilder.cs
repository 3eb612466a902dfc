// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Records;

/// <summary>Puts a record together from its lines, the first one being its <see cref="JournalEvent.JobStarted"/>.</summary>
internal sealed class JobRecordBuilder(JournalLine first)
{
    private readonly JobStart start = first.Body(RecordJson.Default.JobStart);
    private readonly List<StageFacts> stages = [];
    private readonly List<EvidenceFacts> evidence = [];
    private readonly List<WarningFacts> warnings = [];
    private ProbeFacts? probe;
    private TargetFacts? target;
    private PlanFacts? plan;
    private string? serial;
    private JobEnd? end;
    private Interruption? interruption;

    /// <summary>It has its last line.</summary>
    public bool Ended => end is not null || interruption is not null;

    public string Id => first.Record;

    public void Add(JournalLine line)
    {
        switch (line.Event)
        {
            case JournalEvent.Probe:
                probe = line.Body(RecordJson.Default.ProbeFacts);
                break;
            case JournalEvent.Target:
                target = line.Body(RecordJson.Default.TargetFacts);
                break;
            case JournalEvent.Plan:
                plan = line.Body(RecordJson.Default.PlanFacts);
                break;
            case JournalEvent.SerialReserved:
                serial = line.Body(RecordJson.Default.SerialReserved).Text;
                break;
            case JournalEvent.Stage:
                stages.Add(line.Body(RecordJson.Default.StageFacts));
                break;
            case JournalEvent.Evidence:
                evidence.Add(line.Body(RecordJson.Default.EvidenceFacts));
                break;
            case JournalEvent.Warning:
                warnings.Add(line.Body(RecordJson.Default.WarningFacts));
                break;
            case JournalEvent.JobFinished:
                end = line.Body(RecordJson.Default.JobEnd);
                break;
            case JournalEvent.JobInterrupted:
                interruption = line.Body(RecordJson.Default.Interruption);
                break;
            default:
                break;
        }
    }

    public JobRecord Build() => new()
    {
        Id = first.Record,
        Sequence = first.Sequence,
        Boot = first.Boot,
        StartedUtc = first.Utc,
        Clock = first.Clock,
        Start = start,
        Verdict = end?.Verdict ?? (interruption is null ? RecordVerdict.Running : RecordVerdict.Interrupted),
        Probe = probe,
        Target = target,
        Plan = plan,
        Serial = serial,
        Stages = [.. stages],
        Evidence = [.. evidence],
        Warnings = [.. warnings],
        End = end,
        Interruption = interruption,
        Location = first.Place.Location,
    };
}
