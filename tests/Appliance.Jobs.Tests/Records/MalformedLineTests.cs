// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Records;
using Appliance.Jobs.Serials;
using Appliance.Ports.Records;

namespace Appliance.Jobs.Tests.Records;

/// <summary>Lines that somebody wrote by hand, checksum and all: every reader takes them or says where and why it does not.</summary>
public sealed class MalformedLineTests
{
    private const string First = "journal-000001.jsonl";
    private const int Lines = 10_000;

    private static readonly string[] Splinters =
        ["\"", "{", "}", "[", "]", ",", ":", "null", "-1", "1e400", "99999999999999999999", "true", "\\ud800", "\\", "\0", "\u00ff", "\"seq\":1", "\"\"", "{}", "serial-committed", "serial-voided", "job-finished"];

    [Fact]
    public void TenThousandMalformedLines_AreReadOrRefused_NeverACrash()
    {
        var lines = Journal();
        var random = new Random(20261121);
        var (read, refused) = (0, 0);
        for (var i = 0; i < Lines; i++)
        {
            var at = random.Next(lines.Count);
            var folder = new MemoryFolder();
            folder.SetBytes(First, Encoding.Latin1.GetBytes(string.Concat(lines.Take(at).Append(Spoilt(lines[at], random)).Select(line => line + "\n"))));
            if (TakeAll(folder)) read++;
            else refused++;
        }

        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused: not much of a test.");
    }

    private static bool TakeAll(MemoryFolder folder)
    {
        try
        {
            var report = RecordVerifier.Verify(folder);
            var reader = new RecordReader(folder);
            _ = reader.All().Count();
            _ = reader.Query(new RecordFilter(), 0, 10);
            _ = SerialLedger.Look(folder);
            using var indexer = new RecordIndexer(folder, new RecordIndexSource(() => new MemoryIndex(), () => { }));
            _ = indexer.CatchUp();
            return report.Intact;
        }
        catch (RecordException refused)
        {
            Assert.NotNull(refused.Break);
            return false;
        }
    }

    /// <summary>A line with splinters in it or pieces out of it, and the checksum of what it is now.</summary>
    private static string Spoilt(string line, Random random)
    {
        var text = new StringBuilder(line[..^JournalLineEncoder.SuffixLength]);
        for (var wounds = random.Next(1, 4); wounds > 0; wounds--)
        {
            var at = random.Next(text.Length);
            if (random.Next(2) == 0) _ = text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
            if (random.Next(3) > 0) _ = text.Insert(Math.Min(at, text.Length), Splinters[random.Next(Splinters.Length)]);
        }

        var bytes = Encoding.Latin1.GetBytes(text.ToString());
        return FormattableString.Invariant($"{text},\"crc\":\"{Crc32C.Of(bytes):x8}\"}}");
    }

    private static List<string> Journal()
    {
        var folder = new MemoryFolder();
        using (var journal = RecordBench.Open(folder))
        {
            var ledger = SerialLedger.Open(journal, folder);
            var format = new NumberFormat(new SerialRange(1, 99, 1), 0x08000000, 4, SerialOrder.LittleEndian, bcd: false);
            _ = RecordBench.PassingJob(journal);
            ledger.Commit(ledger.Reserve(new LedgerName("lamp", false), format, "00001-00001", "0102", SeenBoard.OwnSerial));
            ledger.Void(ledger.Reserve(new LedgerName("lamp", false), format, "00001-00002", "0103", SeenBoard.OwnSerial), "x");
            ledger.Limit(new LedgerName("lamp", false), 5, "x");
            _ = ledger.Raise(new LedgerName("lamp", false), 50, "x");
            _ = RecordBench.FailingJob(journal);
        }

        return [.. Encoding.Latin1.GetString(folder.Bytes(First)).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
