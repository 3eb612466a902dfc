// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace Appliance.Jobs.Serials;

/// <summary>
/// ASCII text with the counter in one place: <c>{dec:6}</c> as six decimal digits, <c>{hex:6}</c> as six upper-case hex digits. Digits are of
/// fixed number, so that two counters never give the same text.
/// </summary>
public sealed class TextFormat : ISerialFormat
{
    /// <summary>As many decimal digits as the largest counter has: 2^128 - 1 has 39.</summary>
    private const int MaxDigits = 39;

    private readonly uint address;
    private readonly int length;
    private readonly string before;
    private readonly string after;
    private readonly bool hex;
    private readonly int digits;

    /// <summary>Makes the format.</summary>
    /// <param name="range">Counters to use.</param>
    /// <param name="address">Where it goes.</param>
    /// <param name="length">Bytes; a shorter text is filled with zeros, a longer one refused.</param>
    /// <param name="template">The text, printable ASCII.</param>
    /// <exception cref="SerialException">The template cannot be used, or the largest counter does not fit.</exception>
    public TextFormat(SerialRange range, uint address, int length, string template)
    {
        SerialBytes.RequireLength(length, SerialBytes.MaxLength);
        (Range, this.address, this.length) = (range, address, length);
        if (template.Any(c => c is < ' ' or > '~'))
        {
            throw SerialBytes.Bad("the template holds characters that are not printable ASCII");
        }

        var open = template.IndexOf('{', StringComparison.Ordinal);
        var close = template.IndexOf('}', StringComparison.Ordinal);
        if (open < 0 || close < open || template.LastIndexOf('{') != open || template.LastIndexOf('}') != close)
        {
            throw SerialBytes.Bad($"the template '{template}' does not hold exactly one counter such as {{dec:6}} or {{hex:6}}");
        }

        (before, after) = (template[..open], template[(close + 1)..]);
        (hex, digits) = Counter(template[(open + 1)..close]);
        _ = Make(range.Last);
    }

    /// <inheritdoc/>
    public SerialRange Range { get; }

    /// <inheritdoc/>
    public SerialValue Make(UInt128 counter)
    {
        var number = counter.ToString((hex ? "X" : "D") + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var text = before + number + after;
        if (number.Length > digits || text.Length > length)
        {
            throw SerialBytes.Bad(string.Create(
                CultureInfo.InvariantCulture, $"'{text}' does not fit into {digits} digits and {length} bytes"));
        }

        var bytes = new byte[length];
        _ = Encoding.ASCII.GetBytes(text, bytes);
        return new SerialValue(text, [new SerialPatch(address, Convert.ToHexString(bytes))]);
    }

    private static (bool Hex, int Digits) Counter(string field)
    {
        var (kind, digits) = field.Split(':') is [var k, var d]
            && int.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? (k, n) : ("", 0);
        return kind is "dec" or "hex" && digits is >= 1 and <= MaxDigits
            ? (kind == "hex", digits)
            : throw SerialBytes.Bad($"the counter '{{{field}}}' is neither {{dec:N}} nor {{hex:N}} with N from 1 to 39");
    }
}
