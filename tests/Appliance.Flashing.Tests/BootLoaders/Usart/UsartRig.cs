// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.BootLoaders.Usart;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Ports.Serial;
using Appliance.Simulation;
using Appliance.Simulation.BootLoaders;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.BootLoaders.Usart;

/// <summary>A session over the USART of a simulated board.</summary>
internal sealed class UsartRig : IDisposable
{
    private static readonly ConnectSettings Settings = new(1_000_000, ConnectMode.Auto, TimeSpan.FromSeconds(10));

    public UsartRig(
        string target = "stm32f103cb", SimulatedUsartOptions? options = null, string? boardFault = null, long seed = 1, SerialParity parity = SerialParity.Even,
        Func<ISerialLine, ISerialLine>? cable = null, Func<ISerialLine, IBootPins>? wiring = null)
    {
        Board = SimulatedBoard.Create(target, new SimulationOptions { Fault = boardFault, Seed = seed });
        Usart = Board.AttachUsart(options);
        Chip = ChipCatalog.Default.Find(target);
        var line = Usart.OpenLine(new SerialFormat(115_200, parity));
        if (cable is not null) line = cable(line);
        var pins = wiring?.Invoke(line) ?? Standard(options, line);
        Loader = new UsartBootLoader(line, pins, Usart.Clock, line.Name, Ports.Wires.WireFeatures.Simulated);
        Session = new BootRouteSession(Loader, Chip);
    }

    private static IBootPins Standard(SimulatedUsartOptions? options, ISerialLine line) =>
        options is { ResetWired: false } ? new NoBootPins() : new ModemBootPins(line, ModemOutput.RtsOff, ModemOutput.DtrOn);

    public SimulatedBoard Board { get; }

    public SimulatedUsart Usart { get; }

    public ChipDescription Chip { get; }

    public UsartBootLoader Loader { get; }

    public BootRouteSession Session { get; }

    public UsartRig Connected()
    {
        Session.Connect(Settings, default);
        return this;
    }

    /// <summary>The whole job but its reset.</summary>
    public VerifyEvidence Replay(FirmwareImage image, EraseRequest erase = EraseRequest.Auto)
    {
        var plan = Plan(image, erase);
        Connected();
        Session.Identify(default);
        Session.Erase(plan, null, default);
        Session.Program(plan, image, null, default);
        return Session.Verify(plan, image, null, default);
    }

    public FlashPlan Plan(FirmwareImage image, EraseRequest erase = EraseRequest.Auto) =>
        FlashPlanner.Plan(image, Chip, new FlashPolicy(erase, VerifyMethod.Readback, 1_000_000));

    public void Dispose() => Session.Dispose();
}
