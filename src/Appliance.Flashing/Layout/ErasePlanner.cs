// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Layout;

/// <summary>How a plan erases.</summary>
internal sealed record EraseChoice(EraseMethod Method, string Reason, IReadOnlyList<PlannedSector> Sectors, TimeSpan Time);

/// <summary>Chooses between sectors, mass erase and nothing, by what must survive and by predicted time.</summary>
internal static class ErasePlanner
{
    /// <summary>Chooses for one image.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="parts">Where the image lies; all-erased data counts too, as it must read erased at the end.</param>
    /// <param name="request">What the policy asks for.</param>
    /// <param name="blankCheck">Time of reading where the image goes, for a plan that erases nothing.</param>
    /// <exception cref="FlashException"><see cref="FlashFault.Unsupported"/>: only what differs, in memory beside the chip.</exception>
    public static EraseChoice Choose(ChipDescription chip, IReadOnlyList<PlacedPart> parts, EraseRequest request, TimeSpan blankCheck)
    {
        var beside = parts.Where(part => chip.Flash[part.Bank].External).ToList();
        if (beside.Count == 0 || request is EraseRequest.None)
            return ChooseInChip(Own(chip), parts, request, blankCheck);
        if (request is EraseRequest.Changed or EraseRequest.Used)
            throw new FlashException(FlashFault.Unsupported, "Only what differs or is not blank cannot be erased in memory beside the chip: use another \"erase\".", beside[0].Address);
        var inside = parts.Except(beside).ToList();
        var choice = inside.Count == 0 && request == EraseRequest.Auto
            ? BySectors(chip, inside, "nothing of the chip itself is touched")
            : ChooseInChip(Own(chip), inside, request, blankCheck);
        var more = BySectors(chip, beside, "");
        return choice with
        {
            Reason = $"{choice.Reason}; beside the chip {Count(more)}",
            Sectors = [.. choice.Sectors, .. more.Sectors],
            Time = choice.Time + more.Time,
        };
    }

    /// <summary>The chip without memory beside it, whose banks come last.</summary>
    private static ChipDescription Own(ChipDescription chip) =>
        chip.Flash.Any(bank => bank.External) ? chip with { Flash = [.. chip.Flash.Where(bank => !bank.External)] } : chip;

    private static EraseChoice ChooseInChip(ChipDescription chip, IReadOnlyList<PlacedPart> parts, EraseRequest request, TimeSpan blankCheck) =>
        request switch
        {
            EraseRequest.None => new EraseChoice(EraseMethod.None, "as asked; the chip must be blank where the image goes", [], blankCheck),
            EraseRequest.Sectors => BySectors(chip, parts, "as asked; everything outside these sectors survives"),
            EraseRequest.Chip => Mass(chip, "as asked; nothing on the chip survives"),
            EraseRequest.Changed => BySectors(chip, parts, "only where the chip does not hold the image already, at most") with { Method = EraseMethod.Changed },
            EraseRequest.Used => BySectors(chip, parts, "only where the chip is not blank already, at most") with { Method = EraseMethod.Used },
            EraseRequest.Auto => Faster(chip, parts),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request, "Not an erase request."),
        };

    /// <summary>On equal times the whole chip wins: what is on it afterwards then does not depend on what was there before.</summary>
    private static EraseChoice Faster(ChipDescription chip, IReadOnlyList<PlacedPart> parts)
    {
        var (sectors, mass) = (BySectors(chip, parts, ""), Mass(chip, ""));
        return mass.Method == EraseMethod.Mass && mass.Time <= sectors.Time
            ? mass with { Reason = $"at least as fast as {Count(sectors)} ({Seconds(mass.Time)} against {Seconds(sectors.Time)})" }
            : sectors with
            {
                Reason = mass.Method == EraseMethod.Mass
                    ? $"faster than the whole chip ({Seconds(sectors.Time)} against {Seconds(mass.Time)})"
                    : "this chip has no erase of the whole flash for a debugger",
            };
    }

    private static EraseChoice BySectors(ChipDescription chip, IReadOnlyList<PlacedPart> parts, string reason)
    {
        var touched = chip.Flash.SelectMany(FlashGeometry.SectorsOf)
            .Where(entry => parts.Any(part => part.Address < entry.Sector.Address + (long)entry.Sector.Size && part.End > entry.Sector.Address))
            .ToList();
        var time = touched.Aggregate(TimeSpan.Zero, (sum, entry) => sum + entry.Time.Typical);
        return new EraseChoice(EraseMethod.Sectors, reason, [.. touched.Select(entry => entry.Sector)], time);
    }

    private static EraseChoice Mass(ChipDescription chip, string reason)
    {
        if (chip.Flash.Any(bank => !bank.HasMassErase))
            return EverySector(chip, reason);
        var banks = chip.Flash.Select((bank, index) => new PlannedSector(bank.Start, bank.Size, index)).ToList();
        var time = chip.Flash.Aggregate(TimeSpan.Zero, (sum, bank) => sum + bank.Times.MassErase.Typical);
        return new EraseChoice(EraseMethod.Mass, reason, banks, time);
    }

    /// <summary>A chip that has no erase of a whole bank for us: a bank that a coprocessor shares, or none at all.</summary>
    private static EraseChoice EverySector(ChipDescription chip, string reason)
    {
        var all = chip.Flash.SelectMany(FlashGeometry.SectorsOf).ToList();
        var time = all.Aggregate(TimeSpan.Zero, (sum, entry) => sum + entry.Time.Typical);
        return new EraseChoice(EraseMethod.Sectors, $"{reason}, sector by sector", [.. all.Select(entry => entry.Sector)], time);
    }

    private static string Count(EraseChoice sectors) => sectors.Sectors.Count == 1 ? "1 sector" : $"{sectors.Sectors.Count} sectors";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture) + " s";
}
