// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Doubles;

/// <summary>Another chip of the family was fitted.</summary>
internal sealed class WrongChip() : BoardFault("wrong-chip", true, "the board carries another part of the family, with another DEV_ID")
{
    /// <inheritdoc/>
    public override ChipPart ChoosePart(ChipPart part) => part.Another;
}

/// <summary>Read protection is on.</summary>
internal sealed class ReadProtected() : BoardFault("read-protected", true, "the option bytes forbid a debugger to read or change main flash")
{
    /// <inheritdoc/>
    public override void Prepare(SimulatedChip chip) => chip.Inside.Protect();
}

/// <summary>Read protection of level 2.</summary>
internal sealed class SealedForEver()
    : BoardFault("sealed", true, "read protection of level 2: the debug port is silent for ever (where the family has no level 2: level 1)")
{
    /// <inheritdoc/>
    public override void Prepare(SimulatedChip chip) => chip.Inside.Protect(forEver: true);
}

/// <summary>The first sector may not be changed.</summary>
internal sealed class WriteProtected() : BoardFault("write-protected", true, "the option bytes forbid to erase or program the first sector of main flash")
{
    /// <inheritdoc/>
    public override void Prepare(SimulatedChip chip) => chip.Inside.ProtectFirstSector();
}

/// <summary>An option byte does not match its complement.</summary>
internal sealed class OptionByteError()
    : BoardFault("option-byte-error", true, "the option byte with the protection level does not match its complement, so the chip counts as protected")
{
    /// <inheritdoc/>
    public override void Prepare(SimulatedChip chip) => chip.Inside.SpoilOptions();
}

/// <summary>The flash size word was never programmed.</summary>
internal sealed class FlashSizeZero() : BoardFault("flash-size-zero", false, "the flash size word reads 0")
{
    /// <inheritdoc/>
    public override void Prepare(SimulatedChip chip) => chip.Inside.SetFlashSize(0);
}

/// <summary>The independent watchdog starts with every reset.</summary>
internal sealed class WatchdogRuns()
    : BoardFault("watchdog", false, "the independent watchdog starts at reset (option WDG_SW = 0) and bites 0.4 s after the core is halted")
{
    /// <inheritdoc/>
    public override void Prepare(SimulatedChip chip) => chip.Inside.StartWatchdogAtReset();
}

/// <summary>All busy times at their maximum.</summary>
internal sealed class SlowSilicon() : BoardFault("slow-silicon", false, "every flash operation takes the longest its data sheet allows")
{
    /// <inheritdoc/>
    public override void Prepare(SimulatedChip chip) => chip.Context.SlowSilicon = true;
}

/// <summary>One cell cannot be programmed.</summary>
internal sealed class BadFlashCell()
    : BoardFault("bad-flash-cell", true, "one bit of an early half-word sticks at 1, whatever is programmed there")
{
    private const int LatestHalfWord = 15;

    /// <inheritdoc/>
    public override void Prepare(SimulatedChip chip) =>
        chip.Inside.Cells.BreakCellAfter((int)chip.Context.Dice.Between(0, LatestHalfWord));
}

/// <summary>One cell of the RAM is dead.</summary>
internal sealed class BadRam() : BoardFault("bad-ram", true, "one of the first 128 bytes of RAM reads 0xA5 whatever is written there")
{
    private const byte Dead = 0xA5;
    private const int LatestByte = 127;

    /// <inheritdoc/>
    public override void Prepare(SimulatedChip chip) => chip.RamCells.BadCell = ((uint)chip.Context.Dice.Between(0, LatestByte), Dead);
}

/// <summary>The supply goes for good while flash is programmed.</summary>
internal sealed class LosesPowerMidProgram()
    : BoardFault("power-loss-mid-program", true, "the supply goes for good within the first 64 half-words that are programmed")
{
    private const int LatestHalfWord = 63;

    /// <inheritdoc/>
    public override void Prepare(SimulatedChip chip)
    {
        var left = chip.Context.Dice.Between(0, LatestHalfWord);
        var cut = chip.Context.Agenda.Add(chip.PowerOff);
        chip.Inside.Programmed = () =>
        {
            if (left-- == 0)
                cut.At = chip.Context.Agenda.Now + (10 * VirtualTime.PerMicrosecond);
        };
    }
}

/// <summary>The supply breaks down for a moment whenever flash is programmed.</summary>
internal sealed class SupplySag()
    : BoardFault("supply-sag", true, "the supply breaks down for 2 ms within the first 64 half-words that are programmed, each time")
{
    private const int LatestHalfWord = 63;
    private const long Sag = 2_000 * VirtualTime.PerMicrosecond;

    /// <inheritdoc/>
    public override void Prepare(SimulatedChip chip)
    {
        var (dice, agenda) = (chip.Context.Dice, chip.Context.Agenda);
        var left = dice.Between(0, LatestHalfWord);
        var back = agenda.Add(() =>
        {
            left = dice.Between(0, LatestHalfWord);
            chip.PowerOn();
        });
        var cut = agenda.Add(() =>
        {
            chip.PowerOff();
            back.At = agenda.Now + Sag;
        });
        chip.Inside.Programmed = () =>
        {
            if (left-- == 0)
                cut.At = agenda.Now + (10 * VirtualTime.PerMicrosecond);
        };
    }
}

/// <summary>Something on the board pulls nRESET again and again: an external watchdog, a supervisor on a weak supply.</summary>
internal sealed class ResetLoop() : BoardFault("reset-loop", true, "something on the board pulses nRESET low for 200 µs every 20 ms")
{
    private const long Period = 20_000 * VirtualTime.PerMicrosecond;
    private const long Pulse = 200 * VirtualTime.PerMicrosecond;

    /// <inheritdoc/>
    public override void Begin(SimulatedChip chip)
    {
        var agenda = chip.Context.Agenda;
        var end = agenda.Add(() => chip.ResetLine.PullByBoard(false));
        AgendaEntry? begin = null;
        begin = agenda.Add(() =>
        {
            chip.ResetLine.PullByBoard(true);
            end.At = agenda.Now + Pulse;
            begin!.At = agenda.Now + Period;
        });
        begin.At = agenda.Now + Period;
    }
}
