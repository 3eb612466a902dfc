// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Fakes;

/// <summary>Random images with gaps, odd ends and holes of FF.</summary>
internal static class SparseImage
{
    public static FirmwareImage Make(Random random, ChipDescription chip)
    {
        var size = (int)chip.FlashBytes;
        var contents = new byte?[size];
        for (var run = random.Next(1, 6); run > 0; run--)
        {
            var start = random.Next(size);
            var length = random.Next(1, Math.Min(600, size - start) + 1);
            var erased = random.Next(4) == 0;
            for (var i = start; i < start + length; i++)
                contents[i] = erased || random.Next(8) == 0 ? (byte)0xFF : (byte)random.Next(256);
        }

        return FromContents(contents, chip.Flash[0].Start);
    }

    private static FirmwareImage FromContents(byte?[] contents, uint start)
    {
        var images = new List<FirmwareImage>();
        for (var i = 0; i < contents.Length; i++)
        {
            var from = i;
            while (i < contents.Length && contents[i] is not null)
                i++;
            if (i > from)
                images.Add(FirmwareImage.FromBytes(start + (uint)from, Array.ConvertAll(contents[from..i], value => value!.Value)));
        }

        return FirmwareImage.Merge(images);
    }
}
