// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using FsCheck;
using FsCheck.Fluent;

namespace Appliance.Flashing.Tests.Firmware;

/// <summary>One piece of a test image.</summary>
public sealed record Piece(uint Address, byte[] Data)
{
    public long End => Address + (long)Data.Length;

    public override string ToString() => $"0x{Address:x8}+{Data.Length}";
}

/// <summary>What a file must be read as: pieces that do not overlap, in any order, and a seed for the writer's free choices.</summary>
public sealed record FirmwareModel(Piece[] Pieces, int Seed)
{
    private static readonly uint[] Bases = [0, 0xfff0, 0x0800_0000, 0x0800_fff8, 0x0fff_ff00, 0x9000_0000, 0xffff_e000];

    public static Arbitrary<FirmwareModel> Any => Models(Bases).ToArbitrary();

    /// <summary>Addresses below 1 MiB, which the segmented records of Intel HEX reach.</summary>
    public static Arbitrary<FirmwareModel> Below1MiB => Models([0, 0xfff0, 0x8_0000, 0xf_e000]).ToArbitrary();

    /// <summary>Addresses below 64 KiB.</summary>
    public static Arbitrary<FirmwareModel> Below64KiB => Models([0, 0x100, 0x7ff8, 0xe000]).ToArbitrary();

    public override string ToString() => $"seed {Seed}: {string.Join(", ", (object[])Pieces)}";

    public void AssertEqual(FirmwareImage image)
    {
        var sorted = Pieces.OrderBy(piece => piece.Address).ToArray();
        var segments = new List<FirmwareSegment>();
        foreach (var piece in sorted)
        {
            if (segments.Count > 0 && segments[^1].End == piece.Address)
                segments[^1] = segments[^1] with { Length = segments[^1].Length + piece.Data.Length };
            else
                segments.Add(new FirmwareSegment(piece.Address, piece.Data.Length));
        }

        Assert.Equal(segments, image.Segments);
        Assert.Equal(sorted.SelectMany(piece => piece.Data), image.Segments.SelectMany(image.Chunks).SelectMany(chunk => chunk.ToArray()));
        Assert.Equal(sorted.Sum(piece => piece.Data.Length), image.ByteCount);
    }

    public static FirmwareImage Read(byte[] file, string name = "test", FirmwareFormat? format = null, uint? baseAddress = null, long maxBytes = 1 << 24)
    {
        var options = new FirmwareReadOptions { FileName = name, Format = format, BaseAddress = baseAddress, MaxBytes = maxBytes };
        return FirmwareReader.Read(new DribblingStream(file), options);
    }

    private static Gen<FirmwareModel> Models(uint[] bases)
    {
        var piece = from start in Gen.Elements(bases)
                    from offset in Gen.Choose(0, 0x1800)
                    from length in Gen.Choose(1, 700)
                    from seed in Gen.Choose(0, int.MaxValue - 1)
                    select new Piece(start + (uint)offset, Bytes(seed, length));
        return from count in Gen.Choose(1, 6)
               from pieces in Gen.ArrayOf(piece, count)
               from seed in Gen.Choose(0, int.MaxValue - 1)
               select new FirmwareModel(Apart(pieces), seed);
    }

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static Piece[] Apart(Piece[] pieces)
    {
        var kept = new List<Piece>();
        foreach (var piece in pieces)
        {
            if (kept.TrueForAll(other => piece.End <= other.Address || other.End <= piece.Address))
                kept.Add(piece);
        }

        return [.. kept];
    }
}
