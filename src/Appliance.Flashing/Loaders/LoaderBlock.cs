// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Checks;

namespace Appliance.Flashing.Loaders;

/// <summary>One piece of work for a RAM loader, as it stands in a slot of the ring: CRC-32, sequence number, work, address, length, data.</summary>
internal sealed class LoaderBlock
{
    /// <summary>Bytes before the data.</summary>
    public const int HeaderBytes = 20;

    private const int ChecksumBytes = 4;

    private readonly byte[] _bytes;

    /// <param name="sequence">1 for the first block of a run, one more for each after it.</param>
    /// <param name="work">What to do.</param>
    /// <param name="address">First address.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="data">What is programmed there, or sought; empty for all other work.</param>
    public LoaderBlock(uint sequence, LoaderWork work, uint address, uint length, ReadOnlySpan<byte> data)
    {
        (Sequence, Address, Length) = (sequence, address, length);
        _bytes = new byte[HeaderBytes + data.Length];
        Span<uint> words = [0, sequence, (uint)work, address, length];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(i * 4), words[i]);
        data.CopyTo(_bytes.AsSpan(HeaderBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes, Crc32.Of(_bytes.AsSpan(ChecksumBytes)));
    }

    /// <summary>Its number.</summary>
    public uint Sequence { get; }

    /// <summary>First address.</summary>
    public uint Address { get; }

    /// <summary>Bytes it works on.</summary>
    public uint Length { get; }

    /// <summary>What is programmed at an address of the block, cut at its end.</summary>
    public ReadOnlySpan<byte> Data(uint address, int length)
    {
        var data = _bytes.AsSpan(HeaderBytes);
        var at = (int)(address - Address);
        return data.Slice(at, Math.Min(length, data.Length - at));
    }

    /// <summary>Checksum and sequence number: written last, for the loader takes a block as soon as its number is there.</summary>
    public ReadOnlySpan<byte> Head => _bytes.AsSpan(0, HeadBytes);

    /// <summary>All the rest.</summary>
    public ReadOnlySpan<byte> Body => _bytes.AsSpan(HeadBytes);

    /// <summary>Bytes of <see cref="Head"/>.</summary>
    public const int HeadBytes = 8;
}

/// <summary>What a block asks for.</summary>
internal enum LoaderWork : uint
{
    /// <summary>Program the data.</summary>
    Program = 1,

    /// <summary>CRC-32 of a range.</summary>
    Checksum = 2,

    /// <summary>CRC-32 going on from the result before.</summary>
    ChecksumOn = 3,

    /// <summary>First address of a range that is not erased, or its end.</summary>
    Blank = 4,

    /// <summary>Stop.</summary>
    End = 5,

    /// <summary>First word of a range that is one of the two words of the data, or its end.</summary>
    Find = 6,
}
