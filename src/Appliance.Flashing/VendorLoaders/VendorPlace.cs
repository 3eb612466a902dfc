// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>Where a loader of others and what it needs lie in the RAM of a chip.</summary>
/// <param name="Moved">What is added to every address of the loader, modulo 2^32.</param>
/// <param name="Return">A word with a breakpoint, where its functions return to.</param>
/// <param name="StackLimit">Lowest address of its stack; the first words there must stay as they are.</param>
/// <param name="Stack">First address above the stack.</param>
/// <param name="Buffer">The first buffer; a second lies behind it where there are two.</param>
/// <param name="Buffers">One, or two to fill one while the other is programmed.</param>
/// <param name="BufferBytes">Bytes of each: whole pages.</param>
internal sealed record VendorPlace(uint Moved, uint Return, uint StackLimit, uint Stack, uint Buffer, int Buffers, int BufferBytes)
{
    private const uint Word = 4;
    private const uint Alignment = 16;

    /// <summary>An external loader says nothing of its stack; ST's templates link 1 KiB. Algorithms of packs are run with 512 bytes by others.</summary>
    private static readonly uint[] Stacks = [4096, 1024];

    /// <summary>Most data handed to an external loader at once: it has no page it must be given whole.</summary>
    private const uint MostData = 16 * 1024;

    /// <summary>Finds the places.</summary>
    /// <param name="ram">RAM of the chip.</param>
    /// <param name="loader">The loader.</param>
    /// <exception cref="FlashException"><see cref="FlashFault.LoaderTooBig"/>: it does not fit, or needs RAM this chip does not have.</exception>
    public static VendorPlace In(IReadOnlyList<MemoryRegion> ram, VendorLoader loader)
    {
        var regions = loader.Ram is { } reserved ? [reserved] : ram;
        var tries =
            from stack in Stacks
            from buffers in (int[])[2, 1]
            from region in regions
            select Try(region, loader, stack, buffers);
        return tries.FirstOrDefault(place => place is not null) ?? throw TooBig(regions, loader);
    }

    private static VendorPlace? Try(MemoryRegion region, VendorLoader loader, uint stack, int buffers)
    {
        var (regionEnd, length) = (region.Start + (long)region.Size, loader.End - loader.Start);
        var code = loader.IsMovable ? region.Start + Alignment : loader.Start;
        if (code < region.Start || code + (long)length > regionEnd)
            return null;
        var after = Up(code + (long)length);
        var back = (long)code - Word;
        if (back < region.Start)
            (back, after) = (after, after + Alignment);
        var (limit, top) = (after, after + stack);
        var page = (uint)loader.Device.PageBytes;
        var room = (regionEnd - top) / buffers / page * page;
        if (room < page)
            return null;
        var size = loader.Kind == VendorLoaderKind.Flm ? page : Math.Max(page, (uint)Math.Min(room, MostData));
        return new VendorPlace(unchecked(code - loader.Start), (uint)back, (uint)limit, (uint)top, (uint)top, buffers, (int)Math.Min(size, room));
    }

    private static FlashException TooBig(IReadOnlyList<MemoryRegion> regions, VendorLoader loader)
    {
        var needed = loader.End - loader.Start + Stacks[^1] + (uint)loader.Device.PageBytes + (2 * Alignment);
        var where = loader.IsMovable ? "" : $" from 0x{loader.Start:x8} on, where it was linked for";
        return new FlashException(
            FlashFault.LoaderTooBig, $"The loader {loader.File} needs {needed} bytes of RAM{where}; that is more than there is.", loader.IsMovable ? null : loader.Start,
            $"{needed} bytes{where}", string.Join(", ", regions.Select(region => $"{region.Size} bytes from 0x{region.Start:x8} on")));
    }

    private static long Up(long address) => (address + Alignment - 1) / Alignment * Alignment;
}
