// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.BootLoaders.Dfu;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Ports.Usb;
using Appliance.Simulation;
using Appliance.Simulation.BootLoaders;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.BootLoaders.Dfu;

/// <summary>A session over the USB of a simulated board whose chip is in its DFU boot loader.</summary>
internal sealed class DfuRig : IDisposable
{
    private static readonly ConnectSettings Settings = new(1_000_000, ConnectMode.Auto, TimeSpan.FromSeconds(10));

    public DfuRig(
        SimulatedDfuOptions? options = null, string target = "stm32f107vc", string? boardFault = null, long seed = 1, Func<IUsbLink, IUsbLink>? cable = null, string? project = null)
    {
        Board = SimulatedBoard.Create(target, new SimulationOptions { Fault = boardFault, Seed = seed });
        Dfu = Board.AttachDfu(options);
        var link = Dfu.OpenLink();
        Chip = ChipCatalog.Default.Find(project ?? target);
        Loader = new DfuBootLoader(cable is null ? link : cable(link), Dfu.Clock, "sim-dfu", Ports.Wires.WireFeatures.Simulated);
        Session = new BootRouteSession(Loader, Chip);
    }

    public SimulatedBoard Board { get; }

    public SimulatedDfu Dfu { get; }

    public ChipDescription Chip { get; }

    public DfuBootLoader Loader { get; }

    public BootRouteSession Session { get; }

    public DfuRig Connected()
    {
        Session.Connect(Settings, default);
        return this;
    }

    /// <summary>The whole job but its reset.</summary>
    public VerifyEvidence Replay(FirmwareImage image, EraseRequest erase = EraseRequest.Auto)
    {
        var plan = FlashPlanner.Plan(image, Chip, new FlashPolicy(erase, VerifyMethod.Readback, 1_000_000));
        Connected();
        Session.Identify(default);
        Session.Erase(plan, null, default);
        Session.Program(plan, image, null, default);
        return Session.Verify(plan, image, null, default);
    }

    public void Dispose() => Session.Dispose();
}
