// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Fakes;

/// <summary>A session on a simulated board, and the job that runs on it.</summary>
internal sealed class SessionRig : IDisposable
{
    public static readonly ConnectSettings Settings = new(4_000_000, ConnectMode.Auto, TimeSpan.FromSeconds(5));

    public SessionRig(string target = "stm32f103cb", string? fault = null, SimulationOptions? options = null, Func<SimulatedBoard, ISwdLine>? open = null)
    {
        Chip = ChipCatalog.Default.Find(target);
        Board = SimulatedBoard.Create(target, (options ?? new SimulationOptions()) with { Fault = fault });
        Session = new DebugRouteSession(new SwdLink(open is null ? Board.OpenSwd() : open(Board)), Chip);
    }

    /// <summary>A session through a probe of the board.</summary>
    public SessionRig(string target, string? fault, Func<SimulatedBoard, IDapLink> open, SimulationOptions? options = null)
    {
        Chip = ChipCatalog.Default.Find(target);
        Board = SimulatedBoard.Create(target, (options ?? new SimulationOptions()) with { Fault = fault });
        Session = new DebugRouteSession(open(Board), Chip);
    }

    public ChipDescription Chip { get; }

    public SimulatedBoard Board { get; }

    public DebugRouteSession Session { get; }

    /// <summary>An image that starts like firmware that can run: stack in RAM, a reset vector in Thumb state.</summary>
    public static FirmwareImage Runnable(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        ((byte[])[0x00, 0x10, 0x00, 0x20, 0x41, 0x00, 0x00, 0x08]).CopyTo(bytes, 0);
        return FirmwareImage.FromBytes(0x08000000, bytes);
    }

    public FlashPlan Plan(FirmwareImage image, EraseRequest erase = EraseRequest.Auto, VerifyMethod verify = VerifyMethod.Readback) =>
        FlashPlanner.Plan(image, Chip, new FlashPolicy(erase, verify, Settings.Hertz));

    /// <summary>Connect to verify.</summary>
    public VerifyEvidence Replay(FirmwareImage image, EraseRequest erase = EraseRequest.Auto, int? hertz = null)
    {
        var plan = Plan(image, erase);
        Session.Connect(Settings with { Hertz = hertz ?? Settings.Hertz }, default);
        Session.Identify(default);
        Session.Erase(plan, null, default);
        Session.Program(plan, image, null, default);
        return Session.Verify(plan, image, null, default);
    }

    public void Dispose() => Session.Dispose();
}
