// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Flashing.Fus.Images;
using Appliance.Targets;

namespace Appliance.Flashing.Fus.Operations;

/// <summary>
/// Finds images that were left in user flash: FUS takes the first it meets, so there may be none beside the one that is wanted (ST wiki, STM32WB FUS, FAQ
/// on FUS 1.2 below FUS 2).
/// </summary>
internal static class ImagesInFlash
{
    private const int Block = 64 * 1024;
    private const int SignatureAfter = 84;
    private const int PagesBefore = 8;

    /// <summary>The pages of every image in user flash.</summary>
    /// <param name="memory">Memory of the chip.</param>
    /// <param name="device">The chip.</param>
    /// <param name="boundary">First page that is not user flash.</param>
    public static IReadOnlyList<int> Find(IMemory memory, FusDevice device, int boundary)
    {
        var flash = new byte[boundary * device.PageBytes];
        for (var at = 0; at < flash.Length; at += Block)
            memory.Read(FusDevice.FlashBase + (uint)at, flash.AsSpan(at, Math.Min(Block, flash.Length - at)));
        return Find(flash, device.PageBytes);
    }

    /// <summary>The same in bytes that were read.</summary>
    public static IReadOnlyList<int> Find(ReadOnlySpan<byte> flash, int pageBytes)
    {
        var pages = new SortedSet<int>();
        for (var at = PagesBefore; at + SignatureAfter + sizeof(uint) <= flash.Length; at += sizeof(uint))
        {
            if (!IsMagic(Word(flash, at)) || Word(flash, at + SignatureAfter) is not (FusFooter.StSignature or FusFooter.CustomerSignature))
                continue;
            var end = at + SignatureAfter + sizeof(uint);
            var last = (end - 1) / pageBytes;
            for (var page = Math.Max(0, last - Math.Max(1, (int)flash[at - PagesBefore]) + 1); page <= last; page++)
                pages.Add(page);
        }

        return [.. pages];
    }

    private static bool IsMagic(uint word) => word is FusFooter.LegacyMagic or FusFooter.NewMagic or FusFooter.FusMagic or FusFooter.Safeboot201Magic;

    private static uint Word(ReadOnlySpan<byte> flash, int at) => BinaryPrimitives.ReadUInt32LittleEndian(flash[at..]);
}
