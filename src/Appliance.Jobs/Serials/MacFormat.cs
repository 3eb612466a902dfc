// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Serials;

/// <summary>MAC addresses (EUI-48, IEEE 802-2014 clause 8) from a range within one block of 24 bits.</summary>
public sealed class MacFormat : ISerialFormat
{
    private const int Length = 6;
    private const int BlockBits = 24;
    private readonly uint address;
    private readonly SerialOrder order;

    /// <summary>Makes the format.</summary>
    /// <param name="first">First address, six octets with colons or hyphens.</param>
    /// <param name="last">Last address.</param>
    /// <param name="step">Addresses a board takes.</param>
    /// <param name="address">Where it goes on the target.</param>
    /// <param name="order">Order of the octets; big-endian is as written.</param>
    /// <exception cref="SerialException">Not a MAC address, a group address, or the range leaves its block.</exception>
    public MacFormat(string first, string last, UInt128 step, uint address, SerialOrder order)
    {
        Range = new SerialRange(Parse(first), Parse(last), step);
        if (Range.First >> BlockBits != Range.Last >> BlockBits)
        {
            throw SerialBytes.Bad($"the range from {first} to {last} leaves its block of the first three octets");
        }

        (this.address, this.order) = (address, order);
    }

    /// <inheritdoc/>
    public SerialRange Range { get; }

    /// <summary>The number of an address.</summary>
    /// <exception cref="SerialException">Not a MAC address, or a group address.</exception>
    public static UInt128 Parse(string text)
    {
        var octets = text.Split(':', '-');
        UInt128 number = 0;
        foreach (var octet in octets)
        {
            if (octets.Length != Length || octet.Length != 2
                || !byte.TryParse(octet, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                throw SerialBytes.Bad($"'{text}' is no MAC address such as 02:00:5E:10:00:01");
            }

            number = (number << 8) | value;
        }

        // The lowest bit of the first octet marks a group address (IEEE 802-2014, 8.2.2): no board may have one.
        return ((number >> 40) & 1) == 0 ? number : throw SerialBytes.Bad($"'{text}' is the address of a group, not of a board");
    }

    /// <inheritdoc/>
    public SerialValue Make(UInt128 counter)
    {
        var octets = SerialBytes.Binary(counter, Length, SerialOrder.BigEndian);
        var text = string.Join(':', octets.Select(o => o.ToString("X2", CultureInfo.InvariantCulture)));
        return new SerialValue(text, [new SerialPatch(address, Convert.ToHexString(SerialBytes.Binary(counter, Length, order)))]);
    }
}
