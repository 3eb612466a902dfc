// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Layout;

/// <summary>A part of an image that lies in one bank.</summary>
internal readonly record struct PlacedPart(uint Address, uint Length, int Bank)
{
    public long End => Address + (long)Length;
}

/// <summary>Lays the segments of an image over the banks of a chip, or says why they do not fit.</summary>
internal static class ImagePlacement
{
    /// <summary>Start of the option bytes of every chip with a layout-A controller (PM0075 §2.1 table 2; RM0091 §3.1 table 4).</summary>
    private const uint OptionBytesStart = 0x1FFFF800;

    /// <summary>Their length: eight option bytes, each with its complement (PM0075 §2.4).</summary>
    private const uint OptionBytesLength = 16;

    /// <summary>Parts in address order, split where a bank ends.</summary>
    /// <exception cref="FlashException">A byte lies outside the flash (<see cref="FlashFault.ImageOutside"/>), or there is none at all.</exception>
    public static IReadOnlyList<PlacedPart> Place(FirmwareImage image, ChipDescription chip)
    {
        if (image.ByteCount == 0)
            throw new FlashException(FlashFault.Unsupported, "The image holds no data: there is nothing to program and nothing to prove.");
        var parts = new List<PlacedPart>();
        foreach (var segment in image.Segments)
            Place(segment, chip, parts);
        return parts;
    }

    private static void Place(FirmwareSegment segment, ChipDescription chip, List<PlacedPart> parts)
    {
        var address = (long)segment.Address;
        while (address < segment.End)
        {
            var bank = BankAt(chip, address);
            if (bank < 0)
                throw Outside(segment, chip, (uint)address);
            var end = Math.Min(segment.End, chip.Flash[bank].End());
            parts.Add(new PlacedPart((uint)address, (uint)(end - address), bank));
            address = end;
        }
    }

    private static int BankAt(ChipDescription chip, long address)
    {
        for (var i = 0; i < chip.Flash.Count; i++)
        {
            if (address >= chip.Flash[i].Start && address < chip.Flash[i].End())
                return i;
        }

        return -1;
    }

    private static FlashException Outside(FirmwareSegment segment, ChipDescription chip, uint first)
    {
        var range = FlashGeometry.Range(segment.Address, segment.Length);
        var flash = FlashGeometry.Describe(chip);
        var message = TouchesOptionBytes(segment, chip)
            ? $"The image has data at {range}, where {chip.Name} keeps its option bytes (from 0x{OptionBytesStart:x8}). "
                + "Option bytes are not programmed from an image; take them out of the file."
            : $"The image has data at {range}; the flash of {chip.Name} is {flash}. The first byte outside is at 0x{first:x8}.";
        return new FlashException(FlashFault.ImageOutside, message, first, flash, range);
    }

    private static bool TouchesOptionBytes(FirmwareSegment segment, ChipDescription chip) =>
        chip.Flash.Any(bank => bank.Layout == "A")
        && segment.Address < OptionBytesStart + OptionBytesLength && segment.End > OptionBytesStart;
}
