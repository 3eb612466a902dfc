// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Stm32L1;

/// <summary>
/// Program memory of L1 and L0 and its controller (RM0038, sections 3.3 and 3.9; RM0367, section 3): words, half pages in one go, pages (256 bytes, L0: 128) erased by a
/// zero written to their first word. Erased is 0; a place that is not is never written again here, for its check bits would be those of neither.
/// </summary>
internal sealed class L1Flash : IBusSlave
{
    /// <summary>PROG.</summary>
    public const uint ProgramMemory = 1u << 3;

    /// <summary>ERASE.</summary>
    public const uint Erase = 1u << 9;

    /// <summary>FPRG.</summary>
    public const uint HalfPage = 1u << 10;

    private const uint WriteProtected = 1u << 8;
    private const uint Alignment = 1u << 9;
    private const uint SizeError = 1u << 10;
    private const uint OptionError = 1u << 11;
    private const uint ErrorFlags = 0x3F00 & ~OptionError;
    private const int ProtectedUnit = 4096;
    private const int Word = 4;

    /// <summary>DS of the STM32L151xB, flash memory characteristics: a word, a half page or a page 3.28 to 3.94 ms.</summary>
    private static readonly BusyRange Time = BusyRange.Microseconds(3280, 3940);

    private readonly ChipContext _context;
    private readonly L1Options _options;
    private readonly AgendaEntry _done;
    private Action? _finished;
    private readonly byte[] _half;
    private readonly int _pageBytes;
    private uint _start;
    private int _filled;
    private uint _flags;
    private Action? _interrupted;

    public L1Flash(int bytes, int pageBytes, ChipContext context, L1Options options)
    {
        (_context, _options, _pageBytes) = (context, options, pageBytes);
        _half = new byte[pageBytes / 2];
        Cells = new FlashCells(bytes, context.Dice, erased: 0);
        _done = context.Agenda.Add(Finish);
        options.Storing = StoreOption;
        options.BusyUntil = () => BusyUntil;
    }

    /// <summary>The cells.</summary>
    public FlashCells Cells { get; }

    /// <summary>PECR without its locks.</summary>
    public uint Operation { get; set; }

    /// <summary>PRGLOCK.</summary>
    public bool IsLocked { get; set; } = true;

    /// <summary>When the operation under way ends; 0 when there is none.</summary>
    public long BusyUntil { get; private set; }

    /// <summary>SR: BSY, ENDHV, READY and the error flags.</summary>
    public uint Status => _flags | (_options.LoadedWithError ? OptionError : 0) | (BusyUntil != 0 ? 1u : 0xCu);

    /// <summary>Called after each unit has begun to be programmed.</summary>
    public Action? Programmed { get; set; }

    /// <summary>Whether a half page is begun and not full.</summary>
    public bool IsHalfFull => _filled > 0;

    /// <summary>A read of the busy memory waits; a write does not, and is an error.</summary>
    public long HeldUntil(in BusAccess access) => access.Writes ? 0 : BusyUntil;

    /// <inheritdoc/>
    public bool TryRead(in BusAccess access, out uint value)
    {
        value = 0;
        if (_options.ReadProtected && access.Master == BusMaster.Debugger)
            return false;
        if (_filled > 0)
            _context.Violations.Add("FLASH: program memory read in the middle of a half page");
        value = Memory.Get(Cells.Bytes, access.Offset, access.Size);
        return true;
    }

    /// <inheritdoc/>
    public bool TryWrite(in BusAccess access, uint value)
    {
        if (_options.ReadProtected && access.Master == BusMaster.Debugger)
            return false;
        if (BusyUntil != 0)
            Misused("program memory written while busy");
        else if (IsLocked || IsProtected(access.Offset))
            _flags |= WriteProtected;
        else if ((_flags & ErrorFlags) != 0)
            Misused($"program memory written while error flags 0x{_flags:X} are set");
        else if (access.Size != Word)
            _flags |= SizeError;
        else
            Write(access.Offset, value);
        return true;
    }

    /// <summary>SR: flags are cleared by writing ones.</summary>
    public bool ClearFlags(uint value)
    {
        _flags &= ~(value & ErrorFlags);
        return true;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        if (BusyUntil != 0)
            _interrupted?.Invoke();
        (BusyUntil, _interrupted, _finished, _filled, _flags, Operation, IsLocked) = (0, null, null, 0, 0, 0, true);
        _done.At = AgendaEntry.Never;
    }

    private void Write(uint offset, uint value)
    {
        switch (Operation & (ProgramMemory | Erase | HalfPage))
        {
            case 0:
                Memory.Put(_half, 0, Word, value);
                Program(offset, Word);
                break;
            case ProgramMemory | HalfPage:
                Fill(offset, value);
                break;
            case ProgramMemory | Erase when value == 0 && offset % _pageBytes == 0:
                ErasePage((int)offset);
                break;
            default:
                Misused($"program memory written at 0x{offset:X} with PECR 0x{Operation:X}, which asks for nothing it does");
                break;
        }
    }

    private void Fill(uint offset, uint value)
    {
        if (_filled == 0)
            _start = offset;
        if (_start % _half.Length != 0 || offset != _start + (uint)_filled)
        {
            _filled = 0;
            _flags |= Alignment;
            Misused($"word at offset 0x{offset:X} does not go on with the half page at 0x{_start:X}");
            return;
        }

        Memory.Put(_half, (uint)_filled, Word, value);
        _filled += Word;
        if (_filled < _half.Length)
            return;
        _filled = 0;
        Program(_start, _half.Length);
    }

    private void Program(uint offset, int length)
    {
        var before = Cells.Bytes.AsSpan((int)offset, length).ToArray();
        if (before.AsSpan().ContainsAnyExcept((byte)0))
            Misused($"program memory at 0x{offset:X} written, which is not erased");
        Cells.Program(offset, _half.AsSpan(0, length));
        Begin(BusyKind.Program, () => Cells.TearProgram(offset, before));
        Programmed?.Invoke();
    }

    private void ErasePage(int offset)
    {
        Cells.Erase(offset, _pageBytes);
        Begin(BusyKind.PageErase, () => Cells.TearErase(offset, _pageBytes));
    }

    private void Begin(BusyKind kind, Action interrupted, Action? finished = null)
    {
        BusyUntil = _context.Agenda.Now + _context.Draw(kind, Time);
        (_interrupted, _finished) = (interrupted, finished);
        _done.At = BusyUntil;
    }

    /// <summary>A word of the options: erased and programmed in one; from level 1 to level 0 all main flash goes before.</summary>
    private void StoreOption(uint offset, uint word)
    {
        var opens = _options.Opens(offset, word);
        if (opens)
            Cells.Erase(0, Cells.Bytes.Length);
        Begin(opens ? BusyKind.MassErase : BusyKind.Options, () => _options.Spoil((int)offset / Word), () => Memory.Put(_options.Stored, offset, Word, word));
    }

    private void Finish()
    {
        var finished = _finished;
        (BusyUntil, _interrupted, _finished) = (0, null, null);
        finished?.Invoke();
    }

    private bool IsProtected(uint offset) => _options.ReadProtected || (_options.WriteProtection >> Math.Min(31, (int)offset / ProtectedUnit) & 1) != 0;

    private void Misused(string what) => _context.Violations.Add($"FLASH: {what}");
}
