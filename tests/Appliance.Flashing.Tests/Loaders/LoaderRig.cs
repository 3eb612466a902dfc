// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Unicorn;
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Ports.Cpu;
using Appliance.Ports.Wires;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Loaders;

/// <summary>A session on a simulated board that executes code, from a press to the end of a job.</summary>
internal sealed class LoaderRig : IDisposable
{
    public const uint Flash = 0x08000000;
    private const int Hertz = 4_000_000;

    public LoaderRig(string target = "stm32f103cb", SimulationOptions? options = null, Func<ISwdLine, ISwdLine>? wire = null)
    {
        Chip = ChipCatalog.Default.Find(target);
        Board = SimulatedBoard.Create(target, (options ?? new SimulationOptions()) with { Cpu = Engines });
        Session = new DebugRouteSession(new SwdLink((wire ?? (line => line))(Board.OpenSwd())), Chip);
    }

    public static ICpuEngines Engines { get; } = UnicornEngines.TryOpen(out var missing) ?? throw new InvalidOperationException(missing);

    public ChipDescription Chip { get; }

    public SimulatedBoard Board { get; }

    public DebugRouteSession Session { get; }

    public FlashPlan Plan(FirmwareImage image, EraseRequest erase = EraseRequest.Auto, VerifyMethod verify = VerifyMethod.Crc) =>
        FlashPlanner.Plan(image, Chip, new FlashPolicy(erase, verify, Hertz));

    public void Connect()
    {
        Session.Connect(new ConnectSettings(Hertz, ConnectMode.Auto, TimeSpan.FromSeconds(5)), default);
        Session.Identify(default);
    }

    /// <summary>The whole job but its reset.</summary>
    public VerifyEvidence Burn(FirmwareImage image, EraseRequest erase = EraseRequest.Auto, VerifyMethod verify = VerifyMethod.Crc)
    {
        var plan = Plan(image, erase, verify);
        Connect();
        Session.Erase(plan, null, default);
        Session.Program(plan, image, null, default);
        return Session.Verify(plan, image, null, default);
    }

    public static FirmwareImage Random(int bytes, int seed, uint address = Flash)
    {
        var data = new byte[bytes];
        new Random(seed).NextBytes(data);
        return FirmwareImage.FromBytes(address, data);
    }

    public void Dispose() => Session.Dispose();
}
