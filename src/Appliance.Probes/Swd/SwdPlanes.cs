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

    /// <summary>Adds one lane's word to 32 planes.</summary>
    public static void Lay(uint value, uint lane, Span<uint> planes)
    {
        Vector256<uint> word = Vector256.Create(value), mask = Vector256.Create(lane), bits = FirstBits;
        for (int i = 0; i < planes.Length; i += Step)
        {
            At(planes, i) |= Vector256.Equals(word & bits, bits) & mask;
            bits = Vector256.ShiftLeft(bits, Step);
        }
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
