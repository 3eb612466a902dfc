// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Algorithms;

/// <summary>The runs that go into one sector.</summary>
/// <param name="Sector">The sector.</param>
/// <param name="Runs">Its runs in address order.</param>
internal sealed record SectorWrites(PlannedSector Sector, IReadOnlyList<PlannedWrite> Runs)
{
    /// <summary>Bytes in all runs.</summary>
    public long Bytes => Runs.Sum(run => (long)run.Length);

    /// <summary>Cuts runs in address order at the sector boundaries of their bank.</summary>
    public static IEnumerable<SectorWrites> Split(FlashBank bank, IReadOnlyList<PlannedWrite> writes)
    {
        var next = 0;
        foreach (var sector in FlashGeometry.SectorsOf(bank, writes.Count > 0 ? writes[0].Bank : 0).Select(entry => entry.Sector))
        {
            var runs = new List<PlannedWrite>();
            while (next < writes.Count && writes[next].Address < sector.Address + (long)sector.Size)
            {
                var (run, reachesOn) = Cut(writes[next], sector);
                runs.Add(run);
                if (reachesOn)
                    break;
                next++;
            }

            if (runs.Count > 0)
                yield return new SectorWrites(sector, runs);
        }
    }

    private static (PlannedWrite Run, bool ReachesOn) Cut(PlannedWrite write, PlannedSector sector)
    {
        var start = Math.Max(write.Address, sector.Address);
        var sectorEnd = sector.Address + (long)sector.Size;
        var writeEnd = write.Address + (long)write.Length;
        return (new PlannedWrite(start, (uint)(Math.Min(writeEnd, sectorEnd) - start), write.Bank), writeEnd > sectorEnd);
    }
}
