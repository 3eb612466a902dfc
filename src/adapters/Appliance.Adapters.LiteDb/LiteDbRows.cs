// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using LiteDB;

namespace Appliance.Adapters.LiteDb;

/// <summary>
/// Rows and filters as LiteDB sees them, converted by hand: the object mapper of 5.0.21 loses fields when several threads use a type first
/// (LiteDB issue 2528). Times are milliseconds since 1970 in UTC, because LiteDB gives dates back in local time.
/// </summary>
internal static class LiteDbRows
{
    /// <summary>Fields with an index. A key may have 1023 bytes in all, so the project is indexed by a shortened copy.</summary>
    public static readonly string[] Indexed = ["id", "verdict", "projectKey", "cause", "uniqueId", "started", "serial"];

    private const int KeyLength = 200;

    public static BsonDocument Write(RecordRow row) => new()
    {
        ["_id"] = row.Sequence,
        ["id"] = row.Id,
        ["started"] = row.StartedUtc.ToUnixTimeMilliseconds(),
        ["verdict"] = row.Verdict,
        ["project"] = row.Project,
        ["projectKey"] = Key(row.Project),
        ["revision"] = row.Revision,
        ["code"] = row.Code,
        ["cause"] = row.Cause,
        ["uniqueId"] = row.UniqueId,
        ["simulated"] = row.Simulated,
        ["milliseconds"] = row.Milliseconds,
        ["location"] = row.Location,
        ["serial"] = row.Serial,
        ["planned"] = row.PlannedMilliseconds,
    };

    public static RecordRow Read(BsonDocument document) => new(
        document["id"].AsString, document["_id"].AsInt64, DateTimeOffset.FromUnixTimeMilliseconds(document["started"].AsInt64),
        document["verdict"].AsString, document["project"].AsString, document["revision"].AsString, document["code"].AsString,
        document["cause"].AsString, document["uniqueId"].AsString, document["simulated"].AsBoolean, document["milliseconds"].AsInt64,
        document["location"].AsString, document["serial"].AsString, document["planned"].AsInt64);

    /// <summary>What a row must have to match.</summary>
    public static IEnumerable<BsonExpression> Where(RecordFilter filter)
    {
        (string Field, string? Value)[] texts =
        [
            ("id", filter.Id), ("verdict", filter.Verdict), ("project", filter.Project), ("cause", filter.Cause), ("uniqueId", filter.UniqueId),
            ("serial", filter.Serial), ("projectKey", filter.Project is null ? null : Key(filter.Project)),
        ];
        foreach (var (field, value) in texts.Where(t => t.Value is not null))
        {
            yield return Query.EQ(field, value);
        }

        if (filter.Simulated is { } simulated)
        {
            yield return Query.EQ("simulated", simulated);
        }

        if (filter.Before is { } before)
        {
            yield return Query.LT("_id", before);
        }

        if (filter.From is { } from)
        {
            yield return Query.GTE("started", Ceiling(from));
        }

        if (filter.Until is { } until)
        {
            yield return Query.LT("started", Ceiling(until));
        }
    }

    private static string Key(string text) => text.Length <= KeyLength ? text : text[..KeyLength];

    /// <summary>The first whole millisecond not before a time.</summary>
    private static long Ceiling(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
}
