// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Platform.Files;
using Appliance.Platform.Host;
using Appliance.Service.Composition;

namespace Appliance.Service.Bench;

/// <summary>Figures of the records: how fast they are written, found again and counted, and what they cost.</summary>
/// <param name="Records">Records in the journal.</param>
/// <param name="JournalBytesPerRecord">Bytes of the journal for each.</param>
/// <param name="JournalWrittenPerRecord">Bytes given to the disk for each while boards are made, three flushes a board, without an index.</param>
/// <param name="FlushMicroseconds">Median of one write and flush of as many bytes as the last lines of a record have, on the same disk.</param>
/// <param name="AcknowledgeMicroseconds">Median of the end of a record, from the verdict to "on the disk".</param>
/// <param name="FlushesPerAcknowledgement">Flushes between the last fact of a job and its green lamp, counted.</param>
/// <param name="Indexes">Figures of each index engine there is.</param>
/// <param name="Machine">What it was measured on.</param>
internal sealed record RecordsBench(
    long Records, double JournalBytesPerRecord, double? JournalWrittenPerRecord, double FlushMicroseconds, double AcknowledgeMicroseconds, double FlushesPerAcknowledgement,
    IReadOnlyList<IndexFigures> Indexes, string Machine)
{
    private const int Acknowledgements = 300;

    /// <summary>Measures in a folder of its own, which is removed.</summary>
    /// <param name="records">How many records.</param>
    /// <param name="parent">A folder on the disk that counts.</param>
    /// <param name="engine">The index engine to measure, alone in this process as it is in a service; null for one after the other.</param>
    /// <param name="progress">Told what is being done.</param>
    public static RecordsBench Run(int records, string parent, string? engine, Action<string> progress)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, "bench-records-" + Environment.ProcessId)).FullName;
        try
        {
            return Run(records, folder, new DurableFolder(Path.Combine(folder, "journal")), engine, progress);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RecordsBench Run(int records, string folder, DurableFolder journal, string? engine, Action<string> progress)
    {
        progress($"writing {records:N0} records");
        RecordMill.Fill(journal, records);
        var bytes = journal.Names().Sum(name => new FileInfo(Path.Combine(folder, "journal", name)).Length);
        progress("acknowledging");
        var (flush, acknowledge, flushes) = Acknowledge(folder);
        var written = DiskBytes.PerRecord(Path.Combine(folder, "live"), null);
        var indexes = new List<IndexFigures>();
        foreach (var (name, source) in IndexEngine.All(Path.Combine(folder, "index"), engine))
        {
            progress($"building the index of {name}");
            var figures = IndexFigures.Measure(name, journal, source, records, Path.Combine(folder, "index"));
            source.Discard();
            indexes.Add(figures with { WrittenPerRecord = DiskBytes.PerRecord(Path.Combine(folder, "live-" + name), source) - written });
        }

        return new RecordsBench(records, bytes / (double)records, written, flush, acknowledge, flushes, indexes, MachineText.Of(folder));
    }

    /// <summary>One after the other, the end of a record and a plain write with its flush, so that both meet the same disk.</summary>
    private static (double Flush, double Acknowledge, double Flushes) Acknowledge(string folder)
    {
        var counted = new CountedFolder(new DurableFolder(Path.Combine(folder, "acknowledge")));
        using var journal = RecordJournal.Open(counted, new LinuxHost(TimeProvider.System, "bench"), TimeProvider.System);
        using var plain = new DurableFolder(Path.Combine(folder, "plain")).Open("plain");
        var last = new byte[RecordMill.LastBytes];
        var (plainTimes, recordTimes, flushes) = (new List<double>(), new List<double>(), 0L);
        for (var i = 0; i < Acknowledgements; i++)
        {
            var end = RecordMill.Open(journal, i);
            var before = counted.Flushes;
            recordTimes.Add(Timed(end));
            flushes += counted.Flushes - before;
            plainTimes.Add(Timed(() =>
            {
                plain.Append(last);
                plain.Flush();
            }));
        }

        return (Figures.Median(plainTimes) * 1e6, Figures.Median(recordTimes) * 1e6, flushes / (double)Acknowledgements);
    }

    private static double Timed(Action action) => Figures.Seconds(action);
}
