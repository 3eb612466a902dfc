// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>
/// One program and erase controller: its lock, its flags, the unit that is being filled, the operation under way. A wrong key locks it until reset; an
/// error flag stays, and while one is set nothing begins; what the manual does not allow is a violation.
/// </summary>
internal sealed class UnitController
{
    private const uint Key1 = 0x4567_0123;
    private const uint Key2 = 0xCDEF_89AB;

    private readonly UnitFlash _flash;
    private readonly UnitShape _shape;
    private readonly Agenda _agenda;
    private readonly AgendaEntry _done;
    private readonly byte[] _unit;
    private readonly int _number;
    private uint _unitStart;
    private int _filled;
    private uint _flags;
    private int _busyBanks;
    private int _keysSeen;
    private bool _lockedUntilReset;
    private Action? _interrupted;
    private Action? _finished;

    public UnitController(UnitFlash flash, int number)
    {
        (_flash, _number, _shape, _agenda) = (flash, number, flash.Shape, flash.Context.Agenda);
        Control = _shape.Lock;
        _unit = new byte[_shape.UnitBytes];
        _done = _agenda.Add(Finish);
    }

    /// <summary>When the operation under way ends; 0 when there is none.</summary>
    public long BusyUntil { get; private set; }

    /// <summary>The control register.</summary>
    public uint Control { get; private set; }

    /// <summary>Whether an operation is under way.</summary>
    public bool IsBusy => BusyUntil != 0;

    /// <summary>The status register.</summary>
    public uint Status => _flags | (IsBusy ? _shape.Flags.Busy : 0) | (_filled > 0 ? _shape.Flags.Filling : 0);

    private bool IsLocked => (Control & _shape.Lock) != 0;

    private int Parallelism => _shape.Parallelism == 0 ? 0 : (int)((Control & _shape.Parallelism) / (_shape.Parallelism & (~_shape.Parallelism + 1)));

    /// <summary>Whether the operation under way keeps a bank busy.</summary>
    public bool Touches(int bank) => (_busyBanks >> bank & 1) != 0;

    /// <summary>KEYR: two keys in order; anything else, or keys while it is open, locks until reset and is a bus error.</summary>
    public bool WriteKey(uint value)
    {
        if (!_lockedUntilReset && IsLocked)
        {
            if (_keysSeen == 0 && value == Key1)
            {
                _keysSeen = 1;
                return true;
            }

            if (_keysSeen == 1 && value == Key2)
            {
                _keysSeen = 0;
                Control &= ~_shape.Lock;
                return true;
            }
        }

        _lockedUntilReset = true;
        Control |= _shape.Lock;
        return false;
    }

    /// <summary>Flags are cleared by writing ones.</summary>
    public bool ClearFlags(uint value)
    {
        _flags &= ~(value & _shape.Flags.Sticky);
        return true;
    }

    /// <summary>The control register. Locked or busy: nothing changes. The start bit begins what the other bits say.</summary>
    public bool WriteControl(uint value)
    {
        if (IsLocked)
            return Misused("control written while locked");
        if (IsBusy)
            return Misused("control written while busy");
        if (_filled > 0)
            return Misused("control written while a unit is half full");
        Control = value & (_shape.Operations | _shape.SectorMask | _shape.OtherBits | _shape.Parallelism | _shape.Lock);
        if ((value & _shape.Start) != 0)
            Start();
        return true;
    }

    /// <summary>Sets a flag.</summary>
    public void Raise(uint flag) => _flags |= flag;

    /// <summary>A write to main flash.</summary>
    public void Write(in BusAccess access, uint value)
    {
        if (access.Offset >= _flash.FreeBytes)
            Raise(_shape.Flags.WriteProtected);
        else if (IsBusy)
            Refuse(_shape.Flags.Sequence, "main flash written while busy");
        else if (IsLocked || (Control & _shape.Operations) != _shape.Program)
            Refuse(_shape.Flags.Sequence, "main flash written without PG alone set");
        else if (_flags != 0)
            Refuse(_shape.Flags.Sequence, $"main flash written while error flags 0x{_flags:X} are set");
        else if (access.Size != (_shape.WidthByParallelism ? 1 << Parallelism : _shape.WriteBytes))
            Refuse(_shape.Flags.Size, $"main flash written in {access.Size} bytes");
        else
            Fill(access, value);
    }

    /// <summary>System reset, or power lost: the operation under way is torn.</summary>
    public void Reset()
    {
        if (IsBusy)
            _interrupted?.Invoke();
        BusyUntil = 0;
        _done.At = AgendaEntry.Never;
        Control = _shape.Lock;
        _flags = 0;
        (_filled, _keysSeen, _lockedUntilReset) = (0, 0, false);
        (_interrupted, _finished) = (null, null);
    }

    /// <summary>Takes an operation: busy from now for a time.</summary>
    /// <param name="busy">Picoseconds.</param>
    /// <param name="banks">The banks it keeps busy, as bits.</param>
    /// <param name="interrupted">What becomes of the cells when the power goes first.</param>
    /// <param name="finished">What is done at its end.</param>
    public void Begin(long busy, int banks, Action? interrupted, Action? finished = null)
    {
        BusyUntil = _agenda.Now + busy;
        (_busyBanks, _interrupted, _finished) = (banks, interrupted, finished);
        _done.At = BusyUntil;
    }

