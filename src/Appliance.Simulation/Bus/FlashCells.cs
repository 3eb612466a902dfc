// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Bus;

/// <summary>Flash cells: programming only changes bits away from the erased state, erasing brings them back, a cut in between leaves neither.</summary>
internal sealed class FlashCells
{
    private readonly Dice _dice;
    private readonly byte _erased;
    private uint _badOffset = uint.MaxValue;
    private ushort _badMask;
    private int _badCountdown = -1;

    /// <param name="length">Bytes.</param>
    /// <param name="dice">For what a power cut leaves behind.</param>
    /// <param name="erased">What an erased byte reads: 0xFF, or 0 where programming sets bits.</param>
    public FlashCells(int length, Dice dice, byte erased = 0xFF)
    {
        (_dice, _erased) = (dice, erased);
        Bytes = new byte[length];
        Array.Fill(Bytes, erased);
    }

    /// <summary>What is read.</summary>
    public byte[] Bytes { get; }

    /// <summary>After so many programmed half-words that change a bit, the lowest bit the next one changes sticks at its erased state for ever.</summary>
    public void BreakCellAfter(int halfWords) => _badCountdown = halfWords;

    /// <summary>Programs a half-word: bits only go from the erased state to the other.</summary>
    public void Program(uint offset, ushort value)
    {
        if (value != Erased && _badCountdown >= 0 && _badCountdown-- == 0)
            BreakCell(offset, value);
        var before = (ushort)Memory.Get(Bytes, offset, 2);
        Store(offset, (ushort)(_erased == 0 ? before | value : before & value));
    }

    /// <summary>Programs a unit of several half-words.</summary>
    public void Program(uint offset, ReadOnlySpan<byte> unit)
    {
        for (var i = 0; i < unit.Length; i += 2)
            Program(offset + (uint)i, (ushort)(unit[i] | (unit[i + 1] << 8)));
    }

    /// <summary>Erases a range.</summary>
    public void Erase(int offset, int length) => Bytes.AsSpan(offset, length).Fill(_erased);

    /// <summary>The power went while a half-word was programmed: some of its bits have not yet fallen.</summary>
    public void TearProgram(uint offset, ushort before)
    {
        var now = (ushort)Memory.Get(Bytes, offset, 2);
        var undone = (ushort)((before ^ now) & (ushort)_dice.Next());
        Store(offset, (ushort)(now ^ undone));
    }

    /// <summary>The same for a unit.</summary>
    public void TearProgram(uint offset, byte[] before)
    {
        for (var i = 0; i < before.Length; i += 2)
            TearProgram(offset + (uint)i, (ushort)(before[i] | (before[i + 1] << 8)));
    }

    /// <summary>The power went while a range was erased: its bytes are anything.</summary>
    public void TearErase(int offset, int length)
    {
        for (var i = 0; i < length; i++)
            Bytes[offset + i] = (byte)_dice.Next();
    }

    private ushort Erased => (ushort)(_erased * 0x0101);

    private void BreakCell(uint offset, ushort value)
    {
        _badOffset = offset;
        var changed = value ^ Erased;
        _badMask = (ushort)(changed & -changed);
    }

    private void Store(uint offset, ushort value)
    {
        var stuck = offset == _badOffset ? _badMask : (ushort)0;
        Memory.Put(Bytes, offset, 2, (ushort)((value & ~stuck) | (Erased & stuck)));
    }
}
