// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>
/// Collects bytes in any order. The same byte twice at one address is accepted (linkers and merge tools repeat shared parts);
/// two different bytes are an error: objcopy would take the later one in silence, and a wrong image would go out.
/// </summary>
internal sealed class FirmwareImageBuilder
{
    /// <summary>Pages allowed beyond the data limit, so that a small limit does not refuse a few scattered words.</summary>
    private const int SparePages = 256;

    private readonly Dictionary<uint, FirmwarePage> _pages = [];
    private readonly long _maxBytes;
    private FirmwarePage? _lastPage;
    private uint _lastNumber;

    public FirmwareImageBuilder(long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        _maxBytes = maxBytes;
    }

    /// <summary>Bytes given so far, each address counted once.</summary>
    public long ByteCount { get; private set; }

    /// <summary>Adds bytes; the place is where the file says so.</summary>
    public void Write(long address, ReadOnlySpan<byte> data, FirmwarePlace place)
    {
        if (TryWrite(address, data, place) is { } conflict)
        {
            throw place.Error(FirmwareErrorCause.Overlap, $"0x{conflict.Before:x2} at 0x{conflict.Address:x8}, as given before",
                $"0x{conflict.Now:x2}");
        }
    }

    /// <summary>As <see cref="Write"/>, but an overlap with a different byte is returned instead of thrown.</summary>
    public FirmwareConflict? TryWrite(long address, ReadOnlySpan<byte> data, FirmwarePlace place)
    {
        if (address + data.Length > 1L << 32)
        {
            throw place.Error(FirmwareErrorCause.AddressOutOfRange, "data below 4 GiB (0x100000000)",
                $"{data.Length} bytes at 0x{address:x8}");
        }

        while (!data.IsEmpty)
        {
            var index = (int)(address & (FirmwarePage.Size - 1));
            var run = Math.Min(FirmwarePage.Size - index, data.Length);
            if (PutInPage((uint)address, data[..run], place) is { } conflict)
                return conflict;
            data = data[run..];
            address += run;
        }

        return null;
    }

    public FirmwareImage Build(string name, string format, uint? entryPoint, uint? familyId = null)
    {
        var numbers = _pages.Keys.ToArray();
        Array.Sort(numbers);
        var pages = Array.ConvertAll(numbers, number => _pages[number].Data);
        return new FirmwareImage(name, format, entryPoint, familyId, [.. Segments(numbers)], numbers, pages);
    }

    private FirmwareConflict? PutInPage(uint address, ReadOnlySpan<byte> data, FirmwarePlace place)
    {
        var page = PageOf(address, place);
        var index = (int)(address & (FirmwarePage.Size - 1));
        var before = page.Count;
        var wrong = page.Put(index, data);
        if (wrong >= 0)
            return new FirmwareConflict(address + (uint)(wrong - index), page.Data[wrong], data[wrong - index]);

        ByteCount += page.Count - before;
        if (ByteCount > _maxBytes)
            throw place.Error(FirmwareErrorCause.TooLarge, $"at most {_maxBytes} bytes of data", "more");
        return null;
    }

    private FirmwarePage PageOf(uint address, FirmwarePlace place)
    {
        var number = address >> FirmwarePage.SizeBits;
        if (_lastPage is not null && number == _lastNumber)
            return _lastPage;
        if (!_pages.TryGetValue(number, out var page))
        {
            if (_pages.Count > _maxBytes / FirmwarePage.Size + SparePages)
            {
                throw place.Error(
                    FirmwareErrorCause.TooLarge, $"data within {_maxBytes} bytes of 4 KiB pages", "data scattered over more pages");
            }

            _pages.Add(number, page = new FirmwarePage());
        }

        (_lastPage, _lastNumber) = (page, number);
        return page;
    }

    private List<FirmwareSegment> Segments(uint[] sortedNumbers)
    {
        var segments = new List<FirmwareSegment>();
        foreach (var number in sortedNumbers)
        {
            var page = _pages[number];
            var start = page.Next(0, given: true);
            while (start < FirmwarePage.Size)
            {
                var end = page.Next(start, given: false);
                Append(segments, (number << FirmwarePage.SizeBits) + (uint)start, end - start);
                start = page.Next(end, given: true);
            }
        }

        return segments;
    }

    private static void Append(List<FirmwareSegment> segments, uint address, int length)
    {
        if (segments.Count > 0 && segments[^1].End == address)
            segments[^1] = segments[^1] with { Length = segments[^1].Length + length };
        else
            segments.Add(new FirmwareSegment(address, length));
    }
}
