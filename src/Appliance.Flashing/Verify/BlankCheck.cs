// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Flashing.Loaders;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Verify;

/// <summary>Makes sure that flash which nobody erases is erased where the image goes, before anything is written.</summary>
internal static class BlankCheck
{
    private const int Window = 4096;
    private const uint Piece = 32 * 1024;

    /// <summary>Reads the planned ranges, stretched to whole program units as they will be written.</summary>
    /// <exception cref="FlashException"><see cref="FlashFault.NotBlank"/> with the first address that is not erased.</exception>
    public static void Run(FlashReader read, ChipDescription chip, FlashPlan plan, CancellationToken cancel)
    {
        foreach (var check in plan.Checks)
            Run(read, chip, check.Address, check.Length, cancel);
        foreach (var write in plan.Writes)
            Run(read, chip, write.Address, write.Length, cancel);
    }

    /// <summary>The same by the loader in the target's RAM, which looks faster than any wire; the byte that is not erased is read back.</summary>
    /// <exception cref="FlashException"><see cref="FlashFault.NotBlank"/> with the first address that is not erased.</exception>
    public static void RunOnTarget(RamLoader loader, IMemory memory, ChipDescription chip, FlashPlan plan, CancellationToken cancel)
    {
        uint? written = null;
        loader.Start(cancel);
        try
        {
            var ranges = plan.Checks.Select(check => (check.Address, check.Length)).Concat(plan.Writes.Select(write => (write.Address, write.Length)));
            foreach (var (address, length) in ranges.SelectMany(range => Pieces(range.Address, range.Length)))
            {
                loader.Post(LoaderWork.Blank, address, length, [], null, cancel);
                var found = loader.Finish(null, cancel);
                if (found == address + length)
                    continue;
                written = found;
                break;
            }

            loader.End(cancel);
        }
        catch
        {
            loader.AbandonAfterFailure();
            throw;
        }

        if (written is not { } at)
            return;
        var seen = new byte[1];
        memory.Read(at, seen);
        throw NotBlank(at, chip.Flash.First(bank => at >= bank.Start && at < bank.End()).ErasedValue, seen[0]);
    }

    /// <summary>The sectors that are not blank, by the loader in the target's RAM.</summary>
    public static List<PlannedSector> UsedOnTarget(RamLoader loader, IReadOnlyList<PlannedSector> sectors, CancellationToken cancel)
    {
        loader.Start(cancel);
        try
        {
            var used = sectors.Where(sector => Pieces(sector.Address, sector.Size).Any(piece =>
            {
                loader.Post(LoaderWork.Blank, piece.Address, piece.Length, [], null, cancel);
                return loader.Finish(null, cancel) != piece.Address + piece.Length;
            })).ToList();
            loader.End(cancel);
            return used;
        }
        catch
        {
            loader.AbandonAfterFailure();
            throw;
        }
    }

    /// <summary>The same, read over the wire.</summary>
    public static List<PlannedSector> Used(FlashReader read, ChipDescription chip, IReadOnlyList<PlannedSector> sectors, CancellationToken cancel)
    {
        return [.. sectors.Where(sector => !IsBlank(sector))];

        bool IsBlank(PlannedSector sector)
        {
            try
            {
                Run(read, chip, sector.Address, sector.Size, cancel);
                return true;
            }
            catch (FlashException written) when (written.Fault == FlashFault.NotBlank)
            {
                return false;
            }
        }
    }

    /// <summary>A watchdog that runs is fed between two pieces.</summary>
    private static IEnumerable<(uint Address, uint Length)> Pieces(uint address, uint length)
    {
        for (var done = 0u; done < length; done += Piece)
            yield return (address + done, Math.Min(Piece, length - done));
    }

    private static void Run(FlashReader read, ChipDescription chip, uint start, uint count, CancellationToken cancel)
    {
        var buffer = new byte[Window];
        for (long address = start, end = start + (long)count; address < end;)
        {
            cancel.ThrowIfCancellationRequested();
            var bank = chip.Flash.First(candidate => address >= candidate.Start && address < candidate.End());
            var window = buffer.AsSpan(0, (int)Math.Min(Math.Min(Window, end - address), bank.End() - address));
            read((uint)address, window);
            var written = window.IndexOfAnyExcept(bank.ErasedValue);
            if (written >= 0)
                throw NotBlank((uint)(address + written), bank.ErasedValue, window[written]);
            address += window.Length;
        }
    }

    private static FlashException NotBlank(uint address, byte expected, byte actual) => new(
        FlashFault.NotBlank, $"The flash at 0x{address:x8} is not erased, and the project asks for no erase.", address, $"0x{expected:x2}",
        $"0x{actual:x2}");
}
