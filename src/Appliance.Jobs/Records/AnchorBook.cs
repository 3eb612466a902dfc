// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Records;

/// <summary>An anchor that was kept.</summary>
/// <param name="Utc">Wall clock when it was taken.</param>
/// <param name="Count">Lines of the journal then.</param>
/// <param name="Hash">SHA-256 of the last of them, lower-case hex.</param>
public sealed record KeptAnchor(DateTimeOffset Utc, long Count, string Hash);

/// <summary>
/// Anchors of every day beside the journal, a line each: <c>2026-03-01T06:30:00.125Z 1234:hash</c>. Whoever takes the file away now and then (a stick
/// that carries records out does) can tell later whether the journal was rewritten.
/// </summary>
public static class AnchorBook
{
    /// <summary>Name of the file in the journal's folder.</summary>
    public const string FileName = "anchors.txt";

    /// <summary>Adds an anchor; it is on the disk on return.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void Keep(IDurableFolder folder, KeptAnchor anchor)
    {
        using var file = folder.Open(FileName);
        // A line that a power cut left half is ended, and then none.
        var torn = file.Length > 0 && !Text(folder).EndsWith('\n');
        file.Append(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{(torn ? "\n" : "")}{JournalWords.Utc(anchor.Utc)} {anchor.Count}:{anchor.Hash}\n")));
        file.Flush();
    }

    /// <summary>All of the file as it is; empty when there is none.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static string Text(IDurableFolder folder)
    {
        using var stream = folder.OpenRead(FileName);
        if (stream is null)
        {
            return string.Empty;
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The anchors, oldest first; what is no line of the kind is passed over.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static IReadOnlyList<KeptAnchor> Read(IDurableFolder folder) => [.. Text(folder).Split('\n').Select(Parse).OfType<KeptAnchor>()];

    private static KeptAnchor? Parse(string line)
    {
        var parts = line.Split(' ', ':');
        return line.Length > JournalWords.UtcLength && JournalWords.TryUtc(Encoding.UTF8.GetBytes(line[..JournalWords.UtcLength]), out var utc)
            && line[JournalWords.UtcLength] == ' ' && parts[^1].Length == JournalWords.NoHash.Length && parts[^1].All(char.IsAsciiHexDigitLower)
            && long.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? new KeptAnchor(utc, count, parts[^1])
                : null;
    }
}
