// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Appliance.Flashing.Tests.Firmware;

/// <summary>Writes Intel HEX for tests: records of random length in random order.</summary>
internal static class HexWriter
{
    public static byte[] Linear(FirmwareModel model, uint? entry = null)
    {
        return Write(model, segmented: false, entry is { } e ? [Record(5, 0, Big(e, 4))] : []);
    }

    public static byte[] Segmented(FirmwareModel model, params string[] more)
    {
        return Write(model, segmented: true, more);
    }

    public static string Record(int type, int offset, byte[] data)
    {
        byte[] bytes = [(byte)data.Length, (byte)(offset >> 8), (byte)offset, (byte)type, .. data];
        var sum = bytes.Aggregate(0, (total, value) => total - value);
        return ":" + Convert.ToHexString(bytes) + ((byte)sum).ToString("X2");
    }

    public static byte[] Big(uint value, int length)
    {
        return [.. Enumerable.Range(0, length).Select(i => (byte)(value >> 8 * (length - 1 - i)))];
    }

    private static byte[] Write(FirmwareModel model, bool segmented, string[] more)
    {
        var random = new Random(model.Seed);
        var parts = PieceCutter.Cut(model, random, 1 + random.Next(255), 0x1_0000);
        var lines = new List<string>();
        long? current = null;
        foreach (var part in parts)
        {
            // Segments may start anywhere on 16 bytes: sometimes take one just below the data.
            var window = segmented && random.Next(2) == 0 ? part.Address & ~0xfu : part.Address & ~0xffffu;
            if (window != (current ?? 0))
                lines.Add(segmented ? Record(2, 0, Big(window >> 4, 2)) : Record(4, 0, Big(window >> 16, 2)));
            current = window;
            lines.Add(Record(0, (int)(part.Address - window), part.Data));
        }

        lines.AddRange(more);
        lines.Add(Record(1, 0, []));
        var end = random.Next(2) == 0 ? "\n" : "\r\n";
        var text = string.Join(end, lines) + (random.Next(2) == 0 ? end : "");
        return Encoding.ASCII.GetBytes(random.Next(2) == 0 ? text : text.ToLowerInvariant());
    }
}
