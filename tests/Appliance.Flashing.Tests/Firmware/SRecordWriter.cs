// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Appliance.Flashing.Tests.Firmware;

/// <summary>Writes S-records for tests, with 2, 3 or 4 bytes of address.</summary>
internal static class SRecordWriter
{
    public static byte[] Write(FirmwareModel model, int addressLength, uint entry = 0)
    {
        var random = new Random(model.Seed);
        var parts = PieceCutter.Cut(model, random, 1 + random.Next(250), 1u << 31);
        List<string> lines = [Record(0, 0, 2, Encoding.ASCII.GetBytes("test"))];
        lines.AddRange(parts.Select(part => Record(addressLength - 1, part.Address, addressLength, part.Data)));
        if (random.Next(2) == 0)
            lines.Add(random.Next(2) == 0 ? Record(5, (uint)parts.Length, 2, []) : Record(6, (uint)parts.Length, 3, []));
        lines.Add(Record(11 - addressLength, entry, addressLength, []));
        var end = random.Next(2) == 0 ? "\n" : "\r\n";
        return Encoding.ASCII.GetBytes(string.Join(end, lines) + end);
    }

    public static string Record(int type, uint address, int addressLength, byte[] data)
    {
        byte[] bytes = [(byte)(addressLength + data.Length + 1), .. HexWriter.Big(address, addressLength), .. data];
        var sum = bytes.Sum(value => value);
        return $"S{type}{Convert.ToHexString(bytes)}{(byte)(255 - (sum & 255)):X2}";
    }
}
