// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using LiteDB;

namespace Appliance.Adapters.LiteDb;

/// <summary>What a record is besides its time and its board: project, verdict, code, cause, simulated or not.</summary>
/// <param name="Number">Its number in this index, from 1.</param>
/// <param name="Key">What it stands for; the quarter is 0.</param>
internal sealed record LiteDbKind(int Number, RollupKey Key)
{
    /// <summary>Records of it, of all times.</summary>
    public long Count { get; set; }

    /// <summary>Whether a filter lets it through.</summary>
    public bool Is(string? project, bool? simulated, string? verdict = null, string? cause = null) =>
        (project ?? Key.Project) == Key.Project && (simulated ?? Key.Simulated) == Key.Simulated && (verdict ?? Key.Verdict) == Key.Verdict
        && (cause ?? Key.Cause) == Key.Cause;
}

/// <summary>
/// The kinds there are: some hundred in years, so all of them are in memory. A row keeps the number of its kind in the place of five texts. Who reads holds
/// the rows still meanwhile; who writes calls <see cref="Reload"/> when its transaction was not to be.
/// </summary>
internal sealed class LiteDbKinds
{
    private const string Name = "kinds";

    private readonly LiteDatabase database;
    private readonly List<LiteDbKind> all = [];
    private readonly Dictionary<RollupKey, LiteDbKind> known = [];

    public LiteDbKinds(LiteDatabase database)
    {
        this.database = database;
        Reload();
    }

    /// <summary>All, the kind of number 1 first.</summary>
    public IReadOnlyList<LiteDbKind> All => all;

    public LiteDbKind this[int number] => all[number - 1];

    /// <summary>Begins with what the file has.</summary>
    public void Reload()
    {
        all.Clear();
        known.Clear();
        foreach (var found in database.GetCollection(Name).Query().OrderBy("_id").ToDocuments())
        {
            var key = new RollupKey(
                0, found["project"].AsString, found["verdict"].AsString, found["code"].AsString, found["cause"].AsString, found["simulated"].AsBoolean);
            Know(new LiteDbKind(found["_id"].AsInt32, key) { Count = found["count"].AsInt64 });
        }
    }

    /// <summary>The kind of a row.</summary>
    public LiteDbKind Of(RecordRow row) => Of(new RollupKey(0, row.Project, row.Verdict, row.Code, row.Cause, row.Simulated));

    /// <summary>The kind whose number the times of passed jobs have.</summary>
    public LiteDbKind OfTimes(CycleTimeKey key) => Of(new RollupKey(0, key.Project, "PASS", string.Empty, string.Empty, key.Simulated));

    /// <summary>The kind of a sum. A new one is put in, within the caller's transaction.</summary>
    public LiteDbKind Of(RollupKey sum)
    {
        var key = sum with { Quarter = 0 };
        if (!known.TryGetValue(key, out var kind))
        {
            kind = Know(new LiteDbKind(all.Count + 1, key));
            Count(kind, 0);
        }

        return kind;
    }

    /// <summary>Adds to how many there are of a kind, within the caller's transaction.</summary>
    public void Count(LiteDbKind kind, long more)
    {
        kind.Count += more;
        _ = database.GetCollection(Name).Upsert(new BsonDocument
        {
            ["_id"] = kind.Number, ["project"] = kind.Key.Project, ["verdict"] = kind.Key.Verdict, ["code"] = kind.Key.Code, ["cause"] = kind.Key.Cause,
            ["simulated"] = kind.Key.Simulated, ["count"] = kind.Count,
        });
    }

    /// <summary>Forgets all, within the caller's transaction.</summary>
    public void Clear()
    {
        _ = database.GetCollection(Name).DeleteAll();
        all.Clear();
        known.Clear();
    }

    private LiteDbKind Know(LiteDbKind kind)
    {
        all.Add(kind);
        known[kind.Key] = kind;
        return kind;
    }
}
