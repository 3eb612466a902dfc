// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Connection;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Operations;
using Appliance.Ports.Cpu;
using Appliance.Probes;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Simulation.Fus;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>A simulated STM32WB with FUS, and sessions on it.</summary>
internal sealed class FusRig : IDisposable
{
    private readonly List<IDapLink> _links = [];

    public FusRig(string fus = "2.2.0", SimulatedFusImage? stack = null, string target = "stm32wb55cc", long seed = 1, bool scansDown = true, ICpuEngines? code = null)
    {
        Description = ChipCatalog.Default.Find(target);
        Board = SimulatedBoard.Create(target, new SimulationOptions
        {
            Seed = seed, Cpu = code, Coprocessor = new CoprocessorOptions { Fus = fus, Stack = stack?.Build(), ScansDown = scansDown },
        });
        Board.Chip.Flash.AsSpan(0, 8).Fill(0x11); // Not empty: the chip starts from flash.
        Board.Chip.PowerOff();
        Board.Chip.PowerOn();
    }

    public SimulatedBoard Board { get; }

    public ChipDescription Description { get; }

    public SimulatedCoprocessor Cpu => Board.Chip.Coprocessor!;

    /// <summary>nBOOT0, nSWBOOT0 and nBOOT1 as stored.</summary>
    public uint BootBits => BitConverter.ToUInt32(Board.Chip.OptionBytes, 0) & ((1u << 23) | (1u << 26) | (1u << 27));

    public MemoryStore Store { get; } = new();

    /// <summary>Times other than the usual ones; null for those.</summary>
    public FusTiming? Timing { get; init; }

    /// <summary>What the simulated part takes, and a user would have from ST.</summary>
    public static FusFile File(SimulatedFusImage image)
    {
        var bytes = image.Build();
        var read = FusImageReader.Read(bytes);
        var family = image.Family == "wb1x" ? new[] { FusFamily.Wb1x } : [FusFamily.Wb5x, FusFamily.Wb3x];
        var known = new KnownFusImage(read.Sha256, family, image.Name, FusVersion.Parse(image.Version), "simulated");
        return new FusFile(image.Name, read with { Known = known, Version = known.Version }, bytes);
    }

    public static FusFile File(string name) => File(SimulatedFusImages.Wide.Single(image => image.Name == name));

    public FusSession Open(Func<IDapLink, IDapLink>? wrap = null)
    {
        IDapLink link = new SwdLink(Board.OpenSwd());
        _links.Add(link);
        return new FusSession(wrap?.Invoke(link) ?? link, Description, Store, 4_000_000, Timing);
    }

    /// <summary>One press: connect, reach, restore.</summary>
    public FusSituation Press(FusWish wish, Action<FusStepDone>? done = null, Func<IDapLink, IDapLink>? wrap = null)
    {
        var session = Open(wrap);
        session.Connect(default);
        var situation = session.Reach(wish, done, default);
        session.Restore(default);
        return situation;
    }

    public void Dispose() => _links.ForEach(link => link.Dispose());

    /// <summary>A disk that forgets nothing while the test lasts.</summary>
    internal sealed class MemoryStore : IOptionStore
    {
        public Dictionary<string, uint> Kept { get; } = [];

        public uint? Find(string uniqueId) => Kept.TryGetValue(uniqueId, out var options) ? options : null;

        public void Keep(string uniqueId, uint options) => Kept[uniqueId] = options;

        public void Forget(string uniqueId) => Kept.Remove(uniqueId);
    }
}
