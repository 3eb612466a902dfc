// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using LiteDB;

namespace Appliance.Adapters.LiteDb;

/// <summary>
/// Rows as LiteDB sees them, converted by hand: the object mapper of 5.0.21 loses fields when several threads use a type first (LiteDB issue 2528). Times are
/// milliseconds since 1970 in UTC, because LiteDB gives dates back in local time.
/// </summary>
internal static class LiteDbRows
{
    /// <summary>Kind and sequence in one number: rows of a kind stand side by side, oldest first.</summary>
    public const string Place = "place";

    public const string Id = "id";
    public const string UniqueId = "uniqueId";
    public const string Serial = "serial";

    /// <summary>Bits of a place that are the sequence: enough for 17 million million lines.</summary>
    private const int SequenceBits = 44;

    /// <summary>Highest sequence that fits.</summary>
    public const long LastSequence = (1L << SequenceBits) - 1;

    public static long PlaceOf(int kind, long sequence) => ((long)kind << SequenceBits) | sequence;

    public static BsonDocument Write(RecordRow row, LiteDbKind kind) => new()
    {
        ["_id"] = row.Sequence,
        [Place] = PlaceOf(kind.Number, row.Sequence),
        [Id] = row.Id,
        ["started"] = row.StartedUtc.ToUnixTimeMilliseconds(),
        ["revision"] = row.Revision,
        [UniqueId] = row.UniqueId,
        ["milliseconds"] = row.Milliseconds,
        ["location"] = row.Location,
        [Serial] = row.Serial,
        ["planned"] = row.PlannedMilliseconds,
    };

    public static RecordRow Read(BsonDocument document, LiteDbKinds kinds)
    {
        var kind = kinds[(int)(document[Place].AsInt64 >> SequenceBits)].Key;
        return new RecordRow(
            document[Id].AsString, document["_id"].AsInt64, DateTimeOffset.FromUnixTimeMilliseconds(document["started"].AsInt64), kind.Verdict, kind.Project,
            document["revision"].AsString, kind.Code, kind.Cause, document[UniqueId].AsString, kind.Simulated, document["milliseconds"].AsInt64,
            document["location"].AsString, document[Serial].AsString, document["planned"].AsInt64);
    }

    /// <summary>Whether a row is what a filter looks for.</summary>
    public static bool Matches(RecordRow row, RecordFilter filter) =>
        Same(filter.Id, row.Id) && Same(filter.Verdict, row.Verdict) && Same(filter.Project, row.Project) && Same(filter.Cause, row.Cause)
        && Same(filter.UniqueId, row.UniqueId) && Same(filter.Serial, row.Serial) && (filter.Simulated ?? row.Simulated) == row.Simulated
        && !(row.Sequence >= filter.Before) && !(row.StartedUtc < filter.From) && !(row.StartedUtc >= filter.Until);

    private static bool Same(string? wanted, string found) => wanted is null || string.Equals(wanted, found, StringComparison.Ordinal);
}
