// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Flashing.Algorithms.Units;

/// <summary>What the status register says, as exceptions.</summary>
internal sealed class UnitErrors(UnitRegisters registers)
{
    /// <summary>The exception for a status with error flags.</summary>
    /// <param name="status">The status register.</param>
    /// <param name="fault">The fault where no flag says a better one.</param>
    /// <param name="doing">Erase or program.</param>
    /// <param name="address">Where.</param>
    public FlashException Of(uint status, FlashFault fault, string doing, uint address)
    {
        var set = registers.Flags.Where(flag => (status & flag.Bit) != 0).ToList();
        var worst = set.Find(flag => flag.Fault is not null) ?? (set.Count > 0 ? set[0] : null);
        var names = string.Join(", ", set.Select(flag => flag.Name));
        var message = worst is null
            ? $"The {doing} at 0x{address:x8} did not end well."
            : $"The controller refused to {doing} at 0x{address:x8}: {worst.Means} ({names}).";
        return new FlashException(worst?.Fault ?? fault, message, address, "no error flag", $"status 0x{status:x8}");
    }

    /// <summary>The exception for an operation that does not end.</summary>
    public static FlashException Late(FlashFault fault, string what, uint? address, TimeSpan longest, uint status)
    {
        var place = address is { } at ? $" at 0x{at:x8}" : "";
        var limit = longest.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture);
        return new FlashException(
            fault, $"{what}{place} did not end in three times the datasheet's longest time of {limit} ms.", address, "not busy", $"status 0x{status:x8}");
    }
}
