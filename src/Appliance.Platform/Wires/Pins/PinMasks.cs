// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;

namespace Appliance.Platform.Wires.Pins;

/// <summary>Where the lines of a wire are in the words of a pin block.</summary>
/// <param name="Swclk">Bit of SWCLK.</param>
/// <param name="Swdio">Bit of each lane.</param>
/// <param name="Direction">Bit of each lane's level shifter direction; empty for none.</param>
/// <param name="Reset">Bit of nRESET; 32 for none.</param>
/// <param name="ResetGate">Bit of the transistor's gate; 32 for none.</param>
internal sealed record PinBits(int Swclk, IReadOnlyList<int> Swdio, IReadOnlyList<int> Direction, int Reset = PinBits.None, int ResetGate = PinBits.None)
{
    /// <summary>A line that is not wired.</summary>
    public const int None = 32;
}

/// <summary>The same as masks, and planes moved to pins and back.</summary>
internal sealed class PinMasks
{
    private const int TableBits = 8;

    private readonly int[] _swdio;
    private readonly int[] _direction;
    private readonly uint[][]? _tables;

    public PinMasks(PinBits bits)
    {
        _swdio = [.. bits.Swdio];
        _direction = [.. bits.Direction];
        Clock = Mask(bits.Swclk);
        Reset = Mask(bits.Reset);
        Gate = Mask(bits.ResetGate);
        Lanes = _swdio.Aggregate(0u, (mask, bit) => mask | Mask(bit));
        Shifters = _direction.Aggregate(0u, (mask, bit) => mask | Mask(bit));
        Shift = _swdio[0];
        if (!_swdio.Select((bit, lane) => bit == Shift + lane).All(inOrder => inOrder)) _tables = Tables();
    }

    /// <summary>SWCLK.</summary>
    public uint Clock { get; }

    /// <summary>nRESET; 0 for none.</summary>
    public uint Reset { get; }

    /// <summary>The transistor's gate; 0 for none.</summary>
    public uint Gate { get; }

    /// <summary>All lanes.</summary>
    public uint Lanes { get; }

    /// <summary>Directions of all level shifters.</summary>
    public uint Shifters { get; }

    /// <summary>Every pin.</summary>
    public uint All => Clock | Lanes | Shifters | Reset | Gate;

    /// <summary>Bit of lane 0: where the lanes are neighbours in order, a plane is shifted by it.</summary>
    private int Shift { get; }

    /// <summary>A plane as pins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Pins(uint plane) => _tables is null ? (plane << Shift) & Lanes : LookUp(plane);

    /// <summary>The levels of pins as a plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Plane(uint level) => _tables is null ? (level & Lanes) >> Shift : Collect(level);

    /// <summary>Directions of the level shifters of some lanes.</summary>
    public uint ShiftersOf(uint pins)
    {
        var mask = 0u;
        for (var lane = 0; lane < _direction.Length; lane++)
        {
            if ((pins & Mask(_swdio[lane])) != 0) mask |= Mask(_direction[lane]);
        }

        return mask;
    }

    private static uint Mask(int bit) => bit == PinBits.None ? 0 : 1u << bit;

    private uint[][] Tables()
    {
        var tables = new uint[4][];
        for (var table = 0; table < tables.Length; table++)
        {
            tables[table] = new uint[1 << TableBits];
            for (var value = 0u; value < tables[table].Length; value++)
            {
                for (var lane = table * TableBits; lane < Math.Min(_swdio.Length, (table + 1) * TableBits); lane++)
                    tables[table][value] |= ((value >> (lane % TableBits)) & 1) << _swdio[lane];
            }
        }

        return tables;
    }

    private uint LookUp(uint plane) =>
        _tables![0][(byte)plane] | _tables[1][(byte)(plane >> 8)] | _tables[2][(byte)(plane >> 16)] | _tables[3][plane >> 24];

    private uint Collect(uint level)
    {
        var plane = 0u;
        for (var lane = 0; lane < _swdio.Length; lane++) plane |= ((level >> _swdio[lane]) & 1) << lane;
        return plane;
    }
}
