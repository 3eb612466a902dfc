// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;

namespace Appliance.Peers.Tests.Firmware;

/// <summary>Random images, and what it means for two images to be the same.</summary>
internal static class Images
{
    public static (uint Address, byte[] Data)[] Random(int seed, uint start)
    {
        var random = new Random(seed);
        var pieces = new (uint, byte[])[1 + random.Next(5)];
        var address = start + (uint)random.Next(0x1000);
        for (var i = 0; i < pieces.Length; i++)
        {
            var data = new byte[1 + random.Next(3000)];
            random.NextBytes(data);
            pieces[i] = (address, data);
            address += (uint)(data.Length + random.Next(1, 2000));
        }

        return pieces;
    }

    public static FirmwareImage Merged((uint Address, byte[] Data)[] pieces)
    {
        return FirmwareImage.Merge([.. pieces.Select(piece => FirmwareImage.FromBytes(piece.Address, piece.Data))]);
    }

    public static void AssertSame(FirmwareImage expected, FirmwareImage actual)
    {
        Assert.Equal(expected.Segments, actual.Segments);
        Assert.Equal(Bytes(expected), Bytes(actual));
    }

    private static byte[] Bytes(FirmwareImage image)
    {
        return [.. image.Segments.SelectMany(image.Chunks).SelectMany(chunk => chunk.ToArray())];
    }
}
