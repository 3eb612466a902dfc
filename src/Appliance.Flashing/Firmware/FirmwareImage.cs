// SPDX-License-Identifier: Apache-2.0
using Crc = Appliance.Ports.Checks.Crc32;

namespace Appliance.Flashing.Firmware;

/// <summary>What a firmware file says about the target's memory: bytes at addresses, with gaps. Immutable; safe from any thread.</summary>
public sealed class FirmwareImage
{
    private readonly FirmwareSegment[] _segments;
    private readonly uint[] _pageNumbers;
    private readonly byte[][] _pages;

    internal FirmwareImage(
        string name, string format, uint? entryPoint, uint? familyId, FirmwareSegment[] segments, uint[] pageNumbers, byte[][] pages)
    {
        (Name, Format, EntryPoint, FamilyId) = (name, format, entryPoint, familyId);
        (_segments, _pageNumbers, _pages) = (segments, pageNumbers, pages);
        Segments = Array.AsReadOnly(segments);
        ByteCount = segments.Sum(segment => segment.Length);
        var crc = new Crc();
        foreach (var segment in segments)
            Append(crc, segment);
        Crc32 = crc.Value;
    }

    /// <summary>File name, or the names joined by " + " after a merge; may be empty.</summary>
    public string Name { get; }

    /// <summary>"hex", "srec", "elf", "bin" or "uf2"; "mixed" after a merge of different ones.</summary>
    public string Format { get; }

    /// <summary>Entry point as the file gives it (in an ELF file bit 0 set means Thumb), or null when it gives none.</summary>
    public uint? EntryPoint { get; }

    /// <summary>UF2 family id, or null when the file gives none.</summary>
    public uint? FamilyId { get; }

    /// <summary>Runs of data in address order. Never adjacent, never empty: contiguous data is one segment.</summary>
    public IReadOnlyList<FirmwareSegment> Segments { get; }

    /// <summary>Number of data bytes, gaps not counted.</summary>
    public long ByteCount { get; }

    /// <summary>CRC-32 (as zip uses) of all data in address order, gaps left out.</summary>
    public uint Crc32 { get; }

    /// <summary>An image of one block of bytes, format "bin". No bytes make an image without segments.</summary>
    /// <exception cref="FirmwareException">The bytes reach beyond 4 GiB.</exception>
    public static FirmwareImage FromBytes(uint address, ReadOnlySpan<byte> bytes)
    {
        var builder = new FirmwareImageBuilder(Math.Max(1, bytes.Length));
        builder.Write(address, bytes, new FirmwarePlace(""));
        return builder.Build("", FirmwareFormats.Name(FirmwareFormat.Binary), null);
    }

    /// <summary>
    /// One image of several. Equal bytes at one address are accepted. The entry point stays when all that have one agree, else it is null.
    /// </summary>
    /// <exception cref="FirmwareException">Two images give one address different bytes; both are named.</exception>
    public static FirmwareImage Merge(IReadOnlyList<FirmwareImage> images)
    {
        return FirmwareMerge.Merge(images);
    }

    /// <summary>This image with some bytes put over it or added to it, as the serial number of one board.</summary>
    /// <exception cref="FirmwareException">Two patches give one address different bytes, or one reaches beyond 4 GiB.</exception>
    public FirmwareImage Patched(IReadOnlyList<(uint Address, ReadOnlyMemory<byte> Bytes)> patches)
    {
        return patches.Count == 0 ? this : FirmwarePatch.Apply(this, patches);
    }

    /// <summary>Whether the image has a byte for this address.</summary>
    public bool Contains(uint address)
    {
        var index = FirstSegmentEndingAfter(address);
        return index < _segments.Length && _segments[index].Address <= address;
    }

    /// <summary>Copies the bytes from an address on; addresses without data get <paramref name="fill"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range reaches beyond 4 GiB.</exception>
    public void Read(uint address, Span<byte> destination, byte fill)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address + (long)destination.Length, 1L << 32, nameof(destination));
        destination.Fill(fill);
        var end = address + (long)destination.Length;
        for (var i = FirstSegmentEndingAfter(address); i < _segments.Length && _segments[i].Address < end; i++)
        {
            var from = Math.Max(address, _segments[i].Address);
            var to = Math.Min(end, _segments[i].End);
            var at = (int)(from - address);
            foreach (var chunk in ChunksOf(from, to - from))
            {
                chunk.Span.CopyTo(destination[at..]);
                at += chunk.Length;
            }
        }
    }

    /// <summary>The data of a segment (or of a part of one) in address order, in pieces of up to 4 KiB; no copies are made.</summary>
    /// <exception cref="ArgumentException">The image does not have data for the whole range.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Chunks(FirmwareSegment segment)
    {
        var index = FirstSegmentEndingAfter(segment.Address);
        var found = index < _segments.Length ? _segments[index] : default;
        if (found.Length == 0 || found.Address > segment.Address || found.End < segment.End || segment.Length < 0)
            throw new ArgumentException($"No data for all of {segment.Length} bytes at 0x{segment.Address:x8}.", nameof(segment));
        return ChunksOf(segment.Address, segment.Length);
    }

    /// <summary>CRC-32 (as zip uses) of a segment, or of a part of one.</summary>
    /// <exception cref="ArgumentException">The image does not have data for the whole range.</exception>
    public uint Crc32Of(FirmwareSegment segment)
    {
        var crc = new Crc();
        foreach (var chunk in Chunks(segment))
            crc.Append(chunk.Span);
        return crc.Value;
    }

    private void Append(Crc crc, FirmwareSegment segment)
    {
        foreach (var chunk in ChunksOf(segment.Address, segment.Length))
            crc.Append(chunk.Span);
    }

    private IEnumerable<ReadOnlyMemory<byte>> ChunksOf(long address, long length)
    {
        var page = Array.BinarySearch(_pageNumbers, (uint)(address >> FirmwarePage.SizeBits));
        while (length > 0)
        {
            var index = (int)(address & (FirmwarePage.Size - 1));
            var run = (int)Math.Min(FirmwarePage.Size - index, length);
            yield return _pages[page++].AsMemory(index, run);
            address += run;
            length -= run;
        }
    }

    private int FirstSegmentEndingAfter(uint address)
    {
        var (low, high) = (0, _segments.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_segments[middle].End > address)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
