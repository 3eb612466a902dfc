// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Loaders;
using Appliance.Flashing.Verify;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Targets;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.DebugRoute;

/// <summary>Does what a plan says, bank after bank, by the flash algorithm of each; every way out locks the flash again.</summary>
/// <param name="memory">Memory of the halted core.</param>
/// <param name="clock">Target time.</param>
/// <param name="chip">The chip.</param>
/// <param name="warnings">Where trouble that was overcome goes.</param>
/// <param name="runner">The core, where it may run loaders; null where all is done by registers.</param>
internal sealed class FlashWork(IMemory memory, ITargetClock clock, ChipDescription chip, WarningLog warnings, CortexMCore? runner = null)
{
    private IFlashAlgorithm? _open;
    private IReadOnlyList<PlannedSector>? _changed;

    /// <summary>Time that went into loaders so far, beside the flash work itself.</summary>
    public TimeSpan SetUp { get; private set; }

    /// <summary>Erases as planned; a plan that erases nothing has its ranges checked to be blank.</summary>
    public void Erase(FlashPlan plan, IProgress<long>? progress, CancellationToken cancel)
    {
        var sectors = new SecureBoundary(memory, chip, warnings).Erasable(plan);
        if (plan.Erase == EraseMethod.None)
        {
            if (LoaderFor(chip.Flash[0]) is { } loader)
                BlankCheck.RunOnTarget(loader, memory, chip, plan, cancel);
            else
                BlankCheck.Run(memory.Read, chip, plan, cancel);
            return;
        }

        _changed = null;
        if (plan.Erase == EraseMethod.Changed)
            sectors = _changed = Changed(plan, cancel);
        var erased = 0L;
        foreach (var bank in sectors.GroupBy(sector => sector.Bank))
        {
            WithBank(bank.Key, cancel, algorithm =>
            {
                foreach (var sector in bank)
                {
                    cancel.ThrowIfCancellationRequested();
                    Erase(algorithm, plan.Erase, sector, cancel);
                    progress?.Report(erased += sector.Size);
                }
            });
        }
    }

    /// <summary>Programs as planned.</summary>
    public void Program(FlashPlan plan, FirmwareImage image, IProgress<long>? progress, CancellationToken cancel)
    {
        var programmed = 0L;
        foreach (var bank in Writes(plan).GroupBy(write => write.Bank))
        {
            var work = new ProgramWork(
                [.. bank], image, plan.Erase != EraseMethod.None, bytes => progress?.Report(programmed += bytes));
            WithBank(bank.Key, cancel, algorithm => algorithm.Program(work, cancel));
        }
    }

    /// <summary>Has the target compute the CRC-32 of its flash and compares it with that of the image.</summary>
    public VerifyEvidence VerifyByCrc(FirmwareImage image, IProgress<long>? progress, CancellationToken cancel) =>
        new CrcVerifier(memory, LoaderFor(chip.Flash[0])!).Verify(image, progress, cancel);

    /// <summary>Locks every bank again, whatever was going on; a loader that runs is stopped first.</summary>
    public void Lock()
    {
        _open?.Close();
        foreach (var bank in chip.Flash)
            FlashAlgorithms.Create(Context(bank)).Close();
    }

    private IReadOnlyList<PlannedSector> Changed(FlashPlan plan, CancellationToken cancel)
    {
        if (LoaderFor(chip.Flash[0]) is not { } loader)
            throw new FlashException(FlashFault.Unsupported, "Only what differs cannot be erased here: the target computes no CRC over this wire.");
        var changed = new ChangedSectors(loader).Of(plan, cancel);
        warnings.Add("only-changed", $"{plan.Sectors.Count - changed.Count} of {plan.Sectors.Count} sectors held the image already, by a CRC the target computed; they were left alone.");
        return changed;
    }

    /// <summary>What is programmed: of a plan that erases only what differs, only that.</summary>
    private IEnumerable<PlannedWrite> Writes(FlashPlan plan) => plan.Erase != EraseMethod.Changed
        ? plan.Writes
        : plan.Writes.GroupBy(write => write.Bank).SelectMany(bank => SectorWrites.Split(chip.Flash[bank.Key], [.. bank]))
            .Where(part => _changed!.Any(sector => sector.Address == part.Sector.Address)).SelectMany(part => part.Runs);

    private static void Erase(IFlashAlgorithm algorithm, EraseMethod method, PlannedSector sector, CancellationToken cancel)
    {
        if (method == EraseMethod.Mass)
            algorithm.EraseAll(cancel);
        else
            algorithm.EraseSector(sector, cancel);
    }

    private void WithBank(int bank, CancellationToken cancel, Action<IFlashAlgorithm> work)
    {
        var algorithm = _open = AlgorithmOf(chip.Flash[bank]);
        try
        {
            algorithm.Open(cancel);
            work(algorithm);
        }
        catch
        {
            CloseAfterFailure(algorithm);
            throw;
        }

        algorithm.Close();
        _open = null;
        if (algorithm is LoaderAlgorithm loader)
            SetUp += loader.SetUp;
    }

    private IFlashAlgorithm AlgorithmOf(FlashBank bank)
    {
        var (context, loader) = (Context(bank), LoaderFor(bank));
        var registers = FlashAlgorithms.Create(context);
        return loader is null ? registers : new LoaderAlgorithm(registers, context, loader);
    }

    private RamLoader? LoaderFor(FlashBank bank) =>
        runner is not null && FlashAlgorithms.Exists(bank.Layout) ? new RamLoader(runner, chip, bank, warnings) : null;

    /// <summary>The first error is the one to report; that the flash could not be locked after it is a warning beside it.</summary>
    private void CloseAfterFailure(IFlashAlgorithm algorithm)
    {
        try
        {
            algorithm.Close();
        }
        catch (Exception error) when (error is FlashException or TargetException or DapException or WireException)
        {
            warnings.Add("flash-not-locked", $"After the error the flash could not be locked again: {error.Message}");
        }
    }

    private FlashContext Context(FlashBank bank) => new(memory, clock, bank, warnings);
}