    private void Fill(in BusAccess access, uint value)
    {
        var size = _shape.WidthByParallelism ? access.Size : _shape.UnitBytes;
        if (_filled == 0)
            _unitStart = access.Offset;
        if (access.Offset != _unitStart + (uint)_filled || _unitStart % size != 0)
        {
            _filled = 0;
            Refuse(_shape.Flags.Alignment, $"word at offset 0x{access.Offset:X} does not go on with the unit at 0x{_unitStart:X}");
            return;
        }

        Memory.Put(_unit, (uint)_filled, access.Size, value);
        _filled += access.Size;
        if (_filled < size)
            return;
        _filled = 0;
        Program(_unitStart, size);
    }

    private void Program(uint offset, int size)
    {
        var bank = _flash.BankAt((int)offset);
        if (_flash.Options.IsWriteProtected(bank, _flash.SectorAt(bank, (int)offset).Index) || _flash.IsCopyProtected((int)offset))
        {
            Raise(_shape.Flags.WriteProtected);
            return;
        }

        var before = _flash.Cells.Bytes.AsSpan((int)offset, size).ToArray();
        var wrong = _flash.Program(offset, _unit.AsSpan(0, size));
        Raise(wrong);
        if (wrong == 0)
            Begin(_flash.Context.Draw(BusyKind.Program, _flash.Part.ProgramTimes[Parallelism]), 1 << bank, () => _flash.Cells.TearProgram(offset, before));
    }

    private void Start()
    {
        var what = Control & _shape.Operations;
        if (_flags != 0)
            Refuse(_shape.Flags.Sequence, $"erase begun while error flags 0x{_flags:X} are set");
        else if (what == _shape.Erase)
            EraseSector((int)((Control & _shape.SectorMask) >> _shape.SectorShift));
        else if (what != 0 && (what & ~_shape.MassErase) == 0)
            EraseBanks(what);
        else
            Refuse(_shape.Flags.Sequence, $"start with operation bits 0x{what:X}, which name no erase");
    }

    private void EraseSector(int number)
    {
        for (var bank = 0; bank < _flash.Banks.Count; bank++)
        {
            var (start, data) = _flash.Banks[bank];
            var index = number - data.FirstSector;
            if (data.Controller != _number || (Control & data.ChooseMask) != data.Choose || index < 0 || index >= data.Sectors.Sum(run => run.Count))
                continue;
            foreach (var run in data.Sectors)
            {
                if (index < run.Count)
                {
                    Erase(BusyKind.PageErase, start + (index * run.Bytes), run.Bytes, 1 << bank, run.Times[Parallelism]);
                    return;
                }

                index -= run.Count;
                start += run.Count * run.Bytes;
            }
        }

        Refuse(_shape.Flags.Sequence, $"erase of sector {number}, which is in no bank of this controller");
    }

    private void EraseBanks(uint what)
    {
        var (first, length, banks, time) = (-1, 0, 0, default(BusyRange));
        for (var bank = 0; bank < _flash.Banks.Count; bank++)
        {
            var (start, data) = _flash.Banks[bank];
            if (data.Controller != _number || (what & data.MassErase) == 0 || (_shape.ChoosesBankToErase && (Control & data.ChooseMask) != data.Choose))
                continue;
            first = first < 0 ? start : first;
            length = start + data.Bytes - first;
            banks |= 1 << bank;
            time = data.MassTimes[Parallelism];
        }

        if (banks == 0)
            Refuse(_shape.Flags.Sequence, $"mass erase with bits 0x{what:X}, which name no bank of this controller");
        else
            Erase(BusyKind.MassErase, first, length, banks, time);
    }

    private void Erase(BusyKind kind, int offset, int length, int banks, BusyRange time)
    {
        if (offset + (long)length > _flash.FreeBytes || IsProtected(offset, length))
        {
            Raise(_shape.Flags.WriteProtected);
            return;
        }

        _flash.Erase(offset, length);
        Begin(_flash.Context.Draw(kind, time), banks, () => _flash.Cells.TearErase(offset, length));
    }

    private bool IsProtected(int offset, int length)
    {
        if (_flash.Options.ReadProtected)
            return true;
        for (var at = offset; at < offset + length;)
        {
            var bank = _flash.BankAt(at);
            var sector = _flash.SectorAt(bank, at);
            if (_flash.Options.IsWriteProtected(bank, sector.Index) || HoldsCopyProtected(sector.Start, sector.Run.Bytes))
                return true;
            at = sector.Start + sector.Run.Bytes;
        }

        return false;
    }

    private bool HoldsCopyProtected(int start, int bytes)
    {
        for (var at = start; at < start + bytes; at += _shape.UnitBytes)
        {
            if (_flash.IsCopyProtected(at))
                return true;
        }

        return false;
    }

    private void Finish()
    {
        BusyUntil = 0;
        var finished = _finished;
        (_interrupted, _finished) = (null, null);
        finished?.Invoke();
    }

    private void Refuse(uint flag, string what)
    {
        Raise(flag);
        _ = Misused(what);
    }

    private bool Misused(string what)
    {
        _flash.Context.Violations.Add($"FLASH {_number + 1}: {what}");
        return true;
    }
}
