// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Flashing.Loaders;

namespace Appliance.Flashing.DebugRoute;

/// <summary>Finds the sectors of a plan that do not hold the image already, by CRC-32 the target computes over its flash: first of all of it, then sector by sector.</summary>
/// <remarks>A sector that holds every byte of the image is left alone; what else it holds stays. The verify after it covers every byte of the image all the same.</remarks>
internal sealed class ChangedSectors(RamLoader loader)
{
    /// <summary>Bytes summed by one block: a watchdog that runs is fed between two.</summary>
    private const uint Piece = 32 * 1024;

    /// <summary>The sectors that differ.</summary>
    public IReadOnlyList<PlannedSector> Of(FlashPlan plan, CancellationToken cancel)
    {
        loader.Start(cancel);
        try
        {
            List<PlannedSector> changed = Sum(plan.Checks, cancel) == plan.Crc32
                ? []
                : [.. plan.Contents.Where(content => Sum(content.Parts, cancel) != content.Crc32).Select(content => content.Sector)];
            loader.End(cancel);
            return changed;
        }
        catch
        {
            loader.AbandonAfterFailure();
            throw;
        }
    }

    private uint Sum(IReadOnlyList<PlannedCheck> parts, CancellationToken cancel)
    {
        var work = LoaderWork.Checksum;
        foreach (var part in parts)
        {
            for (var done = 0u; done < part.Length; done += Piece)
            {
                loader.Post(work, part.Address + done, Math.Min(Piece, part.Length - done), [], null, cancel);
                work = LoaderWork.ChecksumOn;
            }
        }

        return loader.Finish(null, cancel);
    }
}
