// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Ports.Records;

namespace Appliance.Jobs.Tests.Records;

/// <summary>An index in memory that can be damaged.</summary>
internal sealed class MemoryIndex : IRecordIndex
{
    private readonly Dictionary<string, RecordRow> rows = [];

    public bool Damaged { get; set; }

    public int Cleared { get; private set; }

    public int Applied { get; private set; }

    public string Engine => "memory";

    public long LastSequence { get; set; }

    public string LastHash { get; set; } = string.Empty;

    public void Apply(IReadOnlyList<RecordRow> changed, long lastSequence, string lastHash)
    {
        Check();
        Applied++;
        foreach (var row in changed)
        {
            rows[row.Id] = row;
        }

        (LastSequence, LastHash) = (lastSequence, lastHash);
    }

    public IReadOnlyList<RecordRow> Query(RecordFilter filter, int skip, int take)
    {
        Check();
        return [.. rows.Values.Where(r => RecordRows.Matches(r, filter)).OrderByDescending(r => r.Sequence).Skip(skip).Take(take)];
    }

    public long Count(RecordFilter filter) => Query(filter, 0, int.MaxValue).Count;

    public IReadOnlyList<RecordRollup> Rollups(RollupQuery query)
    {
        var sums = new RollupChanges();
        foreach (var row in rows.Values)
        {
            sums.Add(row);
        }

        return new RollupPeriods(query.Edges).Put(sums.Rollups.Select(s => (s.Key, s.Value.Count, s.Value.Milliseconds)));
    }

    public CycleTimes CycleTimes(CycleTimeQuery query) => throw new NotSupportedException("No test asks a memory index for cycle times.");

    public int Completed { get; private set; }

    public void Complete()
    {
        Check();
        Completed++;
    }

    public void Clear()
    {
        Cleared++;
        rows.Clear();
        (LastSequence, LastHash) = (0, string.Empty);
    }

    public void Dispose()
    {
    }

    private void Check()
    {
        if (Damaged)
        {
            throw new RecordIndexException("database disk image is malformed");
        }
    }
}
