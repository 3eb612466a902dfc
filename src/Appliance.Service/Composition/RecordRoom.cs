// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Jobs.Running;
using Appliance.Jobs.Serials;
using Appliance.Platform.Files;
using Appliance.Platform.Host;
using Appliance.Ports.Records;

namespace Appliance.Service.Composition;

/// <summary>The journal of one data folder, open for writing, and its index.</summary>
internal sealed class RecordRoom : IDisposable
{
    private readonly DurableFolder _folder;
    private readonly RecordJournal _journal;
    private readonly RecordIndexKeeper _index;
    private readonly RecordReader _reader;
    private readonly Lazy<SerialLedger> _ledger;
    private readonly DailyAnchor _anchors;

    /// <summary>How long a page waits for an index that is a few lines behind.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);


    /// <summary>Opens the journal; records of jobs that were interrupted are closed.</summary>
    /// <exception cref="RecordException">Records cannot be kept.</exception>
    public RecordRoom(ApplianceHome home, string? applianceName, TimeProvider time)
    {
        _folder = Folder(home.Journal);
        _journal = RecordJournal.Open(_folder, new LinuxHost(time, applianceName), time);
        _reader = new RecordReader(_folder);
        _index = new RecordIndexKeeper(_journal, new RecordIndexer(_folder, IndexEngine.For(home)), time);
        _ledger = new Lazy<SerialLedger>(() => SerialLedger.Open(_journal, _folder));
        _anchors = new DailyAnchor(_folder, () => _journal.Failure is null ? _journal.Anchor : null, time);
        Keeper = new JournalRecords(_journal, time, () => _ledger.Value);
    }

    /// <summary>Asks the writer of the journal; hangs where the disk hangs.</summary>
    public void Touch() => _ = _journal.FlushedSequence;

    /// <summary>Begins records.</summary>
    public JournalRecords Keeper { get; }

    /// <summary>Why nothing can be recorded; null while all is well.</summary>
    public RecordException? Failure => _journal.Failure;

    /// <summary>What the opening found, in one sentence; empty when all was well.</summary>
    public string OpeningRemark => _journal.Opening.ToString();

    /// <summary>That the disk fills up, in a sentence; null while there is room enough.</summary>
    public string? DiskWarning => DiskRoom.Warning(_folder);

    /// <summary>Proves the whole chain, which opening does not (it looks at the newest segments); a break ends recording.</summary>
    /// <returns>What is wrong, null when the chain is whole.</returns>
    public string? ProveChain(CancellationToken cancel)
    {
        var report = RecordVerifier.Verify(_folder, cancel);
        if (report.Break is not { } broken) return null;
        _journal.Condemn(broken);
        return $"The record journal is damaged: {broken}";
    }

    /// <summary>Serials and limits.</summary>
    /// <exception cref="RecordException">The journal cannot be read: no serial can be given.</exception>
    public SerialLedger Ledger => _ledger.Value;

    /// <summary>How far the index is.</summary>
    public IndexState IndexState => _index.State;

    /// <summary>Begins to keep the index in step and to read the ledgers, on threads of their own; a job may run meanwhile, and waits for its ledger only.</summary>
    public void FollowWithIndex()
    {
        _index.Start();
        _ = Task.Run(ReadLedgers);
    }

    /// <summary>Asks the index.</summary>
    /// <returns>Whether the answer is that of an index in step; false while it is being built, or fails: see <see cref="IndexState"/>.</returns>
    public bool TryAsk<T>(Func<IRecordIndex, T> question, out T? answer) => _index.TryAsk(question, Patience, out answer);

    /// <summary>Newest records, from the index where it is in step, else from the end of the journal.</summary>
    public IReadOnlyList<RecordRow> Newest(int take) =>
        TryAsk(index => index.Query(new RecordFilter(), 0, take), out var rows) ? rows! : _reader.Newest(take);

    /// <summary>How many records that began at or after a moment passed, and how many did not; from the index where it is in step, else from the end of
    /// the journal.</summary>
    public (int Passed, int Failed) CountSince(DateTimeOffset from)
    {
        if (TryAsk(index => (Count(index, "PASS", from), Count(index, "FAIL", from)), out var known)) return known;
        var rows = _reader.Since(from);
        return (rows.Count(row => row.Verdict == "PASS"), rows.Count(row => row.Verdict == "FAIL"));
    }

    /// <summary>Newest matching records from the journal itself, which is read whole: for while the index is being built.</summary>
    /// <exception cref="RecordException">The chain is broken.</exception>
    public IReadOnlyList<RecordRow> Search(RecordFilter filter, int take) => _reader.Query(filter, 0, take);

    /// <summary>One whole record, or null.</summary>
    public JobRecord? Find(string id) => _reader.Find(id);

    /// <summary>One whole record whose row is known, without reading what comes before it; null when it is not there.</summary>
    public JobRecord? FindAt(RecordRow row) => _reader.FindAt(row.Id, row.Location);

    /// <summary>Why the anchor of the day is not kept; null while it is.</summary>
    public string? AnchorTrouble => _anchors.Trouble;

    /// <summary>Free and total bytes of the disk; null where it does not answer.</summary>
    public (long Free, long Total)? Space
    {
        get
        {
            try
            {
                return _folder.Space();
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    private static DurableFolder Folder(string path)
    {
        try
        {
            return new DurableFolder(path);
        }
        catch (IOException refused)
        {
            throw new RecordException(RecordCause.IoError, $"The journal in {path} cannot be opened: {refused.Message}", inner: refused);
        }
    }

    private void ReadLedgers()
    {
        try
        {
            _ = _ledger.Value;
        }
        catch (Exception unreadable) when (unreadable is RecordException or IOException or UnauthorizedAccessException)
        {
            // The first job that needs a serial gets the same exception, and says so.
        }
    }

    private static int Count(IRecordIndex index, string verdict, DateTimeOffset from) => (int)index.Count(new RecordFilter(Verdict: verdict, From: from));

    /// <inheritdoc/>
    public void Dispose()
    {
        _anchors.Dispose();
        _index.Dispose();
        _journal.Dispose();
    }
}
