// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Appliance.Probes.Swd;

/// <summary>Turns words into planes (one plane per bit, one bit of it per lane) and back, eight planes at a time.</summary>
internal static class SwdPlanes
{
    private const int Step = 8;
    private static readonly Vector256<uint> FirstBits = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);

    /// <summary>Lays the low bits of a word on all lanes of a mask; the length is a multiple of eight, at most 32.</summary>
    public static void Spread(uint value, uint lanes, Span<uint> planes)
    {
        Vector256<uint> word = Vector256.Create(value), mask = Vector256.Create(lanes), bits = FirstBits;
        for (int i = 0; i < planes.Length; i += Step)
        {
            At(planes, i) = Vector256.Equals(word & bits, bits) & mask;
            bits = Vector256.ShiftLeft(bits, Step);
        }
    }

    /// <summary>Turns one word per lane into 32 planes and the plane of their parities.</summary>
    /// <param name="words">Word n is lane n's; the length is a multiple of eight.</param>
    /// <param name="lanes">Lanes that take part; all others are low.</param>
    /// <param name="planes">Receives 33 planes.</param>
    public static void Transpose(ReadOnlySpan<uint> words, uint lanes, Span<uint> planes)
    {
        planes = planes[..33];
        for (int group = 0; group < words.Length; group += Step)
        {
            Vector256<uint> eight = Vector256.Create(words.Slice(group, Step));
            for (int bit = 31; bit >= 0; bit--)
            {
                uint plane = (eight.ExtractMostSignificantBits() << group) & lanes;
                planes[bit] = group == 0 ? plane : planes[bit] | plane;
                eight <<= 1;
            }
        }

        planes[32] = Parities(planes);
    }

    /// <summary>Collects the words of lanes 0, 1, … out of 32 planes.</summary>
    public static void Gather(ReadOnlySpan<uint> planes, Span<uint> words)
    {
        Vector256<uint> a = Vector256.Create(planes[..8]), b = Vector256.Create(planes.Slice(8, 8));
        Vector256<uint> c = Vector256.Create(planes.Slice(16, 8)), d = Vector256.Create(planes.Slice(24, 8));
        if (words.Length == Step)
        {
            // Eight lanes are the low byte of each plane: 32 bytes, whose top bits in order are the word of lane 7, then 6, …
            Vector256<byte> bytes = Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d));
            for (int lane = Step - 1; lane >= 0; lane--, bytes += bytes) words[lane] = bytes.ExtractMostSignificantBits();
            return;
        }

        for (int lane = 0; lane < words.Length; lane++)
        {
            int up = 31 - lane;
            words[lane] = (a << up).ExtractMostSignificantBits() | ((b << up).ExtractMostSignificantBits() << 8)
                | ((c << up).ExtractMostSignificantBits() << 16) | ((d << up).ExtractMostSignificantBits() << 24);
        }
    }

    /// <summary>The plane of parities of 32 planes.</summary>
    public static uint Parities(ReadOnlySpan<uint> planes)
    {
        Vector256<uint> all = Vector256.Create(planes[..8]) ^ Vector256.Create(planes.Slice(8, 8))
            ^ Vector256.Create(planes.Slice(16, 8)) ^ Vector256.Create(planes.Slice(24, 8));
        Vector128<uint> four = all.GetLower() ^ all.GetUpper();
        ulong two = four.AsUInt64()[0] ^ four.AsUInt64()[1];
        return (uint)two ^ (uint)(two >> 32);
    }

    /// <summary>Collects one lane's word out of 32 planes.</summary>
    public static uint Gather(ReadOnlySpan<uint> planes, int lane)
    {
        uint value = 0;
        for (int i = 0; i < 32; i += Step)
        {
            Vector256<uint> eight = Vector256.Create(planes.Slice(i, Step));
            value |= Vector256.ShiftLeft(eight, 31 - lane).ExtractMostSignificantBits() << i;
        }

        return value;
    }

    /// <summary>The parity bit of a data phase: set when the word has an odd number of ones.</summary>
    public static uint Parity(uint value) => (uint)BitOperations.PopCount(value) & 1;

    private static ref Vector256<uint> At(Span<uint> planes, int index) =>
        ref MemoryMarshal.Cast<uint, Vector256<uint>>(planes.Slice(index, Step))[0];
}
