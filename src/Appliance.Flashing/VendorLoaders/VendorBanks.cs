// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Verify;
using Appliance.Probes;
using Appliance.Ports.Wires;
using Appliance.Targets;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>The banks of a plan that a loader of others works on.</summary>
/// <param name="runner">The core, where it may run loaders.</param>
/// <param name="chip">The chip, with the banks of its loaders.</param>
/// <param name="warnings">Where trouble that was overcome goes.</param>
internal sealed class VendorBanks(CortexMCore? runner, ChipDescription chip, WarningLog warnings)
{
    private const int Word = 4;

    /// <summary>Bytes at the start of mapped memory that wrong mappings are known to read as 0.</summary>
    private const int FirstBytes = 2;

    /// <summary>The algorithm of a bank; null where the plan names no loader for it.</summary>
    /// <exception cref="FlashException"><see cref="FlashFault.Unsupported"/>: the target may run no code over this wire.</exception>
    public IFlashAlgorithm? AlgorithmFor(FlashPlan plan, int bank, FlashContext context) =>
        plan.Loaders.FirstOrDefault(planned => planned.Banks.Contains(bank)) is { } found
            ? new VendorAlgorithm(Session(found.Loader), found.Loader, context)
            : null;

    /// <summary>Lends a reader of the flash of a loader; afterwards the chip is reset and halted.</summary>
    public void Reading(PlannedLoader planned, Action<FlashReader> work, CancellationToken cancel)
    {
        var (session, loader, settled) = (Session(planned.Loader), planned.Loader, false);
        try
        {
            session.Open();
            session.Prepare(VendorSession.Verifying, cancel);
            work((address, destination) =>
            {
                if (!settled)
                    Settle(session, loader, address, cancel);
                settled = true;
                session.Read(address, destination, cancel);
            });
            session.Leave(cancel);
        }
        catch (FlashException error)
        {
            CloseAfterFailure(session);
            if (error.Fault == FlashFault.VerifyMismatch && BeginsWithZeros(loader, error))
                throw Explained(loader, error);
            throw;
        }
        catch
        {
            CloseAfterFailure(session);
            throw;
        }

        session.Close();
    }

    /// <summary>The first access to mapped memory may still bring what was fetched before it was mapped: it is made twice, and the first is not believed.</summary>
    private void Settle(VendorSession session, VendorLoader loader, uint address, CancellationToken cancel)
    {
        if (loader.Entries.Read is not null)
            return;
        var (first, again) = (new byte[Word], new byte[Word]);
        session.Read(address & ~(Word - 1u), first, cancel);
        session.Read(address & ~(Word - 1u), again, cancel);
        if (!first.AsSpan().SequenceEqual(again))
        {
            warnings.Add(
                "mapped-first-read", $"The first read of memory mapped by {loader.File} brought {Convert.ToHexStringLower(first)}, the next one {Convert.ToHexStringLower(again)}; the first was not used.");
        }
    }

    private static bool BeginsWithZeros(VendorLoader loader, FlashException error) =>
        loader.Entries.Read is null && error is { Address: { } at, Actual: "0x00" } && at - loader.Device.Start < FirstBytes;

    private static FlashException Explained(VendorLoader loader, FlashException error) => new(
        error.Fault,
        $"{error.Message} Mapped memory that begins with zeros is a known mistake of loaders: {loader.File} maps it with the wrong number of dummy clocks, or before the memory is ready.",
        error.Address, error.Expected, error.Actual, error);

    private VendorSession Session(VendorLoader loader) => runner is null
        ? throw new FlashException(FlashFault.Unsupported, $"The loader {loader.File} cannot run: the target executes no code over this wire.")
        : new VendorSession(runner, chip.Ram, loader);

    /// <summary>The first error is the one to report.</summary>
    private void CloseAfterFailure(VendorSession session)
    {
        try
        {
            session.Close();
        }
        catch (Exception error) when (error is FlashException or TargetException or DapException or WireException)
        {
            warnings.Add("loader-not-stopped", $"After the error the loader could not be stopped: {error.Message}");
        }
    }
}
