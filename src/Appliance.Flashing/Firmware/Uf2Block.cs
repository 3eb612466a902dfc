// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Flashing.Firmware;

/// <summary>One 512-byte block of a UF2 file (Microsoft, USB Flashing Format, "File format").</summary>
internal readonly ref struct Uf2Block
{
    public const int Size = 512;

    private const uint MagicStart0 = 0x0a324655;
    private const uint MagicStart1 = 0x9e5d5157;
    private const uint MagicEnd = 0x0ab16f30;
    private const int DataOffset = 32;
    private const int DataSize = 476;

    /// <summary>Bytes at the end of the data field that hold an MD5 sum with its region ("MD5 checksum").</summary>
    private const int Md5Size = 24;

    private const uint NotMainFlash = 0x0001;
    private const uint FileContainer = 0x1000;
    private const uint FamilyPresent = 0x2000;
    private const uint Md5Present = 0x4000;

    private Uf2Block(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes;
    }

    /// <summary>Whether the payload goes to the main flash, not to a file system and not to nowhere.</summary>
    public bool IsMainFlash => (Flags & (NotMainFlash | FileContainer)) == 0;

    /// <summary>Family id, or null. In a file container the field holds a file size.</summary>
    public uint? Family => (Flags & (FamilyPresent | FileContainer)) == FamilyPresent ? Word(28) : null;

    public uint Address => Word(12);

    public uint Number => Word(20);

    public uint Total => Word(24);

    /// <summary>The bytes to write. What follows them in the data field (padding, extension tags, MD5) is no payload.</summary>
    public ReadOnlySpan<byte> Payload => Bytes.Slice(DataOffset, (int)Word(16));

    private ReadOnlySpan<byte> Bytes { get; }

    private uint Flags => Word(8);

    /// <summary>Checks what one block alone can tell.</summary>
    public static Uf2Block Parse(ReadOnlySpan<byte> bytes, FirmwarePlace place)
    {
        var block = new Uf2Block(bytes);
        block.CheckMagic(0, MagicStart0, place);
        block.CheckMagic(4, MagicStart1, place);
        block.CheckMagic(508, MagicEnd, place);
        var most = (block.Flags & Md5Present) != 0 ? DataSize - Md5Size : DataSize;
        if (block.Word(16) > most)
            throw place.Error(FirmwareErrorCause.Malformed, $"a payload of at most {most} bytes", $"{block.Word(16)}");
        if (block.Number >= block.Total)
            throw place.Error(FirmwareErrorCause.CountMismatch, $"a block number below the total of {block.Total}", $"{block.Number}");
        return block;
    }

    private void CheckMagic(int offset, uint magic, FirmwarePlace place)
    {
        if (Word(offset) == magic)
            return;
        var there = place with { Offset = place.Offset + offset };
        throw there.Error(FirmwareErrorCause.Malformed, $"magic number 0x{magic:x8}", $"0x{Word(offset):x8}");
    }

    private uint Word(int offset)
    {
        return BinaryPrimitives.ReadUInt32LittleEndian(Bytes[offset..]);
    }
}
