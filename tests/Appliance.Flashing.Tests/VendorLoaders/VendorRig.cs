// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Flashing.VendorLoaders;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.VendorLoaders;

/// <summary>A session on a simulated board whose project names a loader.</summary>
internal sealed class VendorRig : IDisposable
{
    public const uint Window = 0x9000_0000;
    private const int Hertz = 4_000_000;

    public VendorRig(string target, SimulationOptions? options, params IReadOnlyList<VendorLoader> loaders)
        : this(SimulatedBoard.Create(target, (options ?? new SimulationOptions()) with { Cpu = LoaderRig.Engines }), target, loaders)
    {
    }

    /// <summary>A board that was worked on before.</summary>
    public VendorRig(SimulatedBoard board, string target, params IReadOnlyList<VendorLoader> loaders)
    {
        var (chip, planned) = (ChipCatalog.Default.Find(target), new List<PlannedLoader>());
        foreach (var loader in loaders)
        {
            (chip, var one) = VendorChip.With(chip, loader);
            planned.Add(one);
        }

        (Chip, Planned) = (chip, planned);
        Board = board;
        Session = new DebugRouteSession(new SwdLink(Board.OpenSwd()), Chip);
    }

    public VendorRig(string target, params IReadOnlyList<VendorLoader> loaders)
        : this(target, (SimulationOptions?)null, loaders)
    {
    }

    public ChipDescription Chip { get; }

    public IReadOnlyList<PlannedLoader> Planned { get; }

    public SimulatedBoard Board { get; }

    public DebugRouteSession Session { get; }

    public FlashPlan Plan(FirmwareImage image, EraseRequest erase = EraseRequest.Auto, VerifyMethod verify = VerifyMethod.Readback) =>
        FlashPlanner.Plan(image, Chip, new FlashPolicy(erase, verify, Hertz)) with { Loaders = Planned };

    public FlashPlan Connect(FirmwareImage image, EraseRequest erase = EraseRequest.Auto, VerifyMethod verify = VerifyMethod.Readback)
    {
        Session.Connect(new ConnectSettings(Hertz, ConnectMode.Auto, TimeSpan.FromSeconds(5)), default);
        Session.Identify(default);
        return Plan(image, erase, verify);
    }

    /// <summary>The whole job but its reset.</summary>
    public VerifyEvidence Burn(FirmwareImage image, EraseRequest erase = EraseRequest.Auto, VerifyMethod verify = VerifyMethod.Readback)
    {
        var plan = Connect(image, erase, verify);
        Session.Erase(plan, null, default);
        Session.Program(plan, image, null, default);
        return Session.Verify(plan, image, null, default);
    }

    public void Dispose() => Session.Dispose();
}
