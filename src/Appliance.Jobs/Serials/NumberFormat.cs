// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Serials;

/// <summary>The counter itself as a binary number or as packed BCD.</summary>
public sealed class NumberFormat : ISerialFormat
{
    private readonly uint address;
    private readonly int length;
    private readonly SerialOrder order;
    private readonly bool bcd;

    /// <summary>Makes the format.</summary>
    /// <param name="range">Counters to use.</param>
    /// <param name="address">Where it goes.</param>
    /// <param name="length">Bytes, 1 to 16.</param>
    /// <param name="order">Order of the bytes.</param>
    /// <param name="bcd">Packed BCD instead of binary.</param>
    /// <exception cref="SerialException">The largest counter does not fit.</exception>
    public NumberFormat(SerialRange range, uint address, int length, SerialOrder order, bool bcd)
    {
        SerialBytes.RequireLength(length, 16);
        (Range, this.address, this.length, this.order, this.bcd) = (range, address, length, order, bcd);
        _ = Make(range.Last);
    }

    /// <inheritdoc/>
    public SerialRange Range { get; }

    /// <inheritdoc/>
    public SerialValue Make(UInt128 counter)
    {
        var bytes = bcd ? SerialBytes.Bcd(counter, length, order) : SerialBytes.Binary(counter, length, order);
        return new SerialValue(
            counter.ToString(CultureInfo.InvariantCulture), [new SerialPatch(address, Convert.ToHexString(bytes))]);
    }
}
