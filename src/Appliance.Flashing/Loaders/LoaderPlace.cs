// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Loaders;

/// <summary>Where a loader and what it needs lie in the RAM of a chip: code, mailbox, stack, table of the checksum, ring.</summary>
/// <param name="Code">The code, from its first instruction.</param>
/// <param name="Mailbox">The shared words.</param>
/// <param name="Stack">First address above the stack.</param>
/// <param name="Table">1 KiB for the table of the checksum.</param>
/// <param name="Ring">Slot 0.</param>
/// <param name="Slots">How many slots.</param>
/// <param name="Stride">Bytes from one slot to the next.</param>
/// <param name="BlockBytes">Most data in a slot: whole units of the flash.</param>
internal sealed record LoaderPlace(uint Code, uint Mailbox, uint Stack, uint Table, uint Ring, int Slots, int Stride, int BlockBytes)
{
    private const int TableBytes = 1024;

    /// <summary>The loaders push ten words at most; an exception frame is eight.</summary>
    private const int StackBytes = 128;

    private const int Alignment = 16;

    /// <summary>More than two blocks ahead of the flash serve nobody.</summary>
    private const int MostSlots = 4;

    /// <summary>Bytes of a slot that are no data: the header, and what the loader may fetch ahead.</summary>
    private const int SlotOverhead = 32;

    /// <summary>Slots never cross a multiple of 1 KiB, where a block write over any probe is cut (IHI 0031, C2.2.2).</summary>
    private static readonly int[] Strides = [1024, 512, 256];

    /// <summary>Finds the places: two slots at least, of the largest blocks that fit.</summary>
    /// <param name="ram">The RAM.</param>
    /// <param name="codeBytes">Size of the code.</param>
    /// <param name="unit">Bytes of a programming unit: a loader is given whole ones.</param>
    /// <exception cref="FlashException"><see cref="FlashFault.LoaderTooBig"/>: the RAM is too small.</exception>
    public static LoaderPlace In(MemoryRegion ram, int codeBytes, int unit)
    {
        var mailbox = Up(ram.Start + (uint)codeBytes, Alignment);
        var stack = Up(mailbox + LoaderMailbox.Bytes, Alignment) + StackBytes;
        var table = stack + TableBytes;
        foreach (var stride in Strides)
        {
            var ring = Up(table, (uint)stride);
            var slots = (int)Math.Min(MostSlots, (ram.Start + (long)ram.Size - ring) / stride);
            if (slots >= 2)
                return new LoaderPlace(ram.Start, mailbox, stack, stack, ring, slots, stride, (stride - SlotOverhead) / unit * unit);
        }

        throw new FlashException(
            FlashFault.LoaderTooBig, "The RAM of this chip is too small for the flash loader.", ram.Start, $"{table - ram.Start + 768} bytes", $"{ram.Size} bytes");
    }

    /// <summary>The slot of a block.</summary>
    public uint SlotOf(uint sequence) => Ring + ((sequence - 1) % (uint)Slots * (uint)Stride);

    private static uint Up(uint address, uint alignment) => (address + alignment - 1) / alignment * alignment;
}
