// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Serialization;

namespace Appliance.Jobs.Records;

/// <summary>What a PASS rests on: always something read from the target in this cycle.</summary>
public enum EvidenceClass
{
    /// <summary>Every byte was read and compared.</summary>
    [JsonStringEnumMemberName("readback")]
    Readback,

    /// <summary>CRC computed on the target over its flash, with a read-back sample of the first and last word of every region.</summary>
    [JsonStringEnumMemberName("crc")]
    Crc,

    /// <summary>State the target reported, for what cannot be read as memory.</summary>
    [JsonStringEnumMemberName("reported")]
    Reported,
}

/// <summary>One piece of evidence. Body of <see cref="JournalEvent.Evidence"/>.</summary>
/// <param name="Class">Its class.</param>
/// <param name="What">What it covers, for example <c>flash</c>.</param>
/// <param name="Bytes">Bytes it covers; null where that has no meaning.</param>
/// <param name="Crc32">CRC-32 of what was read, as zip uses it, lower-case hex; null where that has no meaning.</param>
/// <param name="Details">Further facts in the order found: regions, versions, levels.</param>
public sealed record EvidenceFacts(EvidenceClass Class, string What, long? Bytes, string? Crc32, IReadOnlyList<NamedFact> Details);
