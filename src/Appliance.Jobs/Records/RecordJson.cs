// SPDX-License-Identifier: Apache-2.0
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Appliance.Jobs.Serials;

namespace Appliance.Jobs.Records;

/// <summary>JSON of records and journal bodies: generated code, properties in the order of the source.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JobStart))]
[JsonSerializable(typeof(ProbeFacts))]
[JsonSerializable(typeof(TargetFacts))]
[JsonSerializable(typeof(PlanFacts))]
[JsonSerializable(typeof(StageFacts))]
[JsonSerializable(typeof(EvidenceFacts))]
[JsonSerializable(typeof(WarningFacts))]
[JsonSerializable(typeof(JobEnd))]
[JsonSerializable(typeof(Interruption))]
[JsonSerializable(typeof(SegmentFacts))]
[JsonSerializable(typeof(SessionFacts))]
[JsonSerializable(typeof(SessionEnd))]
[JsonSerializable(typeof(JobRecord))]
[JsonSerializable(typeof(JournalStart))]
[JsonSerializable(typeof(IReadOnlyList<LedgerCopy>))]
[JsonSerializable(typeof(SerialReserved))]
[JsonSerializable(typeof(SerialCommitted))]
[JsonSerializable(typeof(SerialVoided))]
[JsonSerializable(typeof(SerialRaised))]
[JsonSerializable(typeof(SerialLimited))]
internal sealed partial class RecordJson : JsonSerializerContext;

/// <summary>A whole record as JSON, for <c>records show --json</c> and the page.</summary>
public static class JobRecordJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a record as one JSON object.</summary>
    public static void Write(Utf8JsonWriter json, JobRecord record) => JsonSerializer.Serialize(json, record, RecordJson.Default.JobRecord);

    /// <summary>A record as one line of JSON.</summary>
    public static string ToText(JobRecord record)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, record);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
