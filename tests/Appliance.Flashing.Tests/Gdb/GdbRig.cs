// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Gdb;
using Appliance.Flashing.Layout;
using Appliance.Ports.Serial;
using Appliance.Ports.Wires;
using Appliance.Simulation;
using Appliance.Simulation.BlackMagic;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Gdb;

/// <summary>A session through a Black Magic Probe of a simulated board.</summary>
internal sealed class GdbRig : IDisposable
{
    private static readonly ConnectSettings Settings = new(1_000_000, ConnectMode.Auto, TimeSpan.FromSeconds(10));

    public GdbRig(string target = "stm32f103cb", SimulatedBlackMagicOptions? options = null, string? boardFault = null, long seed = 1, Func<IByteLine, IByteLine>? cable = null, string? chip = null)
    {
        Board = SimulatedBoard.Create(target, new SimulationOptions { Fault = boardFault, Seed = seed });
        Probe = Board.AttachBlackMagic(options);
        Chip = ChipCatalog.Default.Find(chip ?? target);
        var line = Probe.OpenLine();
        if (cable is not null) line = cable(line);
        Loader = new GdbBootLoader(line, Probe.Clock, line.Name, WireFeatures.Simulated);
        Session = new BootRouteSession(Loader, Chip);
    }

    public SimulatedBoard Board { get; }

    public SimulatedBlackMagic Probe { get; }

    public ChipDescription Chip { get; }

    public GdbBootLoader Loader { get; }

    public BootRouteSession Session { get; }

    public GdbRig Connected()
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
