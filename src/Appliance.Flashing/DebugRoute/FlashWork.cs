// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Loaders;
using Appliance.Flashing.VendorLoaders;
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
    private readonly VendorBanks _vendor = new(runner, chip, warnings);
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
            var inside = OnlyIn(plan, bank => !bank.External);
            if (LoaderFor(chip.Flash[0]) is { } loader)
                BlankCheck.RunOnTarget(loader, memory, chip, inside, cancel);
            else
                BlankCheck.Run(memory.Read, chip, inside, cancel);
            foreach (var beside in plan.Loaders)
                _vendor.Reading(beside, read => BlankCheck.Run(read, chip, OnlyIn(plan, bank => bank.External && bank.Start == beside.Loader.Device.Start), cancel), cancel);
            return;
        }

        _changed = null;
        if (plan.Erase == EraseMethod.Changed)
            sectors = _changed = Changed(plan, cancel);
        if (plan.Erase == EraseMethod.Used)
            sectors = Used(sectors, cancel);
        var erased = 0L;
        foreach (var bank in sectors.GroupBy(sector => sector.Bank))
        {
            WithBank(plan, bank.Key, cancel, algorithm =>
            {
                foreach (var sector in bank)
                {
                    cancel.ThrowIfCancellationRequested();
                    if (plan.Erase == EraseMethod.Mass && !chip.Flash[bank.Key].External)
                        algorithm.EraseAll(cancel);
                    else
                        algorithm.EraseSector(sector, cancel);
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
            WithBank(plan, bank.Key, cancel, algorithm => algorithm.Program(work, cancel));
        }
    }

    /// <summary>Reads the flash back, or has the target compute the CRC-32 of it, and compares with the image. Memory beside the chip is always read back.</summary>
    public VerifyEvidence Verify(FlashPlan plan, FirmwareImage image, IProgress<long>? progress, CancellationToken cancel)
    {
        var inside = image.Segments.Where(segment => !plan.Loaders.Any(beside => IsBeside(beside, segment))).ToList();
        var evidence = plan.Verify == VerifyMethod.Crc && inside.Count > 0
            ? new CrcVerifier(memory, LoaderFor(chip.Flash[0])!).Verify(image, inside, progress, cancel)
            : new ReadbackVerifier(memory).Verify(image, inside, new VerifyEvidence("readback", 0, 0), progress, cancel);
        foreach (var beside in plan.Loaders.OrderBy(beside => beside.Loader.Device.Start))
        {
            var segments = image.Segments.Where(segment => IsBeside(beside, segment)).ToList();
            if (segments.Count > 0)
                _vendor.Reading(beside, read => evidence = new ReadbackVerifier(read).Verify(image, segments, evidence, progress, cancel), cancel);
        }

        return evidence;
    }

    /// <summary>Locks every bank again, whatever was going on; a loader that runs is stopped first.</summary>
    public void Lock()
    {
        _open?.Close();
        foreach (var bank in chip.Flash.Where(bank => !bank.External))
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

    private List<PlannedSector> Used(IReadOnlyList<PlannedSector> sectors, CancellationToken cancel)
    {
        var used = LoaderFor(chip.Flash[0]) is { } loader
            ? BlankCheck.UsedOnTarget(loader, sectors, cancel)
            : BlankCheck.Used(memory.Read, chip, sectors, cancel);
        if (used.Count < sectors.Count)
            warnings.Add("blank-skipped", $"{sectors.Count - used.Count} of {sectors.Count} sectors were blank already; they were not erased.");
        return used;
    }

    /// <summary>What is programmed: of a plan that erases only what differs, only that.</summary>
    private IEnumerable<PlannedWrite> Writes(FlashPlan plan) => plan.Erase != EraseMethod.Changed
        ? plan.Writes
        : plan.Writes.GroupBy(write => write.Bank).SelectMany(bank => SectorWrites.Split(chip.Flash[bank.Key], [.. bank]))
            .Where(part => _changed!.Any(sector => sector.Address == part.Sector.Address)).SelectMany(part => part.Runs);

    /// <summary>The part of a plan that lies in some banks.</summary>
    private FlashPlan OnlyIn(FlashPlan plan, Func<FlashBank, bool> which) => plan with
    {
        Checks = [.. plan.Checks.Where(check => chip.Flash.Any(bank => which(bank) && check.Address >= bank.Start && check.Address < bank.End()))],
        Writes = [.. plan.Writes.Where(write => which(chip.Flash[write.Bank]))],
    };

    private bool IsBeside(PlannedLoader loader, FirmwareSegment segment) =>
        loader.Banks.Any(bank => chip.Flash[bank].External && segment.Address >= chip.Flash[bank].Start && segment.Address < chip.Flash[bank].End());

    private void WithBank(FlashPlan plan, int bank, CancellationToken cancel, Action<IFlashAlgorithm> work)
    {
        var algorithm = _open = _vendor.AlgorithmFor(plan, bank, Context(chip.Flash[bank])) ?? AlgorithmOf(chip.Flash[bank]);
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
