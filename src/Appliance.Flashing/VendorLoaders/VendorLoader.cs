// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>The form a loader of a chip or memory maker comes in.</summary>
public enum VendorLoaderKind
{
    /// <summary>A flash algorithm of a CMSIS pack (Open-CMSIS-Pack specification, flash programming): a function returns 0 when it is well.</summary>
    Flm,

    /// <summary>An external loader of ST (UM0892, section 3.9): a function returns 1 when it is well.</summary>
    Stldr,
}

/// <summary>A loader somebody else made: what it says of its flash, its code, and where its functions are. Immutable, pure data.</summary>
/// <param name="Kind">Its form, and with it what its functions take and return.</param>
/// <param name="File">Name of the file, for people and records.</param>
/// <param name="Sha256">SHA-256 of the file, 64 lower-case hex digits.</param>
/// <param name="Device">The flash it is for.</param>
/// <param name="Segments">What must be in RAM before it runs, zeroed memory included, in address order.</param>
/// <param name="Entries">Where its functions are, as its file says.</param>
public sealed record VendorLoader(
    VendorLoaderKind Kind, string File, string Sha256, LoaderDevice Device, IReadOnlyList<LoaderSegment> Segments, LoaderEntries Entries)
{
    /// <summary>Whether it runs wherever it is put; else only where it was linked for.</summary>
    public bool IsMovable { get; init; }

    /// <summary>What goes into R9 before each call: where its data begin.</summary>
    public uint StaticBase { get; init; }

    /// <summary>Addresses of words that hold an address of its own, to be changed when it is moved.</summary>
    public IReadOnlyList<uint> Moved { get; init; } = [];

    /// <summary>RAM that a pack reserves for it; null where nobody does.</summary>
    public MemoryRegion? Ram { get; init; }

    /// <summary>First address it needs in RAM, as linked.</summary>
    public uint Start => Segments[0].Address;

    /// <summary>Address behind its last byte, as linked.</summary>
    public uint End => Segments[^1].Address + (uint)Segments[^1].Bytes.Length;

    /// <summary>The result of a function that is well.</summary>
    public uint Well => Kind == VendorLoaderKind.Flm ? 0u : 1u;
}

/// <summary>A run of bytes of a loader.</summary>
/// <param name="Address">First address, as linked.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record LoaderSegment(uint Address, ReadOnlyMemory<byte> Bytes);

/// <summary>The flash a loader is for, as it says itself.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Start">First address.</param>
/// <param name="Size">Bytes, not 0.</param>
/// <param name="PageBytes">Most bytes programmed by one call; a power of two.</param>
/// <param name="ErasedValue">What an erased byte reads.</param>
/// <param name="Sectors">Sectors that cover all of it.</param>
/// <param name="ProgramTime">Longest time of one call that programs.</param>
/// <param name="EraseTime">Longest time of one call that erases a sector.</param>
public sealed record LoaderDevice(
    string Name, uint Start, uint Size, int PageBytes, byte ErasedValue, IReadOnlyList<SectorRun> Sectors, TimeSpan ProgramTime, TimeSpan EraseTime)
{
    /// <summary>The chip it is made for by its DEV_ID, where its file name says so; null where it does not.</summary>
    public uint? DeviceId { get; init; }

    /// <summary>First address behind it, up to 2^32.</summary>
    public long End => Start + (long)Size;
}

/// <summary>Addresses of the functions of a loader as linked, bit 0 (Thumb) taken off; null for one that it does not have.</summary>
/// <param name="Init">Makes the flash ready.</param>
/// <param name="EraseSector">Erases one sector.</param>
/// <param name="Program">Programs one page.</param>
public sealed record LoaderEntries(uint Init, uint? EraseSector, uint Program)
{
    /// <summary>Ends what Init began (FLM alone).</summary>
    public uint? UnInit { get; init; }

    /// <summary>Erases all of the flash.</summary>
    public uint? EraseAll { get; init; }

    /// <summary>Copies flash to RAM (external loaders of flash that is not mapped).</summary>
    public uint? Read { get; init; }
}
