// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Unicorn;
using Appliance.Flashing;
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Platform.Wires.Pins;
using Appliance.Ports.Wires;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Simulation.Pins;
using Appliance.Targets.Descriptions;

namespace Appliance.Platform.Tests.Wires;

/// <summary>The engine programs simulated boards through fake GPIO blocks that forgive nothing.</summary>
public sealed class PinSwdLineBoardTests
{
    private const string Target = "stm32f103cb";
    private const int Hertz = 4_000_000;
    private static readonly PinBits Direct = new(19, [16], [], Reset: 12);
    private static readonly PinBits Shifted = new(19, [16], [18], Reset: 12, ResetGate: 13);
    private static readonly PinBits Gang = new(19, [.. Enumerable.Range(20, 8)], [], ResetGate: 13);
    private static readonly PinBits Scattered = new(4, [17, 5, 27, 9], [6, 7, 8, 10], ResetGate: 13);

    [Theory]
    [InlineData("bcm2837", false)]
    [InlineData("bcm2711", false)]
    [InlineData("bcm2711", true)]
    [InlineData("rp1", false)]
    [InlineData("rp1", true)]
    public void Job_OnABoard_ProgramsAndProvesIt(string chip, bool shifted)
    {
        var rig = new Rig(chip, shifted ? Shifted : Direct, lanes: 1);
        var bytes = new byte[5000];
        new Random(7).NextBytes(bytes);
        var image = FirmwareImage.FromBytes(0x08000000, bytes);
        var description = ChipCatalog.Default.Find(Target);
        var plan = FlashPlanner.Plan(image, description, new FlashPolicy(EraseRequest.Auto, VerifyMethod.Readback, Hertz));
        using (var session = new DebugRouteSession(new SwdLink(rig.Line), description))
        {
            session.Connect(new ConnectSettings(Hertz, ConnectMode.UnderReset, TimeSpan.FromSeconds(5)), CancellationToken.None);
            session.Identify(CancellationToken.None);
            session.Erase(plan, null, CancellationToken.None);
            session.Program(plan, image, null, CancellationToken.None);
            Assert.Equal(image.Crc32, session.Verify(plan, image, null, CancellationToken.None).Crc32);
            session.Reset(FinalState.Run, CancellationToken.None);
        }

        rig.AssertSound();
        Assert.Equal(bytes, rig.Board.Chip.Flash[..bytes.Length]);
        Assert.Equal(0u, rig.Outputs);
    }

    [Theory]
    [InlineData("bcm2711", false)]
    [InlineData("rp1", false)]
    [InlineData("bcm2837", true)]
    public void Lanes_InLockStep_EachTakeTheirOwnWords(string chip, bool scattered)
    {
        var bits = scattered ? Scattered : Gang;
        var rig = new Rig(chip, bits, bits.Swdio.Count);
        using var group = new SwdLaneGroup(rig.Line);
        Assert.All(group.Connect(Hertz, TimeSpan.FromSeconds(1)), Assert.NotNull);
        var words = Enumerable.Range(0, 16 * bits.Swdio.Count).Select(i => (uint)i * 0x9E3779B1u).ToArray();
        var back = new uint[words.Length];
        Assert.Equal(group.Active, group.WriteAp(0, 0x00, 0x23000012));
        Assert.Equal(group.Active, group.WriteAp(0, 0x04, 0x20000000));
        Assert.Equal(group.Active, group.WriteApEach(0, 0x0C, words));
        Assert.Equal(group.Active, group.WriteAp(0, 0x04, 0x20000000));
        Assert.Equal(group.Active, group.ReadAp(0, 0x0C, back));

        Assert.Equal(words, back);
        rig.AssertSound();
    }

