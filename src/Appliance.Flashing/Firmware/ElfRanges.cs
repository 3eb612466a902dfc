// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>A set of file ranges, sorted and apart from each other.</summary>
internal sealed class ElfRanges
{
    private readonly List<(long Start, long End)> _ranges = [];

    public ElfRanges(IEnumerable<(long Start, long End)> ranges)
    {
        foreach (var range in ranges.Where(range => range.End > range.Start).OrderBy(range => range.Start))
        {
            if (_ranges.Count > 0 && range.Start <= _ranges[^1].End)
                _ranges[^1] = (_ranges[^1].Start, Math.Max(_ranges[^1].End, range.End));
            else
                _ranges.Add(range);
        }
    }

    /// <summary>The parts of the set between two offsets, in order.</summary>
    public IEnumerable<(long Start, long End)> Within(long start, long end)
    {
        for (var i = FirstEndingAfter(start); i < _ranges.Count && _ranges[i].Start < end; i++)
            yield return (Math.Max(start, _ranges[i].Start), Math.Min(end, _ranges[i].End));
    }

    /// <summary>What the set leaves free between two offsets, in order.</summary>
    public IEnumerable<(long Start, long End)> Without(long start, long end)
    {
        foreach (var (from, to) in Within(start, end))
        {
            if (from > start)
                yield return (start, from);
            start = to;
        }

        if (end > start)
            yield return (start, end);
    }

    private int FirstEndingAfter(long offset)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_ranges[middle].End > offset)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
