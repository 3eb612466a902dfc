// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Probes.StLink;

/// <summary>What an ST-LINK says of itself. ST documents none of it; the fields are those that OpenOCD, pyOCD and probe-rs agree on.</summary>
/// <param name="Hardware">Generation: 1, 2 (also V2-1) or 3.</param>
/// <param name="Debug">J: the version of its JTAG and SWD part, 0 where it has none.</param>
/// <param name="Swim">S: of its STM8 part.</param>
/// <param name="MassStorage">M: of its mass storage.</param>
/// <param name="VendorId">USB vendor.</param>
/// <param name="ProductId">USB product.</param>
public sealed record StLinkVersion(int Hardware, int Debug, int Swim, int MassStorage, ushort VendorId, ushort ProductId)
{
    /// <summary>Bytes of the answer to the version command (F1).</summary>
    internal const int Bytes = 6;

    /// <summary>Bytes of the answer to the extended version command (FB), which V3 has.</summary>
    internal const int ExtendedBytes = 12;

    /// <summary>Reads the answer to F1: a big-endian word with the generation in 15:12 and two versions of six bits, then vendor and product.</summary>
    internal static StLinkVersion Parse(ReadOnlySpan<byte> answer)
    {
        int word = BinaryPrimitives.ReadUInt16BigEndian(answer);
        int first = (word >> 6) & 0x3F;
        int second = word & 0x3F;
        ushort vendor = BinaryPrimitives.ReadUInt16LittleEndian(answer[2..]);
        ushort product = BinaryPrimitives.ReadUInt16LittleEndian(answer[4..]);
        int hardware = word >> 12;
        if (product is not (0x374B or 0x3752)) return new StLinkVersion(hardware, first, second, 0, vendor, product);
        bool swimOnly = second == 7 ? first <= 22 || first >= 25 : first >= 25 && second is > 7 and <= 12;
        return swimOnly
            ? new StLinkVersion(hardware, 0, second, first, vendor, product)
            : new StLinkVersion(hardware, first, 0, second, vendor, product);
    }

    /// <summary>Reads the answer to FB: a byte for each version, in words 4 and 5 vendor and product.</summary>
    internal static StLinkVersion ParseExtended(ReadOnlySpan<byte> answer) => new(
        answer[0], answer[2], answer[1], answer[3],
        BinaryPrimitives.ReadUInt16LittleEndian(answer[8..]), BinaryPrimitives.ReadUInt16LittleEndian(answer[10..]));

    /// <summary>As ST writes it, for example <c>V2J37M27</c>.</summary>
    public override string ToString() =>
        $"V{Hardware}{(Debug > 0 ? $"J{Debug}" : "")}{(MassStorage > 0 ? $"M{MassStorage}" : "")}{(Swim > 0 ? $"S{Swim}" : "")}";
}
