// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Appliance.Ports.Records;
using LiteDB;

namespace Appliance.Adapters.LiteDb;

/// <summary>The sums as LiteDB keeps them: one document for each, found again by a key of fixed length, since a key may have 1023 bytes only.</summary>
internal static class LiteDbSums
{
    public const string Rollups = "rollups";
    public const string Times = "times";

    /// <summary>Adds changes to the sums. Within the caller's transaction.</summary>
    public static void Apply(LiteDatabase database, RollupChanges changes)
    {
        var rollups = database.GetCollection(Rollups);
        foreach (var (key, sum) in changes.Rollups)
        {
            var id = Key(key.Quarter, key.Project, key.Verdict, key.Code, key.Cause, key.Simulated.ToString());
            var document = rollups.FindById(id) ?? new BsonDocument
            {
                ["_id"] = id, ["quarter"] = key.Quarter, ["project"] = key.Project, ["verdict"] = key.Verdict, ["code"] = key.Code,
                ["cause"] = key.Cause, ["simulated"] = key.Simulated, ["count"] = 0L, ["milliseconds"] = 0L,
            };
            Add(document, ("count", sum.Count), ("milliseconds", sum.Milliseconds));
            _ = rollups.Upsert(document);
        }

        var times = database.GetCollection(Times);
        foreach (var (key, sum) in changes.Times)
        {
            var id = Key(key.Day, key.Project, key.Simulated.ToString(), key.Bucket.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var document = times.FindById(id) ?? new BsonDocument
            {
                ["_id"] = id, ["day"] = key.Day, ["project"] = key.Project, ["simulated"] = key.Simulated, ["bucket"] = key.Bucket,
                ["count"] = 0L, ["milliseconds"] = 0L, ["planned"] = 0L,
            };
            Add(document, ("count", sum.Count), ("milliseconds", sum.Milliseconds), ("planned", sum.Planned));
            _ = times.Upsert(document);
        }
    }

    public static IReadOnlyList<RecordRollup> Ask(LiteDatabase database, RollupQuery query)
    {
        if (query.Edges.Count < 2)
        {
            return [];
        }

        var found = database.GetCollection(Rollups).Find(
            LiteDB.Query.And(
                LiteDB.Query.GTE("quarter", RollupKey.Of(query.Edges[0])), LiteDB.Query.LT("quarter", RollupKey.Of(query.Edges[^1]))));
        return new RollupPeriods(query.Edges).Put(
            found.Where(d => Wanted(d, query.Project, query.Simulated)).Select(d => (
                new RollupKey(
                    d["quarter"].AsInt64, d["project"].AsString, d["verdict"].AsString, d["code"].AsString, d["cause"].AsString,
                    d["simulated"].AsBoolean),
                d["count"].AsInt64, d["milliseconds"].AsInt64)));
    }

    public static CycleTimes Ask(LiteDatabase database, CycleTimeQuery query)
    {
        var from = query.From is { } begin ? RollupKey.DayOf(begin) : long.MinValue;
        var until = query.Until is { } end ? RollupKey.DayOf(end.AddTicks(-1)) : long.MaxValue;
        var found = database.GetCollection(Times).Find(LiteDB.Query.Between("day", from, until))
            .Where(d => Wanted(d, query.Project, query.Simulated)).ToList();
        return CycleTimes.Of(
            found.Select(d => (d["bucket"].AsInt32, d["count"].AsInt64)), found.Sum(d => d["milliseconds"].AsInt64), found.Sum(d => d["planned"].AsInt64));
    }

    private static bool Wanted(BsonDocument document, string? project, bool? simulated) =>
        (project is null || document["project"].AsString == project) && (simulated is null || document["simulated"].AsBoolean == simulated);

    private static void Add(BsonDocument document, params ReadOnlySpan<(string Field, long Amount)> amounts)
    {
        foreach (var (field, amount) in amounts)
        {
            document[field] = document[field].AsInt64 + amount;
        }
    }

    /// <summary>The time, and a hash of everything else.</summary>
    private static string Key(long time, params ReadOnlySpan<string> parts)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts.ToArray())));
        return FormattableString.Invariant($"{time}:{Convert.ToHexStringLower(hash)}");
    }
}