    [Theory]
    [InlineData("bcm2837")]
    [InlineData("bcm2711")]
    [InlineData("rp1")]
    public void Pins_Taken_PullUpTheLanesAlone(string chip)
    {
        var rig = new Rig(chip, Shifted, lanes: 1);

        Assert.Equal(1u << 16, rig.PulledUp & 0x000F1000 & ~(rig.PulledUpBefore & ~(1u << 16)));
        rig.Line.Dispose();
        Assert.Equal(0u, rig.Outputs);
        rig.Line.Dispose();
    }

    [Fact]
    public void Reset_OpenDrain_IsDrivenLowOrReleased()
    {
        var rig = new Rig("bcm2711", Direct, lanes: 1);
        using var line = rig.Line;
        Assert.Equal(0u, line.SampleReset());
        line.DriveReset(1);
        Assert.Equal(1u, line.SampleReset());
        Assert.True((rig.Outputs >> 12 & 1) != 0);
        line.DriveReset(0);
        Assert.Equal(0u, rig.Outputs >> 12 & 1);
        line.Delay(TimeSpan.FromMilliseconds(5), CancellationToken.None);
        Assert.Equal(0u, line.SampleReset());
        rig.AssertSound();
    }

    [Fact]
    public void Reset_NotWired_IsAnErrorAndNoFeature()
    {
        var rig = new Rig("rp1", new PinBits(19, [16], []), lanes: 1);
        using var line = rig.Line;

        Assert.Equal(WireFeatures.SampleWhileDriving, line.Features);
        Assert.Throws<WireException>(() => line.DriveReset(1));
        Assert.Throws<WireException>(() => line.SampleReset());
    }

    [Fact]
    public void ForeignPins_OfTheSameWord_KeepTheirFunctions()
    {
        var file = new FakeBcmGpio(isBcm2711: true);
        file.Preset(1, 0b100_001_000_001_000_000_000_000_000_100u);
        using (var line = new PinSwdLine<BcmBlock<RegisterProxy>>("test", new(file.Proxy, false), Direct, TimeProvider.System))
        {
            line.Clock(1, [new SwdPhase(SwdPhaseKind.Drive, 2), new SwdPhase(SwdPhaseKind.Float, 1)], [1, 0], []);
        }

        Assert.Equal(0b000_001_000_000_000_000_000_000_000_100u, file.Select(1));
    }

    /// <summary>A fake GPIO block with boards on its pins.</summary>
    private sealed class Rig
    {
        private readonly RegisterFile _file;
        private readonly PinWorld _world;

        public Rig(string chip, PinBits bits, int lanes)
        {
            Board = SimulatedBoard.Create(Target, new SimulationOptions { Lanes = lanes, Frequency = Hertz, Cpu = UnicornEngines.TryOpen(out _) });
            FixturePins pins = Board.OpenPins();
            _world = new PinWorld(pins, bits);
            BoardTime time = new(pins);
            if (chip == "rp1")
            {
                FakeRp1Gpio rp1 = new() { World = _world };
                (_file, PulledUpBefore) = (rp1, rp1.PulledUp);
                Line = new PinSwdLine<Rp1Block<RegisterProxy>>("test", new(rp1.Proxy), bits, time);
            }
            else
            {
                _file = new FakeBcmGpio(chip == "bcm2711") { World = _world };
                Line = new PinSwdLine<BcmBlock<RegisterProxy>>("test", new(_file.Proxy, clockedPulls: chip == "bcm2837"), bits, time);
            }
        }

        public SimulatedBoard Board { get; }

        public ISwdLine Line { get; }

        public uint PulledUpBefore { get; }

        public uint PulledUp => _file is FakeRp1Gpio rp1 ? rp1.PulledUp : ((FakeBcmGpio)_file).PulledUp;

        public uint Outputs => _file.OutputsNow;

        public void AssertSound()
        {
            Assert.Empty(_file.Violations.Take(3));
            Assert.Empty(_world.Violations.Take(3));
            Assert.All(Board.Chips, chip => Assert.Empty(chip.Violations.List.Take(3)));
        }
    }
}
