// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Serialization.Metadata;
using Appliance.Ports.Files;
using Appliance.Ports.Host;

namespace Appliance.Jobs.Records;

/// <summary>Settings of a journal.</summary>
/// <param name="SegmentBytes">A new segment begins when the last one has reached this many bytes. 4 MiB: about a thousand records, and opening
/// reads two of them.</param>
public sealed record JournalOptions(long SegmentBytes = 4 << 20);

/// <summary>
/// The truth about what was done: an append-only chain of lines. One process writes it, any may read it. After a failure to write nothing
/// can be recorded until the journal is opened again. Safe to use from several threads.
/// </summary>
public sealed class RecordJournal : IDisposable
{
    private static readonly TimeSpan ClockHolds = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly IDurableFolder folder;
    private readonly IHostInfo host;
    private readonly TimeProvider time;
    private readonly JournalOptions options;
    private readonly IDurableFile lockFile;
    private readonly JournalTally tally;
    private readonly JournalLineEncoder encoder = new();
    private readonly LineHash hashes = new();
    private IDurableFile? segment;
    private int segmentNumber;
    private long sequence;
    private long flushed;
    private string hash;
    private string flushedHash;
    private int records;
    private RecordException? failure;
    private ClockQuality clock;
    private long? clockAsked;

    private RecordJournal(
        IDurableFolder folder, IHostInfo host, TimeProvider time, JournalOptions options, IDurableFile lockFile, JournalOpening found)
    {
        (this.folder, this.host, this.time, this.options, this.lockFile) = (folder, host, time, options, lockFile);
        tally = found.Tally;
        segmentNumber = found.End.Segment;
        sequence = flushed = found.End.Sequence;
        hash = flushedHash = found.End.Hash ?? JournalWords.NoHash;
        Opening = new JournalOpeningReport(0, 0, string.Empty, []);
    }

    /// <summary>Raised when lines have reached the disk, on the thread that wrote them; handlers return at once and do not throw.</summary>
    public event Action? Stored;

    /// <summary>What the opening found and did.</summary>
    public JournalOpeningReport Opening { get; private set; }

    /// <summary>Name of the appliance, for records.</summary>
    public string Appliance => host.ApplianceName;

    /// <summary>Why nothing can be recorded; null while all is well.</summary>
    public RecordException? Failure
    {
        get
        {
            lock (gate)
            {
                return failure;
            }
        }
    }

    /// <summary>Sequence of the last line known to be on the disk.</summary>
    public long FlushedSequence
    {
        get
        {
            lock (gate)
            {
                return flushed;
            }
        }
    }

    /// <summary>The last line known to be on the disk, and its hash: what later proves that nothing before it was changed.</summary>
    public (long Count, string Hash) Anchor
    {
        get
        {
            lock (gate)
            {
                return (flushed, flushedHash);
            }
        }
    }

    /// <summary>
    /// Takes the journal for writing: cuts a torn tail off, begins a session, records open jobs as interrupted; all of it is on the disk when
    /// it returns.
    /// </summary>
    /// <exception cref="RecordException">The disk refused, the chain is broken (nothing was changed), or another process has it.</exception>
    public static RecordJournal Open(IDurableFolder folder, IHostInfo host, TimeProvider time, JournalOptions? options = null)
    {
        IDurableFile? taken = null;
        RecordJournal? journal = null;
        try
        {
            taken = folder.Open(JournalSegments.LockName);
            SegmentStore.Sweep(folder);
            var found = JournalOpening.Look(folder);
            journal = new RecordJournal(folder, host, time, options ?? new JournalOptions(), taken, found);
            journal.Begin(found);
            return journal;
        }
        catch (Exception e)
        {
            journal?.segment?.Dispose();
            taken?.Dispose();
            if (RecordFaults.IsDisk(e))
            {
                throw RecordFaults.From(e, $"The journal in {folder.Description} cannot be opened");
            }

            throw;
        }
    }

    /// <summary>An id never given before.</summary>
    public string NewRecordId()
    {
        lock (gate)
        {
            return RecordId.Format(tally.Session, ++records);
        }
    }

    /// <summary>Appends a line.</summary>
    /// <param name="kind">Kind of the line, see <see cref="JournalEvent"/>.</param>
    /// <param name="record">Id of the record it belongs to; empty for a line of the journal itself.</param>
    /// <param name="body">Its body.</param>
    /// <param name="type">How the body becomes JSON.</param>
    /// <param name="flush">Return only when it, and all before it, are on the disk.</param>
    /// <returns>Sequence of the line.</returns>
    /// <exception cref="RecordException">It cannot be recorded.</exception>
    /// <exception cref="ArgumentException">The body is longer than a line may be (1 MiB); nothing was written.</exception>
    public long Append<T>(string kind, string record, T body, JsonTypeInfo<T> type, bool flush)
    {
        long written;
        lock (gate)
        {
            Guard(() =>
            {
                RotateWhenFull();
                Write(kind, record, body, type);
                if (flush)
                {
                    FlushSegment();
                }
            });
            written = sequence;
        }

        if (flush)
        {
            Stored?.Invoke();
        }

        return written;
    }

