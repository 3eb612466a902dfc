// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Yaml;

/// <summary>A target address: <c>0x</c> and up to 8 hex digits, or a decimal number.</summary>
internal sealed class AddressParser : ValueParser<uint>
{
    public static readonly AddressParser Instance = new();

    public override string Form => "an address such as 0x08000000";

    public override bool TryParse(string text, out uint value)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && text.Length <= 10;
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && (text[0] != '0' || text.Length == 1);
    }

    public override string? Repair(string text, Func<uint, bool> inRange)
    {
        var digits = text.Trim().TrimEnd('h', 'H').Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            digits = digits[2..];
        return uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && inRange(value) ? $"0x{value:X8}" : null;
    }
}
