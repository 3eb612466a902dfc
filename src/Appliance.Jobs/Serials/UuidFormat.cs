// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Jobs.Serials;

/// <summary>UUIDs of version 8 (RFC 9562, 5.8): a base of the maker's own with the counter in the lowest 62 bits.</summary>
public sealed class UuidFormat : ISerialFormat
{
    private const int Length = 16;

    /// <summary>Bits of the field custom_c, below the variant (RFC 9562, 5.8).</summary>
    private const int CounterBits = 62;

    private readonly uint address;
    private readonly SerialOrder order;
    private readonly UInt128 root;

    /// <summary>Makes the format.</summary>
    /// <param name="root">The base: version 8, RFC 9562's variant, lowest 62 bits zero.</param>
    /// <param name="range">Counters to use.</param>
    /// <param name="address">Where it goes.</param>
    /// <param name="order">Order of the bytes; big-endian is as written.</param>
    /// <exception cref="SerialException">The base is none, or the largest counter does not fit.</exception>
    public UuidFormat(string root, SerialRange range, uint address, SerialOrder order)
    {
        if (!Guid.TryParseExact(root, "D", out var parsed))
        {
            throw SerialBytes.Bad($"'{root}' is no UUID");
        }

        (this.root, Range, this.address, this.order) = (Number(parsed), range, address, order);
        if (((this.root >> 76) & 0xF) != 8 || ((this.root >> CounterBits) & 3) != 2 || this.root << (128 - CounterBits) != 0)
        {
            throw SerialBytes.Bad($"'{root}' is no base such as 12345678-9abc-8def-8000-000000000000: version 8, lowest 62 bits zero");
        }

        _ = Make(range.Last);
    }

    /// <inheritdoc/>
    public SerialRange Range { get; }

    /// <inheritdoc/>
    public SerialValue Make(UInt128 counter)
    {
        if (counter >> CounterBits != 0)
        {
            throw SerialBytes.Bad("the counter does not fit into the 62 free bits of a UUID");
        }

        var bytes = SerialBytes.Binary(root | counter, Length, SerialOrder.BigEndian);
        var text = new Guid(bytes, bigEndian: true).ToString("D");
        return new SerialValue(text, [new SerialPatch(address, Convert.ToHexString(SerialBytes.Binary(root | counter, Length, order)))]);
    }

    private static UInt128 Number(Guid id) => BinaryPrimitives.ReadUInt128BigEndian(id.ToByteArray(bigEndian: true));
}
