// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Loaders;
using Appliance.Targets;

namespace Appliance.Flashing.Fus.Operations;

/// <summary>
/// Finds images that were left in user flash: FUS takes the first it meets, so there may be none beside the one that is wanted (ST wiki, STM32WB FUS, FAQ
/// on FUS 1.2 below FUS 2).
/// </summary>
internal static class ImagesInFlash
{
    private const int Block = 64 * 1024;

    /// <summary>Bytes searched by one block of a loader: a watchdog that runs is fed between two.</summary>
    private const int Piece = 128 * 1024;

    private const int SignatureAfter = 84;
    private const int PagesBefore = 8;
    private const int FooterBytes = PagesBefore + SignatureAfter + sizeof(uint);

    /// <summary>The pages of every image in user flash, by a loader in the target's RAM: what goes over the wire are the footers that were found.</summary>
    /// <param name="loader">The loader, not started.</param>
    /// <param name="memory">Memory of the chip.</param>
    /// <param name="device">The chip.</param>
    /// <param name="boundary">First page that is not user flash.</param>
    /// <param name="cancel">Ends it.</param>
    public static IReadOnlyList<int> FindOnTarget(RamLoader loader, IMemory memory, FusDevice device, int boundary, CancellationToken cancel)
    {
        var ends = new List<int>();
        loader.Start(cancel);
        try
        {
            for (var at = 0; at < boundary * device.PageBytes;)
            {
                var length = Math.Min(Piece, (boundary * device.PageBytes) - at);
                loader.Post(LoaderWork.Find, FusDevice.FlashBase + (uint)at, (uint)length, Signatures, null, cancel);
                var found = (int)(loader.Finish(null, cancel) - FusDevice.FlashBase);
                if (found == at + length)
                    at = found;
                else
                    ends.Add(at = found + sizeof(uint));
            }

            loader.End(cancel);
        }
        catch
        {
            loader.AbandonAfterFailure();
            throw;
        }

        return [.. ends.SelectMany(end => PagesOf(memory, device, end)).Distinct().Order()];
    }

    /// <summary>The same with all of user flash read over the wire, where the target runs no code.</summary>
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
            if (IsFooter(flash[(at - PagesBefore)..]))
                pages.UnionWith(Pages(at + SignatureAfter + sizeof(uint), flash[at - PagesBefore], pageBytes));
        }

        return [.. pages];
    }

    /// <summary>The two words that end a signature, one after the other.</summary>
    private static ReadOnlySpan<byte> Signatures => [0x5E, 0x2C, 0xA1, 0xD3, 0x4A, 0x1D, 0xB5, 0xE2];

    private static IEnumerable<int> PagesOf(IMemory memory, FusDevice device, int end)
    {
        if (end < FooterBytes)
            return [];
        var footer = new byte[FooterBytes];
        memory.Read(FusDevice.FlashBase + (uint)(end - FooterBytes), footer);
        return IsFooter(footer) ? Pages(end, footer[0], device.PageBytes) : [];
    }

    /// <summary>From the word with the pages to the magic of the signature.</summary>
    private static bool IsFooter(ReadOnlySpan<byte> footer) =>
        IsMagic(Word(footer, PagesBefore)) && Word(footer, FooterBytes - sizeof(uint)) is FusFooter.StSignature or FusFooter.CustomerSignature;

    private static IEnumerable<int> Pages(int end, int pages, int pageBytes)
    {
        var last = (end - 1) / pageBytes;
        var first = Math.Max(0, last - Math.Max(1, pages) + 1);
        return Enumerable.Range(first, last - first + 1);
    }

    private static bool IsMagic(uint word) => word is FusFooter.LegacyMagic or FusFooter.NewMagic or FusFooter.FusMagic or FusFooter.Safeboot201Magic;

    private static uint Word(ReadOnlySpan<byte> flash, int at) => BinaryPrimitives.ReadUInt32LittleEndian(flash[at..]);
}
