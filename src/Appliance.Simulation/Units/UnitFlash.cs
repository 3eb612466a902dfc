// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>The main flash of a chip whose controllers program units: cells, banks, and which units were programmed since their erase.</summary>
internal sealed class UnitFlash : IBusSlave
{
    private readonly UnitController[] _controllers;
    private readonly (int Start, UnitBank Bank)[] _banks;
    private readonly UnitState[] _units;
    private readonly UnitPart _part;

    public UnitFlash(UnitPart part, ChipContext context, UnitOptions options)
    {
        (_part, Context, Options) = (part, context, options);
        Cells = new FlashCells(part.FlashBytes, context.Dice);
        _units = new UnitState[part.FlashBytes / Shape.UnitBytes];
        _banks = new (int, UnitBank)[part.Banks.Count];
        for (int i = 0, start = 0; i < _banks.Length; start += part.Banks[i++].Bytes)
            _banks[i] = (start, part.Banks[i]);
        _controllers = [.. Enumerable.Range(0, part.Banks.Max(bank => bank.Controller) + 1).Select(number => new UnitController(this, number))];
    }

    /// <summary>What the register of ECC errors shows.</summary>
    public uint EccStatus { get; set; }

    /// <summary>ECCC and ECCD are cleared by writing 1.</summary>
    public bool ClearEcc(uint value)
    {
        EccStatus &= ~(value & 0xC000_0000);
        return true;
    }

    /// <summary>The cells.</summary>
    public FlashCells Cells { get; }

    /// <summary>What the controllers are.</summary>
    public UnitShape Shape => _part.Shape;

    /// <summary>The part, for its times.</summary>
    public UnitPart Part => _part;

    /// <summary>What all parts of the chip share.</summary>
    public ChipContext Context { get; }

    /// <summary>The option bytes.</summary>
    public UnitOptions Options { get; }

    /// <summary>The controllers.</summary>
    public IReadOnlyList<UnitController> Controllers => _controllers;

    /// <summary>Banks with the offset each begins at.</summary>
    public IReadOnlyList<(int Start, UnitBank Bank)> Banks => _banks;

    /// <summary>Called after each unit has begun to be programmed.</summary>
    public Action? Programmed { get; set; }

    /// <summary>Bytes of flash that are not a coprocessor's.</summary>
    public long FreeBytes => Options.FreeBytes;

    /// <summary>A read of a busy bank waits; a write does not, and is an error: no driver here may lean on the bus.</summary>
    public long HeldUntil(in BusAccess access)
    {
        if (access.Writes)
            return 0;
        var controller = Of(access.Offset);
        return controller.IsBusy && controller.Touches(BankAt((int)access.Offset)) ? controller.BusyUntil : 0;
    }

    /// <inheritdoc/>
    public bool TryRead(in BusAccess access, out uint value)
    {
        value = 0;
        if (Options.ReadProtected && access.Master == BusMaster.Debugger)
            return false;
        if (access.Offset >= FreeBytes)
            return true;
        if (IsCopyProtected((int)access.Offset))
        {
            Of(access.Offset).Raise(Shape.Flags.ReadProtected);
            return true;
        }

        if (_units[access.Offset / Shape.UnitBytes] == UnitState.Broken)
        {
            Of(access.Offset).Raise(Shape.Flags.Ecc);
            return false;
        }

        value = Memory.Get(Cells.Bytes, access.Offset, access.Size);
        return true;
    }

    /// <inheritdoc/>
    public bool TryWrite(in BusAccess access, uint value)
    {
        if (Options.ReadProtected && access.Master == BusMaster.Debugger)
            return false;
        Of(access.Offset).Write(access, value);
        return true;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        foreach (var controller in _controllers)
            controller.Reset();
    }

    /// <summary>Programs a full unit; the answer is the flag of what is wrong with it, 0 where it began.</summary>
    public uint Program(uint offset, ReadOnlySpan<byte> unit)
    {
        ref var state = ref _units[offset / Shape.UnitBytes];
        if (Shape.Ecc && state != UnitState.Erased && (Shape.Flags.NotErased != 0) && (unit.ContainsAnyExcept((byte)0) || state == UnitState.Blank))
            return Shape.Flags.NotErased;
        if (Shape.Ecc && state != UnitState.Erased && Shape.Flags.NotErased == 0)
        {
            Context.Violations.Add($"unit at offset 0x{offset:X} programmed twice: its check bits are those of neither");
            state = UnitState.Broken;
            return 0;
        }

        Cells.Program(offset, unit);
        state = unit.ContainsAnyExcept((byte)0xFF) ? UnitState.Programmed : UnitState.Blank;
        Programmed?.Invoke();
        return 0;
    }

    /// <summary>Erases a range.</summary>
    public void Erase(int offset, int length)
    {
        Cells.Erase(offset, length);
        _units.AsSpan(offset / Shape.UnitBytes, length / Shape.UnitBytes).Clear();
    }

    /// <summary>Whether only the chip's own code may read an offset.</summary>
    public bool IsCopyProtected(int offset)
    {
        var bank = BankAt(offset);
        return Options.IsCopyProtected(bank, offset - _banks[bank].Start);
    }

    /// <summary>Read protection is removed: all that is not a coprocessor's is erased. The answer is how long that takes.</summary>
    public long EraseForUnprotect()
    {
        Erase(0, (int)Math.Min(FreeBytes, Cells.Bytes.Length));
        return _banks.Sum(bank => Context.Draw(BusyKind.MassErase, bank.Bank.MassTimes[^1]));
    }

    /// <summary>The bank of an offset.</summary>
    public int BankAt(int offset) => Array.FindLastIndex(_banks, entry => offset >= entry.Start);

    /// <summary>The sector of an offset, in its bank.</summary>
    public (int Index, int Start, SectorsOf Run) SectorAt(int bank, int offset)
    {
        var (start, index) = (_banks[bank].Start, 0);
        foreach (var run in _banks[bank].Bank.Sectors)
        {
            var into = (offset - start) / run.Bytes;
            if (into < run.Count)
                return (index + into, start + (into * run.Bytes), run);
            start += run.Count * run.Bytes;
            index += run.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(offset), offset, "Not in the bank.");
    }

    private UnitController Of(uint offset) => _controllers[_banks[BankAt((int)offset)].Bank.Controller];

    /// <summary>What became of a unit since its erase.</summary>
    private enum UnitState : byte
    {
        Erased,
        Programmed,
        Blank,
        Broken,
    }
}
