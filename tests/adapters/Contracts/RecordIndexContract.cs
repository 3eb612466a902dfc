// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;

namespace Appliance.Adapters.Contracts;

/// <summary>What every record index does, whatever its engine. A test project of an adapter links this file and derives from the class.</summary>
public abstract class RecordIndexContract : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 6, 30, 0, 125, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("appliance-index-").FullName;

    protected string FilePath => Path.Combine(folder, "records.db");

    protected abstract string Engine { get; }

    /// <summary>Files that together are the index at a path, there or not.</summary>
    protected abstract IReadOnlyList<string> FilesOf(string path);

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected abstract IRecordIndex Open(string path);

    protected abstract void Discard(string path);

    [Fact]
    public void Open_Missing_IsEmpty()
    {
        using var index = Open(FilePath);
        Assert.Equal((0L, string.Empty, 0L), (index.LastSequence, index.LastHash, index.Count(new RecordFilter())));
        Assert.Equal(Engine, index.Engine);
        Assert.Empty(index.Query(new RecordFilter(), 0, 10));
    }

    [Fact]
    public void Apply_Row_ComesBackWhole()
    {
        var row = new RecordRow(
            "00001-00002", 42, Start, "FAIL", "Türöffner \"x\"", "4'; DROP", "E-201", "no-target", "0a0b", true, 812, "3:4096", "AB-0001", 640);
        using var index = Open(FilePath);
        index.Apply([row], 50, "abc");
        Assert.Equal(row, Assert.Single(index.Query(new RecordFilter(), 0, 10)));
        Assert.Equal((50L, "abc"), (index.LastSequence, index.LastHash));
    }

    [Fact]
    public void Apply_SameId_ReplacesTheRow()
    {
        using var index = Open(FilePath);
        index.Apply([Row(3, verdict: "RUNNING")], 3, "a");
        index.Apply([Row(3, verdict: "PASS")], 9, "b");
        Assert.Equal("PASS", Assert.Single(index.Query(new RecordFilter(), 0, 10)).Verdict);
        Assert.Equal(0, index.Count(new RecordFilter(Verdict: "RUNNING")));
    }

    [Fact]
    public void Apply_NoRows_MovesThePosition()
    {
        using var index = Open(FilePath);
        index.Apply([], 7, "h");
        Assert.Equal((7L, "h"), (index.LastSequence, index.LastHash));
    }

    [Fact]
    public void Apply_OneRowThatCannotBe_LeavesEverythingAsItWas()
    {
        using var index = Open(FilePath);
        index.Apply([Row(1)], 1, "a");
        _ = Assert.ThrowsAny<Exception>(() => index.Apply([Row(2), null!], 5, "b"));
        Assert.Equal((1L, "a", 1L), (index.LastSequence, index.LastHash, index.Count(new RecordFilter())));
        index.Apply([Row(2)], 2, "c");
        Assert.Equal(2, index.Count(new RecordFilter()));
    }

    [Fact]
    public void Query_ManyRows_NewestFirstByPage()
    {
        using var index = Open(FilePath);
        index.Apply([.. Enumerable.Range(1, 25).Select(i => Row(i))], 25, "a");
        Assert.Equal([25L, 24, 23], index.Query(new RecordFilter(), 0, 3).Select(r => r.Sequence));
        Assert.Equal([4L, 3, 2], index.Query(new RecordFilter(), 21, 3).Select(r => r.Sequence));
        Assert.Empty(index.Query(new RecordFilter(), 25, 3));
        Assert.Equal(25, index.Count(new RecordFilter()));
    }

    [Fact]
    public void Query_EveryField_MatchesExactly()
    {
        using var index = Open(FilePath);
        index.Apply([Row(1), Row(2, "FAIL", "lamp", "no-target", "ff"), Row(3, "FAIL", "Lamp", "wrong-chip", "FF")], 3, "a");
        Check(index, new RecordFilter(Id: "id-2"), 2);
        Check(index, new RecordFilter(Verdict: "FAIL"), 3, 2);
        Check(index, new RecordFilter(Project: "lamp"), 2);
        Check(index, new RecordFilter(Cause: "wrong-chip"), 3);
        Check(index, new RecordFilter(UniqueId: "ff"), 2);
        Check(index, new RecordFilter(Verdict: "FAIL", Project: "Lamp"), 3);
        Check(index, new RecordFilter(Verdict: "PASS", Project: "Lamp"));
        Check(index, new RecordFilter(Verdict: "fail"));
    }

    [Fact]
    public void Query_ProjectOfFiveThousandCharacters_MatchesExactly()
    {
        var name = new string('p', 5000);
        using var index = Open(FilePath);
        index.Apply([Row(1, project: name), Row(2, project: name + "2")], 2, "a");
        Check(index, new RecordFilter(Project: name), 1);
    }

    [Fact]
    public void Query_Times_FromIsInAndUntilIsOut()
    {
        using var index = Open(FilePath);
        index.Apply([Row(1), Row(2), Row(3)], 3, "a");
        Check(index, new RecordFilter(From: At(2)), 3, 2);
        Check(index, new RecordFilter(Until: At(2)), 1);
        Check(index, new RecordFilter(From: At(2), Until: At(3)), 2);
        Check(index, new RecordFilter(From: At(2).ToOffset(TimeSpan.FromHours(9))), 3, 2);
        Check(index, new RecordFilter(From: At(2).AddTicks(1)), 3);
        Check(index, new RecordFilter(Until: At(2).AddTicks(1)), 2, 1);
    }

    [Fact]
    public void Query_SerialSimulatedAndBefore_Narrow()
    {
        using var index = Open(FilePath);
        index.Apply([Row(1) with { Serial = "A1" }, Row(2) with { Serial = "A2", Simulated = true }, Row(3) with { Serial = "a1" }, Row(4)], 4, "a");
        Check(index, new RecordFilter(Serial: "A1"), 1);
        Check(index, new RecordFilter(Serial: ""), 4);
        Check(index, new RecordFilter(Simulated: true), 2);
        Check(index, new RecordFilter(Simulated: false), 4, 3, 1);
        Check(index, new RecordFilter(Before: 3), 2, 1);
        Check(index, new RecordFilter(Before: 3, Simulated: false), 1);
    }

    [Fact]
    public void Query_TimesOfAClockThatWentBack_AreFoundAllTheSame()
    {
        using var index = Open(FilePath);
        index.Apply([Row(1), Row(2) with { StartedUtc = DateTimeOffset.UnixEpoch }, Row(3) with { StartedUtc = At(100_000) }, Row(4)], 4, "a");
        Check(index, new RecordFilter(From: At(0), Until: At(50)), 4, 1);
        Check(index, new RecordFilter(Until: DateTimeOffset.UnixEpoch.AddDays(1)), 2);
        Check(index, new RecordFilter(From: At(50_000)), 3);
        Check(index, new RecordFilter(From: At(50_000), Until: At(60_000)));
    }

    [Fact]
    public void Count_WithTimes_IsThatOfTheRows()
    {
        using var index = Open(FilePath);
        index.Apply([.. Enumerable.Range(0, 200).Select(i => Row(i, i % 3 == 0 ? "FAIL" : "PASS", i % 2 == 0 ? "lamp" : "door", i % 3 == 0 ? "x" : ""))], 200, "a");
        foreach (var project in new[] { null, "lamp" })
        {
            foreach (var verdict in new[] { null, "FAIL" })
            {
                foreach (var minutes in new[] { 30, 31, 90 })
                {
                    var filter = new RecordFilter(Project: project, Verdict: verdict, From: Hour(6).AddMinutes(minutes), Until: At(150));
                    Assert.Equal(index.Query(filter, 0, 1000).Count, index.Count(filter));
                }
            }
        }
    }

    [Fact]
    public void Rollups_Periods_CountEveryKindOnce()
    {
        using var index = Open(FilePath);
        index.Apply(
            [Row(1), Row(2), Row(3, "FAIL", cause: "no-target"), Row(4, project: "lamp"), Row(5) with { Simulated = true }, Row(70), Row(500)], 500, "a");
        var edges = new[] { Hour(6), Hour(7), Hour(8) };
        Assert.Equal(
            ["06 door FAIL no-target False 1 1", "06 door PASS  False 2 2", "06 door PASS  True 1 1", "06 lamp PASS  False 1 1", "07 door PASS  False 1 1"],
            index.Rollups(new RollupQuery(edges)).Select(Text));
        Assert.Equal(["06 lamp PASS  False 1 1"], index.Rollups(new RollupQuery(edges, Project: "lamp")).Select(Text));
        Assert.Equal(["06 door PASS  True 1 1"], index.Rollups(new RollupQuery(edges, Simulated: true)).Select(Text));
        Assert.Empty(index.Rollups(new RollupQuery([Hour(6)])));
        Assert.Empty(index.Rollups(new RollupQuery([Hour(4), Hour(5)])));
    }

    [Fact]
    public void Rollups_RowReplaced_CountsAsWhatItIsNow()
    {
        using var index = Open(FilePath);
        index.Apply([Row(1, "RUNNING"), Row(2, "RUNNING")], 2, "a");
        index.Apply([Row(1) with { Milliseconds = 900 }, Row(3, "RUNNING")], 5, "b");
        index.Apply([Row(3, "RUNNING"), Row(3) with { Milliseconds = 50 }], 6, "b");
        Assert.Equal(
            ["06 door PASS  False 2 950", "06 door RUNNING  False 1 1"], index.Rollups(new RollupQuery([Hour(6), Hour(7)])).Select(Text));
        Assert.Equal(2, index.Count(new RecordFilter(Verdict: "PASS")));
    }

    [Fact]
    public void CycleTimes_PassedJobsAlone_InBarsThatHoldThem()
    {
        using var index = Open(FilePath);
        index.Apply([.. Enumerable.Range(1, 20).Select(i => Row(i) with { Milliseconds = 1000 + (i % 2 * 500), PlannedMilliseconds = 700 })], 20, "a");
        index.Apply([Row(30, "FAIL") with { Milliseconds = 9 }, Row(31, project: "lamp") with { Milliseconds = 2000 }, Row(32) with { Simulated = true }], 40, "b");
        index.Apply([Row(3, "FAIL")], 41, "c");
        var times = index.CycleTimes(new CycleTimeQuery("door", Simulated: false));
        Assert.Equal((19L, 23_500L, 13_300L), (times.Count, times.Milliseconds, times.PlannedMilliseconds));
        Assert.Equal([10L, 9], times.Buckets.Select(b => b.Count));
        Assert.All(times.Buckets.Zip([1000L, 1500]), b => Assert.InRange(b.Second, b.First.FromMilliseconds, b.First.UntilMilliseconds - 1));
        Assert.Equal(21, index.CycleTimes(new CycleTimeQuery()).Count);
        Assert.Equal(21, index.CycleTimes(new CycleTimeQuery(From: Start, Until: Start.AddHours(1))).Count);
        Assert.Equal(0, index.CycleTimes(new CycleTimeQuery(From: Start.AddDays(1))).Count);
        Assert.Equal(0, index.CycleTimes(new CycleTimeQuery(Until: Start.AddDays(-1))).Count);
    }

    [Fact]
    public void Clear_Filled_LeavesNoSums()
    {
        using var index = Open(FilePath);
        index.Apply([Row(1)], 1, "a");
        index.Clear();
        Assert.Empty(index.Rollups(new RollupQuery([Hour(0), Hour(23)])));
        Assert.Empty(index.CycleTimes(new CycleTimeQuery()).Buckets);
    }

    [Fact]
    public void Open_AfterDispose_HasEverything()
    {
        using (var index = Open(FilePath))
        {
            index.Apply([Row(1), Row(2)], 8, "h");
        }

        using var again = Open(FilePath);
        Assert.Equal((8L, "h"), (again.LastSequence, again.LastHash));
        Check(again, new RecordFilter(), 2, 1);
    }

    [Fact]
    public void Open_WhatAKilledProcessLeft_HasEverythingApplied()
    {
        using var index = Open(FilePath);
        index.Apply([Row(1), Row(2)], 8, "h");
        var copy = Path.Combine(folder, "found.db");
        foreach (var (from, to) in FilesOf(FilePath).Zip(FilesOf(copy)).Where(f => File.Exists(f.First)))
        {
            Copy(from, to);
        }

        using var found = Open(copy);
        Assert.Equal((8L, "h"), (found.LastSequence, found.LastHash));
        Check(found, new RecordFilter(), 2, 1);
    }

    [Fact]
    public void Clear_Filled_IsEmptyAndUsable()
    {
        using var index = Open(FilePath);
        index.Apply([Row(1), Row(2)], 8, "h");
        index.Clear();
        Assert.Equal((0L, string.Empty, 0L), (index.LastSequence, index.LastHash, index.Count(new RecordFilter())));
        index.Apply([Row(1)], 1, "x");
        Check(index, new RecordFilter(), 1);
    }

    [Fact]
    public void Open_NotADatabase_SaysSoAndCanBeDiscarded()
    {
        File.WriteAllBytes(FilePath, [.. Enumerable.Range(0, 50_000).Select(i => (byte)(i * 7))]);
        _ = Assert.Throws<RecordIndexException>(() => Open(FilePath));
        Discard(FilePath);
        using var index = Open(FilePath);
        index.Apply([Row(1)], 1, "x");
        Check(index, new RecordFilter(), 1);
    }

    [Fact]
    public void Use_PagesOverwritten_SaysSoAndCanBeDiscarded()
    {
        using (var index = Open(FilePath))
        {
            index.Apply([.. Enumerable.Range(1, 2000).Select(i => Row(i))], 2000, "h");
        }

        using (var file = File.OpenWrite(FilePath))
        {
            file.Position = 16_384;
            file.Write([.. Enumerable.Repeat((byte)0xA5, (int)file.Length - 32_768)]);
        }

        _ = Assert.Throws<RecordIndexException>(() =>
        {
            using var index = Open(FilePath);
            _ = index.Query(new RecordFilter(), 0, 5000);
            _ = index.Count(new RecordFilter(Project: "lamp"));
        });
        Discard(FilePath);
        using var anew = Open(FilePath);
        Assert.Equal(0, anew.LastSequence);
    }

    [Fact]
    public void Use_AfterDispose_SaysSo()
    {
        var index = Open(FilePath);
        index.Dispose();
        _ = Assert.Throws<RecordIndexException>(() => index.Apply([Row(1)], 1, "x"));
        _ = Assert.Throws<RecordIndexException>(() => index.Query(new RecordFilter(), 0, 1));
        _ = Assert.Throws<RecordIndexException>(() => index.Count(new RecordFilter()));
    }

    [Fact]
    public async Task Query_WhileAnotherThreadWrites_SeesOnlyWholeRounds()
    {
        using var index = Open(FilePath);
        var reader = Task.Run(() =>
        {
            var rounds = 0;
            while (index.LastSequence < 400 && rounds++ < 100_000)
            {
                Assert.Equal(0, index.Query(new RecordFilter(), 0, 1000).Count % 4);
            }
        });
        for (var i = 1; i < 400; i += 4)
        {
            index.Apply([Row(i), Row(i + 1), Row(i + 2), Row(i + 3)], i + 3, "h");
        }

        await reader.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(400, index.Count(new RecordFilter()));
    }

    private static void Copy(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var target = File.Create(to);
        source.CopyTo(target);
    }

    private static DateTimeOffset Hour(int hour) => new(2026, 3, 1, hour, 0, 0, TimeSpan.Zero);

    private static string Text(RecordRollup sum) => FormattableString.Invariant(
        $"{sum.Start:HH} {sum.Project} {sum.Verdict} {sum.Cause} {sum.Simulated} {sum.Count} {sum.Milliseconds}");

    private static DateTimeOffset At(int number) => Start.AddMinutes(number);

    private static RecordRow Row(
        int number, string verdict = "PASS", string project = "door", string cause = "", string uniqueId = "01") => new(
            FormattableString.Invariant($"id-{number}"), number, At(number), verdict, project, "1", string.Empty, cause, uniqueId, false, 1,
            FormattableString.Invariant($"1:{number}"));

    private static void Check(IRecordIndex index, RecordFilter filter, params long[] sequences)
    {
        Assert.Equal(sequences, index.Query(filter, 0, 100).Select(r => r.Sequence));
        Assert.Equal(sequences.Length, index.Count(filter));
    }
}
