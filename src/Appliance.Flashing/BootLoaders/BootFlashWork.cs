// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Verify;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.BootLoaders;

/// <summary>Does what a plan says through a boot loader.</summary>
internal sealed class BootFlashWork(IBootLoader loader, BootLoaderFacts facts, ChipDescription chip, WarningLog warnings)
{
    /// <summary>Deadlines are so many times the longest time of the datasheet.</summary>
    private const int Margin = 3;

    /// <summary>What a boot loader itself takes beside the flash.</summary>
    private static readonly TimeSpan Overhead = TimeSpan.FromSeconds(1);

    /// <summary>Erases as planned; a plan that erases nothing has its ranges checked to be blank.</summary>
    public void Erase(FlashPlan plan, IProgress<long>? progress, CancellationToken cancel)
    {
        switch (plan.Erase)
        {
            case EraseMethod.None:
                BlankCheck.Run((address, bytes) => loader.Read(address, bytes, cancel), chip, Stretched(plan), cancel);
                break;
            case EraseMethod.Mass when EraseAll(cancel):
                progress?.Report(chip.FlashBytes);
                break;
            case EraseMethod.Mass:
                EraseSectors(Sectors(), progress, cancel);
                break;
            default:
                EraseSectors(Sectors().Where(sector => plan.Sectors.Any(planned => planned.Address == sector.Address)), progress, cancel);
                break;
        }
    }

    /// <summary>Programs as planned: blocks as large as the boot loader takes them.</summary>
    public void Program(FlashPlan plan, FirmwareImage image, IProgress<long>? progress, CancellationToken cancel)
    {
        var (done, all) = (0L, TimeSpan.Zero);
        foreach (var run in BootBlocks.Of(plan.Writes, facts.WriteUnit, facts.WriteBlock))
        {
            cancel.ThrowIfCancellationRequested();
            var bank = chip.Flash[run.Bank];
            var block = new byte[run.Length];
            image.Read(run.Address, block, bank.ErasedValue);
            var units = (run.Length + bank.ProgramUnit - 1) / bank.ProgramUnit;
            all += bank.Times.ProgramUnit.Maximum * units;
            Told(FlashFault.ProgramError, run.Address, () => loader.Write(run.Address, block, Limit(bank.Times.ProgramUnit.Maximum * units), cancel));
            progress?.Report(Math.Min(plan.BytesProgrammed, done += run.Length));
        }

        if (plan.Writes.Count > 0) Told(FlashFault.ProgramError, plan.Writes[0].Address, () => loader.Finish(Limit(all), cancel));
    }

    /// <summary>False where this chip's boot loader refuses to erase it whole, as that of L0 and L1 does: then it is erased sector by sector.</summary>
    private bool EraseAll(CancellationToken cancel)
    {
        if (!facts.ErasesAll) return false;
        var longest = chip.Flash.Aggregate(TimeSpan.Zero, (sum, bank) => sum + Longest(bank.Times.MassErase, bank.Times.SectorErase, bank));
        try
        {
            loader.EraseAll(Limit(longest), cancel);
            return true;
        }
        catch (BootLoaderException refused) when (refused.Fault == BootFault.Refused && facts.ErasesSectors)
        {
            warnings.Add("no-mass-erase", $"The boot loader refuses to erase the whole chip at once ({refused.Actual}); it was erased sector by sector.");
            return false;
        }
    }

    /// <summary>Some boot loaders erase all by erasing every sector.</summary>
    private static TimeSpan Longest(TimeRange mass, IReadOnlyList<TimeRange> sectors, FlashBank bank)
    {
        var bySectors = bank.Sectors.Select((run, index) => sectors[Math.Min(index, sectors.Count - 1)].Maximum * run.Count).Aggregate(TimeSpan.Zero, (sum, time) => sum + time);
        return bySectors > mass.Maximum ? bySectors : mass.Maximum;
    }

    private void EraseSectors(IEnumerable<BootSector> sectors, IProgress<long>? progress, CancellationToken cancel)
    {
        var erased = 0L;
        foreach (var sector in sectors)
        {
            cancel.ThrowIfCancellationRequested();
            var bank = chip.Flash.First(bank => sector.Address >= bank.Start && sector.Address < bank.End());
            var longest = bank.Times.SectorErase.Max(time => time.Maximum);
            Told(FlashFault.EraseError, sector.Address, () => loader.EraseSector(sector, Limit(longest), cancel));
            progress?.Report(erased += sector.Size);
        }
    }

    private IEnumerable<BootSector> Sectors() =>
        chip.Flash.SelectMany(FlashGeometry.SectorsOf).Select((entry, number) => new BootSector(number, entry.Sector.Address, entry.Sector.Size));

    /// <summary>A refusal of the boot loader at this stage is one of the flash. Silence and nonsense stay what they are: nobody can tell a flash that takes too
    /// long from a chip that is gone.</summary>
    private static void Told(FlashFault refused, uint address, Action work)
    {
        try
        {
            work();
        }
        catch (BootLoaderException failure) when (failure.Fault == BootFault.Refused)
        {
            throw new FlashException(refused, failure.Message, failure.Address ?? address, failure.Expected, failure.Actual, failure);
        }
    }

    /// <summary>The plan with its writes stretched to what is really written, padding included.</summary>
    private FlashPlan Stretched(FlashPlan plan) => plan with
    {
        Writes = [.. BootBlocks.Of(plan.Writes, facts.WriteUnit, facts.WriteBlock)],
    };

    private static TimeSpan Limit(TimeSpan longest) => Overhead + (longest * Margin);
}
