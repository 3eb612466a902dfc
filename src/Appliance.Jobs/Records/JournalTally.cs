// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Records;

/// <summary>What one has to remember of the lines read so far to go on writing: the session and the jobs without a verdict.</summary>
internal sealed class JournalTally
{
    private readonly Dictionary<string, OpenJob> open = new(StringComparer.Ordinal);

    /// <summary>Number of the last session, 0 before the first.</summary>
    public int Session { get; private set; }

    /// <summary>Jobs without a verdict, in the order of their ids.</summary>
    public IReadOnlyList<OpenJob> Open => [.. open.Values.OrderBy(j => j.Record, StringComparer.Ordinal)];

    /// <summary>Takes in a line that was read.</summary>
    /// <exception cref="RecordException">The body is not what its kind says.</exception>
    public void Read(JournalLine line)
    {
        switch (line.Event)
        {
            case JournalEvent.SegmentOpened:
                Segment(line.Body(RecordJson.Default.SegmentFacts));
                break;
            case JournalEvent.JournalOpened:
                Session = line.Body(RecordJson.Default.SessionFacts).Session;
                break;
            case JournalEvent.Stage:
                Wrote(line.Event, line.Record, line.Boot, line.Body(RecordJson.Default.StageFacts).Name);
                break;
            default:
                Wrote(line.Event, line.Record, line.Boot, null);
                break;
        }
    }

    /// <summary>Takes in a line of a job that was written.</summary>
    public void Wrote(string kind, string record, string boot, string? stage)
    {
        if (kind == JournalEvent.JobStarted)
        {
            open[record] = new OpenJob(record, boot, string.Empty);
        }
        else if (kind is JournalEvent.JobFinished or JournalEvent.JobInterrupted)
        {
            _ = open.Remove(record);
        }
        else if (stage is not null && open.TryGetValue(record, out var job))
        {
            open[record] = job with { LastStage = stage };
        }
    }

    /// <summary>Begins the next session and returns its number.</summary>
    public int NextSession() => ++Session;

    private void Segment(SegmentFacts facts)
    {
        Session = facts.Session;
        foreach (var job in facts.Open)
        {
            open[job.Record] = job;
        }
    }
}
