// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Ports.Checks;

/// <summary>
/// CRC-32 as zip, Ethernet and zlib use it (ISO-HDLC: polynomial 0x04C11DB7 reflected, initial value and final XOR all ones; PKWARE
/// APPNOTE 6.3.10
/// §4.4.7). The check value of the ASCII digits 1 to 9 is 0xCBF43926. Incremental; not safe for several threads at once.
/// </summary>
public sealed class Crc32
{
    /// <summary>0x04C11DB7 with its bits in reverse order, as bits leave a byte least significant first.</summary>
    private const uint ReflectedPolynomial = 0xEDB88320;

    /// <summary>Eight tables of 256: table k holds the effect of a byte followed by k zero bytes, so that eight bytes take one
    /// step.</summary>
    private static readonly uint[] Tables = BuildTables();

    private uint _register;

    /// <summary>Begins with nothing, or goes on from a CRC.</summary>
    /// <param name="begun">The CRC of what came before; 0 for nothing.</param>
    public Crc32(uint begun = 0)
    {
        _register = ~begun;
    }

    /// <summary>The CRC of everything appended so far; 0 when nothing was.</summary>
    public uint Value => ~_register;

    /// <summary>CRC of one block.</summary>
    public static uint Of(ReadOnlySpan<byte> data)
    {
        return ~Step(uint.MaxValue, data);
    }

    /// <summary>Adds bytes after those already added.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        _register = Step(_register, data);
    }

    /// <summary>Forgets everything appended.</summary>
    public void Reset()
    {
        _register = uint.MaxValue;
    }

    private static uint Step(uint crc, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<uint> t = Tables;
        for (; data.Length >= 8; data = data[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = t[0x700 + (byte)low] ^ t[0x600 + (byte)(low >> 8)] ^ t[0x500 + (byte)(low >> 16)] ^ t[0x400 + (int)(low >> 24)]
                ^ t[0x300 + (byte)high] ^ t[0x200 + (byte)(high >> 8)] ^ t[0x100 + (byte)(high >> 16)] ^ t[(int)(high >> 24)];
        }

        foreach (var value in data)
            crc = t[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] BuildTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ ReflectedPolynomial : crc >> 1;
            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
            tables[i] = tables[(byte)tables[i - 256]] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
