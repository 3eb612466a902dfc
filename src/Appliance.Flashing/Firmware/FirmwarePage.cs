// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace Appliance.Flashing.Firmware;

/// <summary>4 KiB of address space while an image is built: the bytes, and one bit for each that was given.</summary>
internal sealed class FirmwarePage
{
    public const int SizeBits = 12;
    public const int Size = 1 << SizeBits;

    private readonly ulong[] _given = new ulong[Size / 64];

    public byte[] Data { get; } = new byte[Size];

    /// <summary>Bytes given so far.</summary>
    public int Count { get; private set; }

    /// <summary>Puts bytes at an index. Returns the index of the first byte that was given before with another value, or -1.</summary>
    public int Put(int index, ReadOnlySpan<byte> bytes)
    {
        if (Next(index, given: true) < index + bytes.Length)
            return PutOver(index, bytes);
        bytes.CopyTo(Data.AsSpan(index));
        Mark(index, bytes.Length);
        return -1;
    }

    /// <summary>First index from <paramref name="index"/> on whose byte was given (or not); <see cref="Size"/> when there is
    /// none.</summary>
    public int Next(int index, bool given)
    {
        for (var word = index >> 6; word < _given.Length; word++)
        {
            var bits = given ? _given[word] : ~_given[word];
            if (word == index >> 6)
                bits &= ulong.MaxValue << (index & 63);
            if (bits != 0)
                return (word << 6) + BitOperations.TrailingZeroCount(bits);
        }

        return Size;
    }

    private int PutOver(int index, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var at = index + i;
            var given = (_given[at >> 6] >> (at & 63) & 1) != 0;
            if (given && Data[at] != bytes[i])
                return at;
            if (given)
                continue;
            Data[at] = bytes[i];
            Mark(at, 1);
        }

        return -1;
    }

    private void Mark(int index, int length)
    {
        Count += length;
        while (length > 0)
        {
            var bit = index & 63;
            var run = Math.Min(64 - bit, length);
            _given[index >> 6] |= ulong.MaxValue >> (64 - run) << bit;
            index += run;
            length -= run;
        }
    }
}
