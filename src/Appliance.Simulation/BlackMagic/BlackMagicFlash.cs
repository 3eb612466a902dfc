// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.BlackMagic;

/// <summary>The flash driver in the simulated firmware: STM32F1 by registers (PM0075, section 3; PM0068 for the second bank). Blocks are gathered and written whole.</summary>
internal sealed class BlackMagicFlash(BlackMagicTarget target)
{
    private const uint Start = 0x0800_0000, SecondBank = 0x0808_0000;
    private const uint Registers = 0x4002_2000, BankStep = 0x40;
    private const uint KeyRegister = 0x04, Status = 0x0C, Control = 0x10, Address = 0x14;
    private const uint Lock = 0x80, PageErase = 0x02, MassErase = 0x04, Programming = 0x01, StartBit = 0x40;
    private const uint Busy = 0x01, Wrong = 0x14, AllFlags = 0x34;
    private const int GatherBytes = 1024;
    private const int Polls = 20_000;
    private readonly List<byte> _gathered = [];
    private uint _at;

    /// <summary>Erases whole pages.</summary>
    public bool Erase(uint address, uint length)
    {
        if (target.Found is not { FlashBytes: > 0 } chip || address < Start || address - Start + (ulong)length > (uint)chip.FlashBytes) return false;
        for (var page = address / (uint)chip.PageBytes * (uint)chip.PageBytes; page < address + length; page += (uint)chip.PageBytes)
        {
            var bank = Bank(page);
            var done = Unlock(bank) && target.Put(bank + Control, PageErase) && target.Put(bank + Address, page) && target.Put(bank + Control, PageErase | StartBit) && Ready(bank);
            if (!done) return false;
        }

        return true;
    }

    /// <summary>Erases all of it.</summary>
    public bool EraseMass()
    {
        if (target.Found is not { FlashBytes: > 0 } chip) return false;
        return Whole(Registers) && (chip.FlashBytes <= SecondBank - Start || Whole(Registers + BankStep));

        bool Whole(uint bank) => Unlock(bank) && target.Put(bank + Control, MassErase) && target.Put(bank + Control, MassErase | StartBit) && Ready(bank);
    }

    /// <summary>Gathers what is to be written, and writes what is whole.</summary>
    public bool Write(uint address, ReadOnlySpan<byte> bytes)
    {
        if (_gathered.Count > 0 && address != _at + (uint)_gathered.Count && !WriteGathered()) return false;
        if (_gathered.Count == 0) _at = address;
        foreach (var value in bytes)
        {
            _gathered.Add(value);
            if ((_at + (uint)_gathered.Count) % GatherBytes == 0 && !WriteGathered()) return false;
            if (_gathered.Count == 0) _at = (_at + GatherBytes) / GatherBytes * GatherBytes;
        }

        return true;
    }

    /// <summary>Writes what is left and locks the flash.</summary>
    public bool Complete()
    {
        var done = WriteGathered();
        target.Put(Registers + Control, Lock);
        if (target.Found is { FlashBytes: > 0x8_0000 }) target.Put(Registers + BankStep + Control, Lock);
        return done;
    }

    private bool WriteGathered()
    {
        if (_gathered.Count == 0) return true;
        if (_at % 2 != 0)
        {
            _gathered.Insert(0, 0xFF);
            _at--;
        }

        if (_gathered.Count % 2 != 0) _gathered.Add(0xFF);
        var (bank, bytes) = (Bank(_at), _gathered.ToArray());
        _gathered.Clear();
        return Unlock(bank) && target.Put(bank + Status, AllFlags) && target.Put(bank + Control, Programming) && target.Write(_at, bytes, 2) && Ready(bank);
    }

    private bool Unlock(uint bank)
    {
        if (target.Word(bank + Control) is not { } control) return false;
        return (control & Lock) == 0 || (target.Put(bank + KeyRegister, 0x4567_0123) && target.Put(bank + KeyRegister, 0xCDEF_89AB));
    }

    private bool Ready(uint bank)
    {
        for (var i = 0; i < Polls; i++)
        {
            if (target.Word(bank + Status) is not { } status) return false;
            if ((status & Busy) == 0) return (status & Wrong) == 0;
        }

        return false;
    }

    private static uint Bank(uint address) => address >= SecondBank ? Registers + BankStep : Registers;
}
