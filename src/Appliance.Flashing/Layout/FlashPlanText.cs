// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Flashing.Layout;

/// <summary>A plan in words, for the dry run and the record: what is erased how, what is written, what is checked, how long it should take.</summary>
public static class FlashPlanText
{
    /// <summary>Ranges named on one line before the rest is only counted.</summary>
    private const int RangesShown = 4;

    /// <summary>One line for each step, without line ends.</summary>
    public static IReadOnlyList<string> Lines(FlashPlan plan) =>
    [
        Line("target", plan.Target),
        Line("erase", $"{Erase(plan)}: {plan.EraseReason}; {Seconds(plan.ExpectedErase)}"),
        Line("program", $"{Program(plan)}; {Seconds(plan.ExpectedProgram)}"),
        Line("verify", $"{Verify(plan)}; {Seconds(plan.ExpectedVerify)}"),
        .. plan.Loaders.Select(loader => Line("loader", loader.ToString())),
        .. plan.Options is { } options ? [Line("options", $"{string.Join(", ", options.All)}; read back after the chip loaded them")] : Array.Empty<string>(),
        Line("total", $"{Seconds(plan.ExpectedTotal)}, typical"),
    ];

    /// <summary>The lines, each ended by a line feed.</summary>
    public static string Render(FlashPlan plan) => string.Concat(Lines(plan).Select(line => line + "\n"));

    private static string Erase(FlashPlan plan) => plan.Erase switch
    {
        EraseMethod.None => "nothing",
        EraseMethod.Changed => $"what differs of {Count(plan.Sectors.Count, "sector")}, {Ranges(Joined(plan.Sectors))}",
        EraseMethod.Used => $"what is not blank of {Count(plan.Sectors.Count, "sector")}, {Ranges(Joined(plan.Sectors))}",
        EraseMethod.Mass => "the whole chip, " + Ranges(plan.Sectors.Select(sector => (sector.Address, sector.Size))),
        _ => $"{Count(plan.Sectors.Count, "sector")}, {Ranges(Joined(plan.Sectors))}",
    };

    private static string Program(FlashPlan plan) => plan.Writes.Count == 0
        ? "nothing, the image is all erased bytes"
        : $"{Count(plan.BytesProgrammed, "byte")} for {plan.BytesInImage} in the image, {Ranges(plan.Writes.Select(write => (write.Address, write.Length)))}";

    private static string Verify(FlashPlan plan)
    {
        var how = plan.Verify == VerifyMethod.Crc ? "CRC-32 on the target over" : "read back";
        return $"{how} {Count(plan.BytesInImage, "byte")}, {Ranges(plan.Checks.Select(check => (check.Address, check.Length)))}";
    }

    private static IEnumerable<(uint Address, uint Length)> Joined(IReadOnlyList<PlannedSector> sectors)
    {
        for (var i = 0; i < sectors.Count; i++)
        {
            var (address, end) = (sectors[i].Address, sectors[i].Address + (long)sectors[i].Size);
            while (i + 1 < sectors.Count && sectors[i + 1].Address == end)
                end += sectors[++i].Size;
            yield return (address, (uint)(end - address));
        }
    }

    private static string Ranges(IEnumerable<(uint Address, uint Length)> ranges)
    {
        var all = ranges.ToList();
        var shown = string.Join(", ", all.Take(RangesShown).Select(range => FlashGeometry.Range(range.Address, range.Length)));
        return all.Count > RangesShown ? $"{shown} and {all.Count - RangesShown} more" : shown;
    }

    private static string Count(long number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture) + " s";

    private static string Line(string name, string text) => $"{name,-8} {text}";
}
