// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.OptionBytes;

/// <summary>Which flash the option bytes protect, and by which option.</summary>
internal static class FlashProtection
{
    /// <summary>Every protected range of a chip.</summary>
    public static IEnumerable<ProtectedRange> Of(ChipDescription chip, OptionValues values) =>
        chip.Options!.Protections.SelectMany(area => area switch
        {
            ProtectionRange range => Of(chip.Flash[range.Bank], range, values),
            ProtectionBits bits => Of(chip.Flash[bits.Bank], bits, values),
            _ => [],
        });

    /// <summary>Option values with one area opened: it protects nothing any more.</summary>
    public static OptionValues Open(ProtectionArea area, OptionValues values) => area switch
    {
        ProtectionRange range => values.With(range.First.Name, range.First.Largest).With(range.Last.Name, 0),
        ProtectionBits bits => values.With(bits.Bits.Name, Opened(bits, values[bits.Bits.Name])),
        _ => values,
    };

    private static uint Opened(ProtectionBits bits, uint value)
    {
        var mask = (bits.Count == 32 ? uint.MaxValue : (1u << bits.Count) - 1) << bits.FromBit;
        return bits.On == 0 ? value | mask : value & ~mask;
    }

    private static IEnumerable<ProtectedRange> Of(FlashBank bank, ProtectionRange range, OptionValues values)
    {
        var (first, last) = (values[range.First.Name], values[range.Last.Name]);
        if (first <= last)
            yield return new ProtectedRange(range, bank.Start + ((long)first * range.UnitBytes), Math.Min(bank.End(), bank.Start + ((last + 1L) * range.UnitBytes)));
    }

    private static IEnumerable<ProtectedRange> Of(FlashBank bank, ProtectionBits bits, OptionValues values)
    {
        var value = values[bits.Bits.Name] >> bits.FromBit;
        for (var bit = 0; bit < bits.Count; bit++)
        {
            if (((value >> bit) & 1) != bits.On || Place(bank, bits, bit) is not { } place)
                continue;
            yield return new ProtectedRange(bits, place.Start, bits.ToEnd && bit == bits.Count - 1 ? bank.End() : place.End);
        }
    }

    /// <summary>What a bit stands for; null where the bank has none of it.</summary>
    private static (long Start, long End)? Place(FlashBank bank, ProtectionBits bits, int bit)
    {
        if (bits.UnitBytes > 0)
        {
            var start = bank.Start + ((long)(bits.FirstUnit + bit) * bits.UnitBytes);
            return start < bank.End() ? (start, Math.Min(bank.End(), start + bits.UnitBytes)) : null;
        }

        var sectors = FlashGeometry.SectorsOf(bank, bits.Bank).Skip((bits.FirstUnit + bit) * bits.Sectors).Take(bits.Sectors).Select(entry => entry.Sector).ToList();
        return sectors.Count == 0 ? null : (sectors[0].Address, sectors[^1].Address + (long)sectors[^1].Size);
    }
}

/// <summary>A range of flash that an option protects.</summary>
/// <param name="Area">The option.</param>
/// <param name="Start">First address.</param>
/// <param name="End">First address after it.</param>
internal sealed record ProtectedRange(ProtectionArea Area, long Start, long End)
{
    /// <summary>For people.</summary>
    public override string ToString() => $"{Area.Name} protects {FlashGeometry.Range((uint)Start, End - Start)}";
}
