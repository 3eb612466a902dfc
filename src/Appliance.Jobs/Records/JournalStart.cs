// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json;
using Appliance.Jobs.Serials;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Records;

/// <summary>A segment that was taken away.</summary>
/// <param name="Segment">Its number.</param>
/// <param name="Sha256">Of the whole file, lower-case hex: the copy that was kept elsewhere is known by it.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="LastSequence">Sequence of its last line.</param>
/// <param name="LastHash">Hash of its last line: what the first line of the next segment carries.</param>
public sealed record RemovedSegment(int Segment, string Sha256, long Lines, long LastSequence, string LastHash);

/// <summary>
/// Where a journal begins whose oldest segments were taken away: their anchor, and what one has to know of them. Kept in <see cref="FileName"/>,
/// written before the first of them is deleted. A journal nothing was taken from has none.
/// </summary>
/// <param name="Segment">First segment there is.</param>
/// <param name="Sequence">Last line before it.</param>
/// <param name="Hash">Hash of that line.</param>
/// <param name="Records">Records begun before it.</param>
/// <param name="Removed">The segments that were taken away, oldest first.</param>
/// <param name="Serials">File with the ledgers as they were at that line.</param>
/// <param name="SerialsSha256">SHA-256 of that file.</param>
public sealed record JournalStart(
    int Segment, long Sequence, string Hash, long Records, IReadOnlyList<RemovedSegment> Removed, string Serials, string SerialsSha256)
{
    /// <summary>Name of the file in the journal's folder.</summary>
    public const string FileName = "journal-start.json";

    /// <summary>Nothing was taken away.</summary>
    public static JournalStart Whole { get; } = new(1, 0, JournalWords.NoHash, 0, [], string.Empty, string.Empty);

    /// <summary>The position before the first line there is.</summary>
    internal ChainPosition Position => new(Segment, 0, 0, Sequence, Hash);

    /// <summary>Reads where a journal begins.</summary>
    /// <exception cref="RecordException">The file says nothing that can be used: nobody knows what was taken away.</exception>
    public static JournalStart Of(IDurableFolder folder)
    {
        using var stream = folder.OpenRead(FileName);
        if (stream is null)
        {
            return Whole;
        }

        try
        {
            return JsonSerializer.Deserialize(stream, RecordJson.Default.JournalStart) is { Segment: > 1, Sequence: > 0 } start ? start : throw new JsonException("no start of a journal");
        }
        catch (JsonException e)
        {
            throw Damaged(FileName, e.Message, e);
        }
    }

    /// <summary>The ledgers as they were before the first line there is.</summary>
    /// <exception cref="RecordException">They are lost or were changed: no serial can be given.</exception>
    internal LedgerBooks Ledgers(IDurableFolder folder)
    {
        if (Serials.Length == 0)
        {
            return new LedgerBooks();
        }

        using var stream = folder.OpenRead(Serials) ?? throw Damaged(Serials, "the file is not there", null);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        if (Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())) != SerialsSha256)
        {
            throw Damaged(Serials, "the file was changed", null);
        }

        return LedgerBooks.Of(JsonSerializer.Deserialize(bytes.ToArray(), RecordJson.Default.IReadOnlyListLedgerCopy)!);
    }

    private static RecordException Damaged(string file, string why, Exception? inner)
    {
        var found = new JournalBreak(new JournalPlace(file, 1, 0), JournalFault.MissingSegment, why);
        return new RecordException(RecordCause.ChainBroken, $"The beginning of the journal cannot be understood at {found}.", found, inner);
    }
}
