// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Flashing.Algorithms.LayoutA;

/// <summary>What FLASH_SR says, as exceptions.</summary>
internal static class FpecErrors
{
    /// <summary>The exception for a status that is not "ended well".</summary>
    /// <param name="status">FLASH_SR.</param>
    /// <param name="fault">The fault where it is not write protection.</param>
    /// <param name="doing">Erase or program.</param>
    /// <param name="address">Where.</param>
    public static FlashException Of(uint status, FlashFault fault, string doing, uint address)
    {
        var actual = $"FLASH_SR 0x{status:x8}";
        if ((status & Fpec.SrWrprterr) != 0)
        {
            return new FlashException(
                FlashFault.WriteProtected, $"The flash at 0x{address:x8} is write protected; {doing} was refused.", address,
                "WRPRTERR clear", actual);
        }

        return (status & Fpec.SrPgerr) != 0
            ? new FlashException(
                fault, $"The controller reported a programming error in the {doing} at 0x{address:x8}.", address, "PGERR clear", actual)
            : new FlashException(
                fault, $"The controller ended the {doing} at 0x{address:x8} without saying that it was done.", address, "EOP set", actual);
    }

    /// <summary>The exception for BSY that does not fall.</summary>
    public static FlashException Late(FlashFault fault, string what, uint? address, TimeSpan longest, uint status)
    {
        var place = address is { } at ? $" at 0x{at:x8}" : "";
        var limit = longest.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture);
        return new FlashException(
            fault, $"{what}{place} did not end in three times the datasheet's longest time of {limit} ms.", address, "BSY clear",
            $"FLASH_SR 0x{status:x8}");
    }
}
