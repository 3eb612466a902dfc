// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Fakes;

/// <summary>One bank and its controller, written from PM0075 for these tests.</summary>
internal sealed class FpecModel
{
    private readonly StrictFpecMemory _memory;
    private uint _control = 0x80;
    private uint _flags;
    private uint _address;
    private int _keys;

    public FpecModel(FlashBank bank, StrictFpecMemory memory)
    {
        (Bank, _memory) = (bank, memory);
        Cells = new byte[bank.Size];
        Array.Fill(Cells, (byte)0xA5);
    }

    public FlashBank Bank { get; }

    /// <summary>What the cells hold; 0xA5 everywhere at first.</summary>
    public byte[] Cells { get; }

    public TimeSpan BusyUntil { get; private set; }

    /// <summary>Locked until reset, as after a wrong key.</summary>
    public bool LockedForGood { get; set; }

    /// <summary>BSY stays set once an operation began.</summary>
    public bool NeverReady { get; set; }

    /// <summary>Erases do nothing and do not say so.</summary>
    public bool EraseForgetsEop { get; set; }

    /// <summary>Offset of a half-word that does not erase.</summary>
    public uint? BadCell { get; set; }

    /// <summary>Offset from which on the bank is write protected.</summary>
    public uint? ProtectedFrom { get; set; }

    public bool IsLocked => (_control & 0x80) != 0;

    public int KeyWrites { get; private set; }

    public int PageErases { get; private set; }

    public int MassErases { get; private set; }

    /// <summary>Opens the lock as other software may have done before.</summary>
    public void LeaveUnlocked() => _control = 0;

    public void Read(uint address, Span<byte> destination)
    {
        if (BusyUntil > _memory.Now)
            throw _memory.Violation("the model does not read while busy");
        Cells.AsSpan((int)(address - Bank.Start), destination.Length).CopyTo(destination);
    }

    public uint ReadRegister(uint offset) => offset switch
    {
        0x0C => _flags | (BusyUntil > _memory.Now ? 1u : 0u),
        0x10 => _control,
        _ => throw _memory.Violation($"read of register 0x{offset:x2}"),
    };

    public void WriteRegister(uint offset, uint value)
    {
        if (offset == 0x04)
            WriteKey(value);
        else if (offset == 0x0C)
            _flags &= ~value;
        else if (IsLocked || BusyUntil > _memory.Now)
            throw _memory.Violation($"register 0x{offset:x2} written while {(IsLocked ? "locked" : "busy")}");
        else if (offset == 0x10)
            WriteControl(value);
        else if (offset == 0x14)
            _address = value;
        else
            throw _memory.Violation($"write of register 0x{offset:x2}");
    }

    public void WriteHalfWord(uint address, ushort value, TimeSpan start)
    {
        if (_control != 1 || !_memory.HsiOn)
            throw _memory.Violation($"half-word write with CR 0x{_control:x}, HSI {_memory.HsiOn}");
        var at = (int)(address - Bank.Start);
        if (at >= ProtectedFrom)
        {
            _flags |= 0x10;
            return;
        }

        if (Cells[at] != 0xFF || Cells[at + 1] != 0xFF)
        {
            _flags |= 0x04;
            return;
        }

        (Cells[at], Cells[at + 1]) = ((byte)value, (byte)(value >> 8));
        Begin(start, Bank.Times.ProgramUnit.Typical);
        _flags |= 0x20;
    }

    private void WriteKey(uint value)
    {
        KeyWrites++;
        var right = value == (_keys == 0 ? 0x45670123u : 0xCDEF89ABu);
        if (LockedForGood || !IsLocked || !right)
        {
            LockedForGood = true;
            _control |= 0x80;
            throw new TargetException(TargetFault.MemoryFault, "bus error", Bank.ControllerBase + 4);
        }

        if (++_keys == 2)
            (_keys, _control) = (0, 0);
    }

    private void WriteControl(uint value)
    {
        _control = value & ~0x40u;
        if ((value & 0x40) != 0)
            StartErase(value & 0x3F);
    }

    private void StartErase(uint operation)
    {
        if (!_memory.HsiOn || operation is not (2 or 4))
            throw _memory.Violation($"STRT with operation {operation}, HSI {_memory.HsiOn}");
        var page = Bank.Sectors[0].Size;
        var (from, length) = operation == 4 ? (0u, Bank.Size) : ((_address - Bank.Start) / page * page, page);
        Begin(_memory.Now, operation == 4 ? Bank.Times.MassErase.Typical : Bank.Times.SectorErase[0].Typical);
        if (EraseForgetsEop)
            return;
        (MassErases, PageErases) = operation == 4 ? (MassErases + 1, PageErases) : (MassErases, PageErases + 1);
        if (from + length > ProtectedFrom)
        {
            _flags |= 0x10;
            return;
        }

        Cells.AsSpan((int)from, (int)length).Fill(0xFF);
        if (BadCell >= from && BadCell < from + length)
            Cells[BadCell.Value] = 0xFE;
        _flags |= 0x20;
    }

    private void Begin(TimeSpan start, TimeSpan time) => BusyUntil = NeverReady ? TimeSpan.MaxValue : start + time;
}
