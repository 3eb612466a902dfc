// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;

namespace Appliance.Flashing.BootLoaders;

/// <summary>Cuts planned writes into blocks a boot loader takes. A pure function.</summary>
internal static class BootBlocks
{
    /// <summary>Blocks in address order; none overlap, and runs that share a unit share a block.</summary>
    /// <param name="writes">What is planned, in address order.</param>
    /// <param name="unit">Addresses and lengths are multiples of it.</param>
    /// <param name="most">Bytes of the largest block, a multiple of <paramref name="unit"/>. A block does not cross a multiple of it.</param>
    public static IEnumerable<PlannedWrite> Of(IReadOnlyList<PlannedWrite> writes, int unit, int most)
    {
        PlannedWrite? open = null;
        foreach (var write in writes)
        {
            var (start, end) = (Down(write.Address, unit), Down(write.Address + (long)write.Length + unit - 1, unit));
            if (open is not null && open.Bank == write.Bank && start <= open.Address + (long)open.Length)
            {
                open = open with { Length = (uint)(Math.Max(end, open.Address + (long)open.Length) - open.Address) };
                continue;
            }

            foreach (var block in Cut(open, most)) yield return block;
            open = new PlannedWrite((uint)start, (uint)(end - start), write.Bank);
        }

        foreach (var block in Cut(open, most)) yield return block;
    }

    private static IEnumerable<PlannedWrite> Cut(PlannedWrite? run, int most)
    {
        if (run is null) yield break;
        var end = run.Address + (long)run.Length;
        for (long at = run.Address; at < end;)
        {
            var next = Math.Min(end, Down(at + most, most));
            yield return new PlannedWrite((uint)at, (uint)(next - at), run.Bank);
            at = next;
        }
    }

    private static long Down(long address, int unit) => address - (address % unit);
}
