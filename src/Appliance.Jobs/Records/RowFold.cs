// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Appliance.Ports.Records;

namespace Appliance.Jobs.Records;

/// <summary>
/// What an index knows of a record, line by line. Of a body it reads the members an index keeps and passes over the others: an index of a million
/// records is built anew from fifteen million lines.
/// </summary>
internal sealed class RowFold
{
    /// <summary>Texts that come again and again (projects, codes, causes) are kept once; the place of one is its length.</summary>
    private readonly string[] texts = [.. Enumerable.Repeat(string.Empty, 64)];

    /// <summary>Whether lines of a kind change what an index knows.</summary>
    public static bool Knows(string kind) => kind is JournalEvent.JobStarted or JournalEvent.Target or JournalEvent.JobFinished or JournalEvent.JobInterrupted
        or JournalEvent.Plan or JournalEvent.SerialReserved;

    /// <summary>The row after a line of its record.</summary>
    /// <param name="row">The row before it; null when the line is the record's first.</param>
    /// <param name="line">The line.</param>
    /// <returns>The new row, or null when the line says nothing an index keeps.</returns>
    /// <exception cref="RecordException">The body is not what its kind says.</exception>
    public RecordRow? Next(RecordRow? row, JournalLine line)
    {
        if (!Knows(line.Event) || (row is null && line.Event != JournalEvent.JobStarted))
        {
            return null;
        }

        try
        {
            return line.Event switch
            {
                JournalEvent.JobStarted => Started(line),
                JournalEvent.Target => row! with { UniqueId = Text(line, "uniqueId"u8, optional: true) },
                JournalEvent.Plan => row! with { PlannedMilliseconds = Planned(line) },
                JournalEvent.SerialReserved => row! with { Serial = Text(line, "text"u8, optional: false) },
                JournalEvent.JobFinished => Finished(row!, line),
                _ => Interrupted(row!),
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw JournalBodies.Misunderstood(line, e);
        }
    }

    private static RecordRow Interrupted(RecordRow row) =>
        row with { Verdict = RecordRows.Word(RecordVerdict.Interrupted), Code = Interruption.InterruptedCode, Cause = Interruption.InterruptedCause };

    private RecordRow Started(JournalLine line)
    {
        var (project, revision) = (string.Empty, string.Empty);
        bool? simulated = null;
        var json = new Utf8JsonReader(line.Body.Span);
        _ = json.Read();
        while (Member(ref json))
        {
            if (json.ValueTextEquals("project"u8))
            {
                (project, revision) = Pair(ref json, "name"u8, "revision"u8);
            }
            else if (json.ValueTextEquals("simulated"u8))
            {
                _ = json.Read();
                simulated = json.GetBoolean();
            }
            else
            {
                json.Skip();
            }
        }

        return new RecordRow(
            line.Record, line.Sequence, line.Utc, RecordRows.Word(RecordVerdict.Running), project, revision, string.Empty, string.Empty, string.Empty,
            simulated ?? throw Missing("simulated"), 0, line.Place.Location);
    }

    private RecordRow Finished(RecordRow row, JournalLine line)
    {
        var (verdict, code, cause) = (string.Empty, string.Empty, string.Empty);
        double? milliseconds = null;
        var json = new Utf8JsonReader(line.Body.Span);
        _ = json.Read();
        while (Member(ref json))
        {
            if (json.ValueTextEquals("error"u8))
            {
                (code, cause) = Pair(ref json, "code"u8, "cause"u8);
            }
            else if (json.ValueTextEquals("verdict"u8))
            {
                verdict = Kept(ref json);
            }
            else if (json.ValueTextEquals("ms"u8))
            {
                _ = json.Read();
                milliseconds = json.GetDouble();
            }
            else
            {
                json.Skip();
            }
        }

        return RecordRows.IsWord(verdict)
            ? row with { Verdict = verdict, Code = code, Cause = cause, Milliseconds = (long)Math.Round(milliseconds ?? throw Missing("ms")) }
            : throw Missing("verdict");
    }

    /// <summary>Two texts of an object that may be null; empty where there is none.</summary>
    private (string First, string Second) Pair(ref Utf8JsonReader json, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var found = (First: string.Empty, Second: string.Empty);
        _ = json.Read();
        if (json.TokenType == JsonTokenType.Null)
        {
            return found;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("an object expected");
        }

        while (Member(ref json))
        {
            if (json.ValueTextEquals(first))
            {
                found.First = Kept(ref json);
            }
            else if (json.ValueTextEquals(second))
            {
                found.Second = Kept(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return found;
    }

    private static long Planned(JournalLine line)
    {
        var json = new Utf8JsonReader(line.Body.Span);
        Find(ref json, "expectedMs"u8, "expectedMs");
        return (long)Math.Round(json.GetDouble());
    }

    private static string Text(JournalLine line, ReadOnlySpan<byte> name, bool optional)
    {
        var json = new Utf8JsonReader(line.Body.Span);
        Find(ref json, name, "text");
        return json.GetString() ?? (optional ? string.Empty : throw Missing("text"));
    }

    /// <summary>Goes to the value of a member.</summary>
    private static void Find(ref Utf8JsonReader json, ReadOnlySpan<byte> name, string word)
    {
        _ = json.Read();
        while (Member(ref json))
        {
            if (json.ValueTextEquals(name))
            {
                _ = json.Read();
                return;
            }

            json.Skip();
        }

        throw Missing(word);
    }

    /// <summary>Goes to the name of the next member; false at the end of the object.</summary>
    private static bool Member(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    private string Kept(ref Utf8JsonReader json)
    {
        _ = json.Read();
        ref var known = ref texts[json.ValueSpan.Length % texts.Length];
        return json.TokenType == JsonTokenType.String && json.ValueTextEquals(known) ? known : known = json.GetString() ?? throw Missing("text");
    }

    private static JsonException Missing(string what) => new($"{what} is missing");
}
