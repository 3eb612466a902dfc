// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Contracts;
using Appliance.Ports.Records;

namespace Appliance.Adapters.LiteDb.Tests;

/// <summary>The contract once more, with what finds rows fast in place from the beginning, as in a service that runs.</summary>
public sealed class CompletedIndexTests : RecordIndexContract
{
    /// <summary>Journal lines of a collection of rows.</summary>
    private const long Lines = 1 << 20;

    protected override string Engine => "litedb";

    protected override IReadOnlyList<string> FilesOf(string path) => [path, path.Replace(".db", "-log.db", StringComparison.Ordinal)];

    protected override IRecordIndex Open(string path)
    {
        var index = LiteDbRecordIndex.Open(path);
        index.Complete();
        return index;
    }

    protected override void Discard(string path) => LiteDbRecordIndex.Discard(path);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Query_RowsOfManyCollections_NewestFirstWhateverFindsThem(bool completedFirst)
    {
        var rows = Enumerable.Range(0, 300).Select(i => Row(i)).ToList();
        using (var index = completedFirst ? Open(FilePath) : LiteDbRecordIndex.Open(FilePath))
        {
            foreach (var round in rows.Chunk(70)) index.Apply(round, round[^1].Sequence, "h");
            index.Complete();
            Compare(index, rows);
        }

        using var again = Open(FilePath);
        Compare(again, rows);
        again.Clear();
        Assert.Empty(again.Query(new RecordFilter(), 0, 10));
        again.Apply([rows[7]], 9, "x");
        Compare(again, [rows[7]]);
    }

    private static void Compare(IRecordIndex index, List<RecordRow> rows)
    {
        RecordFilter[] filters =
        [
            new(), new(Verdict: "FAIL"), new(Project: "p1"), new(Project: "p2", Verdict: "FAIL"), new(Cause: "c1"), new(Cause: ""), new(Simulated: true),
            new(UniqueId: "u3"), new(Serial: "s5"), new(Serial: ""), new(Id: "id-17"), new(Project: "p1", Before: rows[^1].Sequence / 2), new(Cause: "none"),
            new(Verdict: "PASS", From: rows[^1].StartedUtc.AddHours(-30), Until: rows[^1].StartedUtc.AddHours(-2)),
        ];
        foreach (var filter in filters)
        {
            var expected = rows.Where(row => Matches(row, filter)).Select(row => row.Sequence).Reverse().ToList();
            Assert.Equal(expected, index.Query(filter, 0, 1000).Select(row => row.Sequence));
            Assert.Equal(expected.Skip(3).Take(9), index.Query(filter, 3, 9).Select(row => row.Sequence));
            Assert.Equal(expected.Count, index.Count(filter));
        }
    }

    private static bool Matches(RecordRow row, RecordFilter filter) =>
        (filter.Id ?? row.Id) == row.Id && (filter.Verdict ?? row.Verdict) == row.Verdict && (filter.Project ?? row.Project) == row.Project
        && (filter.Cause ?? row.Cause) == row.Cause && (filter.UniqueId ?? row.UniqueId) == row.UniqueId && (filter.Serial ?? row.Serial) == row.Serial
        && (filter.Simulated ?? row.Simulated) == row.Simulated && !(row.Sequence >= filter.Before) && !(row.StartedUtc < filter.From) && !(row.StartedUtc >= filter.Until);

    private static RecordRow Row(int i)
    {
        var fail = i % 7 == 0;
        return new RecordRow(
            $"id-{i}", i * Lines / 90, new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(17 * i), fail ? "FAIL" : "PASS", $"p{i % 3}", "1", fail ? "E4" : "",
            fail ? $"c{i % 2}" : "", $"u{i % 11}", i % 5 == 0, 1000 + i, $"journal:{i}", i % 4 == 0 ? "" : $"s{i}", 900);
    }
}