    /// <summary>Returns when everything appended is on the disk.</summary>
    /// <exception cref="RecordException">The disk refused.</exception>
    public void Flush()
    {
        lock (gate)
        {
            Guard(FlushSegment);
        }

        Stored?.Invoke();
    }

    /// <summary>Refuses to record from now on, because the chain was found broken in an older segment.</summary>
    public void Condemn(JournalBreak found)
    {
        lock (gate)
        {
            failure ??= new RecordException(RecordCause.ChainBroken, $"The journal is damaged at {found}.", found);
        }
    }

    /// <summary>
    /// Flushes, vouches for the last lines by one that says so, and gives the journal free. Does not throw: what the disk refuses now was
    /// promised to nobody, and stays in <see cref="Failure"/>.
    /// </summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (failure is null)
            {
                WriteEnd();
            }

            segment?.Dispose();
            lockFile.Dispose();
        }
    }

    private void Begin(JournalOpening found)
    {
        segment = folder.Open(JournalSegments.Name(segmentNumber));
        found.CutTorn(segment);

        // What a killed process left in the page cache is not on the disk yet; the next line is going to say that it is.
        segment.Flush();
        var interrupted = tally.Open;
        var session = tally.NextSession();
        if (segment.Length == 0)
        {
            WriteSegmentHead();
        }

        var torn = found.Torn?.Bytes ?? 0;
        Write(
            JournalEvent.JournalOpened, string.Empty, new SessionFacts(session, host.ApplianceName, torn, found.TornFile),
            RecordJson.Default.SessionFacts);
        foreach (var job in interrupted)
        {
            var reason = job.Boot == host.BootId ? "the program ended" : "the appliance restarted";
            Write(JournalEvent.JobInterrupted, job.Record, new Interruption(reason, job.LastStage), RecordJson.Default.Interruption);
        }

        FlushSegment();
        Opening = new JournalOpeningReport(session, torn, found.TornFile, [.. interrupted.Select(j => j.Record)]);
    }

    private void WriteEnd()
    {
        try
        {
            FlushSegment();
            Write(JournalEvent.JournalClosed, string.Empty, new SessionEnd(tally.Session), RecordJson.Default.SessionEnd);
            FlushSegment();
            failure = new RecordException(RecordCause.IoError, "The journal is closed.");
        }
        catch (IOException e)
        {
            failure = RecordFaults.From(e, "The journal could not be closed in order");
        }
    }

    private void RotateWhenFull()
    {
        if (segment!.Length < options.SegmentBytes)
        {
            return;
        }

        FlushSegment();
        var next = folder.Open(JournalSegments.Name(segmentNumber + 1));
        segment.Dispose();
        segment = next;
        segmentNumber++;
        WriteSegmentHead();
    }

    private void WriteSegmentHead() => Write(
        JournalEvent.SegmentOpened, string.Empty, new SegmentFacts(segmentNumber, tally.Session, tally.Open), RecordJson.Default.SegmentFacts);

    private void Write<T>(string kind, string record, T body, JsonTypeInfo<T> type)
    {
        var head = new JournalHead(sequence + 1, time.GetUtcNow(), Clock(), host.BootId, record, kind, flushed, hash);
        var line = encoder.Encode(head, body, type);
        segment!.Append(line);
        sequence++;
        hash = hashes.Of(line[..^1]);
        tally.Wrote(kind, record, host.BootId, (body as StageFacts)?.Name);
    }

    /// <summary>To ask the machine costs several system calls; between two lines of the same second nothing changes that a reader could use.</summary>
    private ClockQuality Clock()
    {
        if (clockAsked is not { } asked || time.GetElapsedTime(asked) >= ClockHolds)
        {
            (clock, clockAsked) = (host.ClockQuality, time.GetTimestamp());
        }

        return clock;
    }

    private void FlushSegment()
    {
        segment!.Flush();
        flushed = sequence;
        flushedHash = hash;
    }

    private void Guard(Action action)
    {
        if (failure is not null)
        {
            throw new RecordException(failure.Cause, "Nothing can be recorded: " + failure.Message, failure.Break, failure);
        }

        try
        {
            action();
        }
        catch (Exception e) when (e is not ArgumentException)
        {
            failure = RecordFaults.From(e, $"The journal in {folder.Description} cannot be written");
            if (RecordFaults.IsDisk(e))
            {
                throw failure;
            }

            throw;
        }
    }
}
