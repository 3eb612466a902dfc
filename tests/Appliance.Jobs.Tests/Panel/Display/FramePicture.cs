// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Appliance.Ports.Checks;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Tests.Panel.Display;

/// <summary>A frame for the eye: as text, and as a picture where <c>APPLIANCE_PICTURES</c> names a folder.</summary>
internal static class FramePicture
{
    private const int Scale = 4;

    public static string Text(PanelFrame frame)
    {
        var text = new StringBuilder();
        for (var y = 0; y < frame.Size.Height; y++)
        {
            for (var x = 0; x < frame.Size.Width; x++) text.Append(frame[x, y] ? '#' : '.');
            text.Append('\n');
        }

        return text.ToString();
    }

    public static int Lit(PanelFrame frame) => Text(frame).Count(pixel => pixel == '#');

    public static void Keep(string name, PanelFrame frame)
    {
        if (Environment.GetEnvironmentVariable("APPLIANCE_PICTURES") is not { Length: > 0 } folder) return;
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, name + ".png"), Png(frame));
    }

    /// <summary>Portable Network Graphics, second edition (W3C 2003): 8 bit grey, no filter.</summary>
    private static byte[] Png(PanelFrame frame)
    {
        var (width, height) = ((frame.Size.Width + 4) * Scale, (frame.Size.Height + 4) * Scale);
        using var pixels = new MemoryStream();
        using (var packed = new ZLibStream(pixels, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                packed.WriteByte(0);
                for (var x = 0; x < width; x++) packed.WriteByte((byte)(frame[(x / Scale) - 2, (y / Scale) - 2] ? 255 : 20));
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", pixels.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string kind, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. data];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc32.Of(body));
        return [.. length, .. body, .. check];
    }
}
