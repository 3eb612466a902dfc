// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace Appliance.Service.Composition;

/// <summary>One event as one line of JSON: <c>time</c>, <c>level</c>, <c>event</c>, <c>record</c>, <c>text</c>, then the event's own values, then <c>exception</c>.</summary>
internal sealed class LogFormat : ITextFormatter
{
    private const string RecordProperty = "Record";

    private static readonly MessageTemplateTextFormatter Literal = new("{Message:lj}", CultureInfo.InvariantCulture);
    private static readonly string[] Mine = ["SourceContext", "EventId", RecordProperty];
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", logEvent.Timestamp.ToUniversalTime());
            json.WriteString("level", Word(logEvent.Level));
            if (EventId(logEvent) is { } id) json.WriteNumber("event", id);
            if (Text(logEvent, RecordProperty) is { Length: > 0 } record) json.WriteString("record", record);
            json.WriteString("text", TextOf(logEvent));
            foreach (var (name, value) in logEvent.Properties.Where(property => !Mine.Contains(property.Key))) Write(json, JsonNamingPolicy.CamelCase.ConvertName(name), value);
            if (logEvent.Exception is { } exception) json.WriteString("exception", exception.ToString());
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.ToArray()));
        output.Write('\n');
    }

    /// <summary>What happened, in words; texts in it stand without quotes.</summary>
    public static string TextOf(LogEvent logEvent)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Literal.Format(logEvent, text);
        return text.ToString();
    }

    /// <summary>A level in one word.</summary>
    public static string Word(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => "fatal",
        LogEventLevel.Error => "error",
        LogEventLevel.Warning => "warning",
        LogEventLevel.Information => "info",
        _ => "debug",
    };

    private static void Write(Utf8JsonWriter json, string name, LogEventPropertyValue value)
    {
        switch (value)
        {
            case ScalarValue { Value: null }:
                json.WriteNull(name);
                break;
            case ScalarValue { Value: bool truth }:
                json.WriteBoolean(name, truth);
                break;
            case ScalarValue { Value: int or long or double }:
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, ((ScalarValue)value).Value);
                break;
            case ScalarValue scalar:
                json.WriteString(name, scalar.Value.ToString());
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }

    private static string? Text(LogEvent logEvent, string name) => logEvent.Properties.TryGetValue(name, out var value) && value is ScalarValue { Value: string text } ? text : null;

    private static int? EventId(LogEvent logEvent) =>
        logEvent.Properties.TryGetValue("EventId", out var value) && value is StructureValue structure
        && structure.Properties.FirstOrDefault(property => property.Name == "Id")?.Value is ScalarValue { Value: int id } ? id : null;
}
