// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Records;

/// <summary>A place in the journal.</summary>
/// <param name="Segment">File name of the segment.</param>
/// <param name="Line">Number of the line in the segment, from 1.</param>
/// <param name="Offset">Byte offset of the line's first byte in the segment.</param>
public readonly record struct JournalPlace(string Segment, long Line, long Offset)
{
    /// <summary>The same place in short, as an index keeps it: number of the segment, colon, byte offset.</summary>
    internal string Location => FormattableString.Invariant($"{JournalSegments.Number(Segment)}:{Offset}");

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Segment} line {Line} (byte {Offset})");
}

/// <summary>What is wrong where the chain breaks.</summary>
public enum JournalFault
{
    /// <summary>The line is not what a journal line looks like.</summary>
    Format,

    /// <summary>The CRC-32C of the line is not the one written in it.</summary>
    Checksum,

    /// <summary>The sequence number does not follow the line before.</summary>
    Sequence,

    /// <summary>The line does not carry the hash of the line before.</summary>
    Hash,

    /// <summary>A segment between others, or the first one, is not there.</summary>
    MissingSegment,

    /// <summary>A segment ends in the middle of a line although another one follows.</summary>
    CutShort,
}

/// <summary>Where and why the chain breaks.</summary>
/// <param name="Place">The first line that cannot be trusted.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Text">Expected and seen, in words.</param>
public sealed record JournalBreak(JournalPlace Place, JournalFault Fault, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Text}";
}

/// <summary>Bytes after the last whole line that no flush had acknowledged: what a power cut or a kill leaves behind.</summary>
/// <param name="Place">Where they begin.</param>
/// <param name="Bytes">How many they are.</param>
public sealed record TornTail(JournalPlace Place, long Bytes);
