// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using FsCheck;
using FsCheck.Fluent;

namespace Appliance.Jobs.Tests.Records;

/// <summary>What holds for every journal, every cut and every flipped byte.</summary>
public class JournalPropertyTests
{
    private const string First = "journal-000001.jsonl";

    [Fact]
    public void CutAtAnyByte_OpensWithEveryWholeLineAndVerifies()
    {
        var bytes = Journal(long.MaxValue).Bytes(First);
        for (var length = 0; length <= bytes.Length; length++)
        {
            var folder = new MemoryFolder();
            folder.SetBytes(First, bytes[..length]);
            var whole = bytes[..length].Count(b => b == '\n');
            using (var journal = RecordBench.Open(folder))
            {
                Assert.Equal(length - (Array.LastIndexOf(bytes, (byte)'\n', length - 1 < 0 ? 0 : length - 1, length) + 1), journal.Opening.TornBytes);
            }

            Assert.True(folder.Bytes(First).AsSpan().StartsWith(bytes.AsSpan()[..Whole(bytes, whole)]));
            var report = RecordVerifier.Verify(folder);
            Assert.True(report.Intact && report.Open.Count == 0 && report.Lines > whole);
        }
    }

    [Fact]
    public void AnyFlippedBit_IsFoundAtItsLineOrTheNext()
    {
        var made = Journal(1200);
        var names = made.Names().Where(n => JournalSegments.Number(n) > 0).ToArray();
        Assert.True(names.Length > 1);
        foreach (var name in names)
        {
            var bytes = made.Bytes(name);
            for (var at = 0; at < bytes.Length; at++)
            {
                var spoilt = bytes.ToArray();
                spoilt[at] ^= (byte)(1 << (at % 8));
                made.SetBytes(name, spoilt);
                var report = RecordVerifier.Verify(made);
                var place = report.Break?.Place ?? report.Torn?.Place;
                Assert.Equal((name, 1 + bytes[..at].Count(b => b == '\n')), (place!.Value.Segment, place.Value.Line));
            }

            made.SetBytes(name, bytes);
        }
    }

    [Fact]
    public void PowerCutAtAnyOperation_LosesNoAcknowledgedLine()
    {
        for (var cut = 0; ; cut++)
        {
            foreach (var spoil in Spoilers)
            {
                var (done, folder) = RunUntilCut(cut);
                CheckAfterCut(folder.AfterCut(spoil), done);
                if (!folder.IsCut)
                {
                    Assert.True(cut > 40);
                    return;
                }
            }
        }
    }

    [Fact]
    public void PowerCutWhileRecovering_LosesNoAcknowledgedLine()
    {
        var (done, folder) = RunUntilCut(40);
        for (var cut = 0; ; cut++)
        {
            var torn = folder.AfterCut(rest => rest[..(rest.Length / 3)]);
            torn.OperationsUntilCut = cut;
            try
            {
                RecordBench.Open(torn).Dispose();
            }
            catch (RecordException)
            {
                Assert.True(torn.IsCut);
            }

            CheckAfterCut(torn.AfterCut(rest => rest[..(rest.Length / 2)]), done);
            if (!torn.IsCut)
            {
                return;
            }
        }
    }

    [Fact]
    public void KilledAndThenPowerCutWhileRecovering_StillOpens()
    {
        var killed = new MemoryFolder();
        var journal = RecordBench.Open(killed);
        var writer = RecordWriter.Begin(journal, RecordBench.Start);
        writer.Stage(new StageFacts("erase", StageOutcome.Done, 1, 2));
        writer.Evidence(RecordBench.Readback);
        for (var cut = 0; ; cut++)
        {
            var found = killed.Killed();
            found.OperationsUntilCut = cut;
            try
            {
                RecordBench.Open(found).Dispose();
            }
            catch (RecordException)
            {
                Assert.True(found.IsCut);
            }

            foreach (var spoil in Spoilers)
            {
                CheckAfterCut(found.AfterCut(spoil), [(writer.Id, false)]);
            }

            if (!found.IsCut)
            {
                return;
            }
        }
    }

    [Fact]
    public void AnyGarbageFile_IsRefusedOrMovedAside_NeverACrash() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), garbage =>
        {
            var folder = new MemoryFolder();
            folder.SetBytes(First, garbage);
            using var journal = RecordBench.Open(folder);
            return journal.Opening.TornBytes == garbage.Length && RecordVerifier.Verify(folder).Intact;
        }));

    /// <summary>What a disk may hold of bytes that were written and never flushed.</summary>
    private static readonly Func<byte[], byte[]>[] Spoilers =
    [
        _ => [],
        rest => rest,
        rest => rest[..(rest.Length / 2)],
        rest => new byte[rest.Length],
        rest => [.. new byte[rest.Length / 2], .. rest[(rest.Length / 2)..]],
        rest => [.. new byte[rest.Length / 5], .. rest[(rest.Length / 5)..]],
    ];

    private static MemoryFolder Journal(long segmentBytes)
    {
        var folder = new MemoryFolder();
        using var journal = RecordBench.Open(folder, segmentBytes: segmentBytes);
        _ = RecordBench.FailingJob(journal);
        _ = RecordBench.OpenJob(journal);
        return folder;
    }

    private static (List<(string Id, bool Finished)> Acknowledged, MemoryFolder Folder) RunUntilCut(int operations)
    {
        var folder = new MemoryFolder { OperationsUntilCut = operations };
        var acknowledged = new List<(string, bool)>();
        try
        {
            using var journal = RecordBench.Open(folder, segmentBytes: 5000);
            for (var job = 0; job < 6; job++)
            {
                var writer = RecordWriter.Begin(journal, RecordBench.Start);
                acknowledged.Add((writer.Id, false));
                writer.Stage(new StageFacts("erase", StageOutcome.Done, 1, 2));
                writer.Evidence(RecordBench.Readback);
                writer.Finish(RecordBench.Pass);
                acknowledged.Add((writer.Id, true));
            }
        }
        catch (RecordException)
        {
            Assert.True(folder.IsCut);
        }

        return (acknowledged, folder);
    }

    private static void CheckAfterCut(MemoryFolder disk, List<(string Id, bool Finished)> acknowledged)
    {
        string next;
        using (var journal = RecordBench.Open(disk, segmentBytes: 5000))
        {
            next = RecordBench.FailingJob(journal);
        }

        Assert.True(RecordVerifier.Verify(disk).Intact);
        var found = new RecordReader(disk).All().ToDictionary(r => r.Id);
        Assert.DoesNotContain(acknowledged, a => a.Id == next);
        Assert.DoesNotContain(found.Values, r => r.Verdict == RecordVerdict.Running);
        foreach (var (id, finished) in acknowledged)
        {
            Assert.True(!finished || found[id].Verdict == RecordVerdict.Pass, id);
            Assert.Contains(found[id].Verdict, new[] { RecordVerdict.Pass, RecordVerdict.Interrupted });
        }
    }

    /// <summary>Bytes of the first so many lines.</summary>
    private static int Whole(byte[] bytes, int lines)
    {
        var length = 0;
        for (var i = 0; i < lines; i++)
        {
            length = Array.IndexOf(bytes, (byte)'\n', length) + 1;
        }

        return length;
    }
}
