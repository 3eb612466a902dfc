// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Stm32F1;

/// <summary>The cells of main flash and what may be done to them, shared by the controllers of all banks.</summary>
internal sealed class F1Flash : IBusSlave
{
    private const int ProtectedUnit = 4096;
    private const uint Erased = 0xFFFF;

    /// <summary>DS5319 table 28: 16-bit program 40 to 70 µs. The F105/F107 data sheet says the same; taken over for the other densities.</summary>
    private static readonly BusyRange ProgramTime = BusyRange.Microseconds(40, 70);

    /// <summary>The same table: page erase 20 to 40 ms, mass erase 20 to 40 ms.</summary>
    private static readonly BusyRange EraseTime = BusyRange.Microseconds(20_000, 40_000);

    private readonly ChipContext _context;
    private readonly Stm32F1Part _part;
    private readonly List<F1FlashBank> _banks = [];

    public F1Flash(ChipContext context, Stm32F1Part part)
    {
        (_context, _part) = (context, part);
        Cells = new FlashCells(part.FlashBytes, context.Dice);
        _banks.Add(new F1FlashBank("FLASH", this, context.Agenda, context.Violations));
        if (part.HasSecondBank)
            _banks.Add(new F1FlashBank("FLASH bank 2", this, context.Agenda, context.Violations));
        Options = new F1Options(this, context, part.IsLater);
    }

    /// <summary>The cells.</summary>
    public FlashCells Cells { get; }

    /// <summary>The option bytes.</summary>
    public F1Options Options { get; }

    /// <summary>Whether the internal oscillator runs, without which nothing is programmed (PM0075, section 2.3).</summary>
    public Func<bool> HsiRuns { get; set; } = () => true;

    /// <summary>Called after each half-word has begun to be programmed.</summary>
    public Action? Programmed { get; set; }

    /// <summary>A part that drops a write to busy flash instead of holding the bus, as some clones do.</summary>
    public bool LosesHeldWrites { get; set; }

    /// <summary>Whether an operation may start.</summary>
    public bool CanStart => HsiRuns();

    /// <summary>The controllers, one a bank.</summary>
    public IReadOnlyList<F1FlashBank> Banks => _banks;

    /// <summary>Until when the first bank, its option bytes and its system memory are busy.</summary>
    public long InformationHeldUntil => _banks[0].BusyUntil;

    /// <inheritdoc/>
    public long HeldUntil(in BusAccess access) => LosesHeldWrites ? 0 : Bank(access.Offset).BusyUntil;

    /// <inheritdoc/>
    public bool TryRead(in BusAccess access, out uint value)
    {
        value = 0;
        if (Options.ReadProtected && access.Master == BusMaster.Debugger)
            return false;
        value = Memory.Get(Cells.Bytes, access.Offset, access.Size);
        return true;
    }

    /// <inheritdoc/>
    public bool TryWrite(in BusAccess access, uint value)
    {
        var bank = Bank(access.Offset);
        if (access.Size != 2 || (Options.ReadProtected && access.Master == BusMaster.Debugger))
            return false;
        if ((bank.Control & F1FlashControl.Operations) != F1FlashControl.Program || !CanStart)
        {
            _context.Violations.Add("main flash written without PG alone set, or without HSI");
            return false;
        }

        if (!bank.IsBusy)
            Program(bank, access.Offset, (ushort)value);
        return true;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        foreach (var bank in _banks)
            bank.Reset();
        Options.Reset();
    }

    /// <summary>PER and STRT.</summary>
    public void ErasePage(F1FlashBank bank, uint address)
    {
        var offset = (address - Stm32F1Map.Flash) & ~(uint)(_part.PageBytes - 1);
        if (offset >= Cells.Bytes.Length || Bank(offset) != bank)
            _context.Violations.Add($"page erase at 0x{address:X8}, which is not in this bank");
        else if (Options.ReadProtected || IsWriteProtected(offset, _part.PageBytes))
            bank.FlagWriteProtectError();
        else
            Erase(bank, BusyKind.PageErase, (int)offset, _part.PageBytes);
    }

    /// <summary>MER and STRT.</summary>
    public void EraseBank(F1FlashBank bank)
    {
        var (offset, length) = Extent(bank);
        if (Options.ReadProtected || IsWriteProtected((uint)offset, length))
            bank.FlagWriteProtectError();
        else
            Erase(bank, BusyKind.MassErase, offset, length);
    }

    /// <summary>OPTER and STRT.</summary>
    public void EraseOptions(F1FlashBank bank) => Options.Erase(bank);

    /// <summary>Draws an erase time.</summary>
    public long DrawErase(BusyKind kind) => _context.Draw(kind, EraseTime);

    /// <summary>Draws a program time.</summary>
    public long DrawProgram(BusyKind kind) => _context.Draw(kind, ProgramTime);

    /// <summary>Read protection was removed: all main flash is erased (PM0075, section 2.4.2).</summary>
    public long EraseAllForUnprotect()
    {
        Cells.Erase(0, Cells.Bytes.Length);
        return DrawErase(BusyKind.MassErase);
    }

    private void Program(F1FlashBank bank, uint offset, ushort value)
    {
        var before = Memory.Get(Cells.Bytes, offset, 2);
        if (IsWriteProtected(offset, 2))
        {
            bank.FlagWriteProtectError();
            return;
        }

        if (before != Erased && value != 0)
        {
            bank.FlagProgramError();
            return;
        }

        Cells.Program(offset, value);
        bank.Begin(DrawProgram(BusyKind.Program), () => Cells.TearProgram(offset, (ushort)before));
        Programmed?.Invoke();
    }

    private void Erase(F1FlashBank bank, BusyKind kind, int offset, int length)
    {
        Cells.Erase(offset, length);
        bank.Begin(DrawErase(kind), () => Cells.TearErase(offset, length));
    }

    private bool IsWriteProtected(uint offset, int length)
    {
        var first = Math.Min(31, (int)offset / ProtectedUnit);
        var last = Math.Min(31, ((int)offset + length - 1) / ProtectedUnit);
        for (var bit = first; bit <= last; bit++)
        {
            if ((Options.WriteProtection >> bit & 1) == 0)
                return true;
        }

        return false;
    }

    private F1FlashBank Bank(uint offset) => _banks[offset < Stm32F1Part.BankBytes ? 0 : 1];

    private (int Offset, int Length) Extent(F1FlashBank bank) => bank == _banks[0]
        ? (0, Math.Min(Stm32F1Part.BankBytes, Cells.Bytes.Length))
        : (Stm32F1Part.BankBytes, Cells.Bytes.Length - Stm32F1Part.BankBytes);
}
