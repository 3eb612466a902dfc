// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Verify;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Targets.Adi;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Fakes;

/// <summary>A simulated board with its core halted by hand, and the flash work on it: no session in between.</summary>
internal sealed class BoardRig : IDisposable
{
    /// <summary>Base of all flash here.</summary>
    public const uint Flash = 0x08000000;

    private const uint Dhcsr = 0xE000EDF0;
    private const uint HaltKey = 0xA05F0003;
    private readonly SwdLink _link;

    public BoardRig(string target, SimulationOptions? options = null)
    {
        Chip = ChipCatalog.Default.Find(target);
        Board = SimulatedBoard.Create(target, options);
        _link = new SwdLink(Board.OpenSwd());
        _link.Connect(4_000_000);
        DebugPortPower.Up(_link, TimeSpan.FromMilliseconds(100));
        Memory = MemAp.Open(_link, Chip.Cores[0].AccessPort);
        Memory.WriteWord(Dhcsr, HaltKey);
        Work = new FlashWork(Memory, _link.Clock, Chip, Warnings);
    }

    public ChipDescription Chip { get; }

    public SimulatedBoard Board { get; }

    public MemAp Memory { get; }

    public ITargetClock Clock => _link.Clock;

    public FlashWork Work { get; }

    public WarningLog Warnings { get; } = new();

    public FlashPlan Plan(FirmwareImage image, EraseRequest erase) =>
        FlashPlanner.Plan(image, Chip, new FlashPolicy(erase, VerifyMethod.Readback, 4_000_000));

    /// <summary>Erases and programs as asked.</summary>
    public FlashPlan Burn(FirmwareImage image, EraseRequest erase)
    {
        var plan = Plan(image, erase);
        Work.Erase(plan, null, default);
        Work.Program(plan, image, null, default);
        return plan;
    }

    public VerifyEvidence Verify(FirmwareImage image) => new ReadbackVerifier(Memory).Verify(image, null, default);

    /// <summary>What the flash must hold: the image over what was there, erased as planned.</summary>
    public byte[] Expected(FirmwareImage image, FlashPlan plan, byte[] before)
    {
        var expected = (byte[])before.Clone();
        foreach (var sector in plan.Sectors)
            expected.AsSpan((int)(sector.Address - Flash), (int)sector.Size).Fill(Chip.Flash[0].ErasedValue);
        foreach (var segment in image.Segments)
            image.Read(segment.Address, expected.AsSpan((int)(segment.Address - Flash), (int)segment.Length), 0);
        return expected;
    }

    public void Dispose() => _link.Dispose();
}
