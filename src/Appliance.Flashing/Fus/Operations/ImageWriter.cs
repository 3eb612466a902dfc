// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms;
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Fus.Connection;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Loaders;
using Appliance.Flashing.Verify;
using Appliance.Ports.Wires;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Fus.Operations;

/// <summary>
/// Puts an image into user flash for FUS, and proves that it is there: alone, whole, the flash locked again. The core is halted for it, which FUS does not
/// mind while it is idle; afterwards the chip is reset, so that the ROM makes its mailbox anew.
/// </summary>
internal sealed class ImageWriter(WbLink link, FusConnection connection, ChipDescription chip, FusDevice device, WarningLog warnings)
{
    private bool _scanned;

    /// <summary>Writes an image.</summary>
    public void Write(FusFile file, uint address, int boundary, CancellationToken cancel)
    {
        connection.RequireIdle("halt the core");
        link.Drop();
        link.Link.Connect(link.Hertz);
        var core = CoreAttach.Running(link.Link, chip);
        new CoreReset(core).Halt(ResetKind.System);
        var image = FirmwareImage.FromBytes(address, file.Bytes.Span);
        var plan = Cleared(FlashPlanner.Plan(image, chip, new FlashPolicy(EraseRequest.Sectors, VerifyMethod.Readback, link.Hertz)), core, file, boundary, cancel);
        var work = new FlashWork(core.Memory, link.Clock, chip, warnings, RunsLoaders ? core : null);
        work.Erase(plan, null, cancel);
        work.Program(plan, image, null, cancel);
        new ReadbackVerifier(core.Memory).Verify(image, null, cancel);
        core.CatchResets(false);
        connection.Reset(cancel);
        link.Release();
    }

    /// <summary>What is in user flash is not known any more.</summary>
    public void Forget() => _scanned = false;

    private bool RunsLoaders => (link.Link.Features & (WireFeatures.NoCode | WireFeatures.Remote)) == 0 && FlashAlgorithms.Exists(chip.Flash[0].Layout);

    /// <summary>The plan with every page of the image's own, and of images that were left, erased as well.</summary>
    private FlashPlan Cleared(FlashPlan plan, CortexMCore core, FusFile file, int boundary, CancellationToken cancel)
    {
        var first = (int)((plan.Checks[0].Address - FusDevice.FlashBase) / device.PageBytes);
        var pages = new SortedSet<int>(Enumerable.Range(first, Math.Min(file.Image.Pages, boundary - first)));
        if (!_scanned)
        {
            var left = RunsLoaders
                ? ImagesInFlash.FindOnTarget(new RamLoader(core, chip, chip.Flash[0], warnings), core.Memory, device, boundary, cancel)
                : ImagesInFlash.Find(core.Memory, device, boundary);
            if (left.Any(page => !pages.Contains(page)))
                warnings.Add("image-left", $"Pages 0x{left[0]:X2} to 0x{left[^1]:X2} held an image that was left there; it was erased, since FUS takes the first it meets.");
            pages.UnionWith(left);
            _scanned = true;
        }

        return plan with { Sectors = [.. pages.Select(page => new PlannedSector(device.AddressOf(page), (uint)device.PageBytes, 0))] };
    }
}
