// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Bus;

/// <summary>Flash cells: programming only clears bits, erasing sets them, a cut in between leaves neither.</summary>
internal sealed class FlashCells
{
    private readonly Dice _dice;
    private uint _badOffset = uint.MaxValue;
    private ushort _badMask;
    private int _badCountdown = -1;

    public FlashCells(int length, Dice dice)
    {
        _dice = dice;
        Bytes = new byte[length];
        Array.Fill(Bytes, (byte)0xFF);
    }

    /// <summary>What is read.</summary>
    public byte[] Bytes { get; }

    /// <summary>After so many programmed half-words that clear a bit, the lowest bit the next one clears sticks at 1 for ever.</summary>
    public void BreakCellAfter(int halfWords) => _badCountdown = halfWords;

    /// <summary>Programs a half-word: bits only go from 1 to 0.</summary>
    public void Program(uint offset, ushort value)
    {
        if (value != 0xFFFF && _badCountdown >= 0 && _badCountdown-- == 0)
            BreakCell(offset, value);
        Store(offset, (ushort)(Memory.Get(Bytes, offset, 2) & value));
    }

    /// <summary>Erases a range.</summary>
    public void Erase(int offset, int length) => Bytes.AsSpan(offset, length).Fill(0xFF);

    /// <summary>The power went while a half-word was programmed: some of its bits have not yet fallen.</summary>
    public void TearProgram(uint offset, ushort before)
    {
        var now = (ushort)Memory.Get(Bytes, offset, 2);
        var undone = (ushort)(before & ~now & (ushort)_dice.Next());
        Store(offset, (ushort)(now | undone));
    }

    /// <summary>The power went while a range was erased: its bytes are anything.</summary>
    public void TearErase(int offset, int length)
    {
        for (var i = 0; i < length; i++)
            Bytes[offset + i] = (byte)_dice.Next();
    }

    private void BreakCell(uint offset, ushort value)
    {
        _badOffset = offset;
        _badMask = (ushort)(~value & -~value);
    }

    private void Store(uint offset, ushort value)
    {
        var stuck = offset == _badOffset ? _badMask : (ushort)0;
        Memory.Put(Bytes, offset, 2, (ushort)(value | stuck));
    }
}
