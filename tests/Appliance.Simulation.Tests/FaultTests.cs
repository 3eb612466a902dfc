// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Tests.Wire;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Tests;

/// <summary>Each fault shows what its name says, at the pins.</summary>
public class FaultTests
{
    private const uint Flash = 0x0800_0000;

    [Fact]
    public void Names_AreThoseOfTheCatalogue()
    {
        Assert.Equal(21, Faults.Names.Count);
        Assert.Equal(6, Faults.Names.Count(name => !Faults.EndsInFailure(name)));
        Assert.All(Faults.Names, name => Assert.NotEmpty(Faults.Describe(name)));
        Assert.Throws<ArgumentException>(() => SimulatedBoard.Create("stm32f103cb", new SimulationOptions { Fault = "nonsense" }));
    }

    [Fact]
    public void NoTarget_ShowsPullUpsAndNothingElse()
    {
        var bench = With("no-target");
        bench.Host.SelectSerialWire();
        Assert.Equal(BitHost.Silence, bench.Host.Read(false, 0, out _));
        Assert.Equal((1u, 0u), (bench.Host.Line.SampleReleased(), bench.Host.Line.SampleDriven(false)));
        Assert.Equal(0u, bench.Host.Line.SampleReset());
    }

    [Theory]
    [InlineData("swdio-stuck-low", 0u)]
    [InlineData("swdio-stuck-high", 1u)]
    public void SwdioStuck_ShowsWhileTheHostDrivesTheOtherLevel(string fault, uint level)
    {
        var line = With(fault).Host.Line;
        Assert.Equal(level, line.SampleDriven(level == 0));
        Assert.Equal(level, line.SampleReleased());
    }

    [Fact]
    public void NresetStuckLow_KeepsTheChipInResetWithADebugPortThatAnswers()
    {
        var bench = With("nreset-stuck-low");
        bench.Connect();
        Assert.Equal(1u, bench.Host.Line.SampleReset());
        Assert.False(bench.TryRead(Flash, 4, out _));
        Assert.Equal(0x411F_C231u, bench.Word(0xE000_ED00));
    }

    [Fact]
    public void WrongChip_HasAnotherDevId()
    {
        var bench = With("wrong-chip");
        bench.Connect();
        Assert.Equal(0x414u, bench.Word(0xE004_2000) & 0xFFF);
    }

    [Fact]
    public void WaitForever_SurvivesEveryAbort()
    {
        var bench = With("wait-forever");
        bench.Connect();
        for (var tries = 0; tries < 3; tries++)
        {
            bench.Host.MustRead(true, Bench.Drw, out _);
            bench.Host.Line.Delay(TimeSpan.FromSeconds(10), CancellationToken.None);
            Assert.Equal(BitHost.Wait, bench.Host.Read(false, Bench.ReadBuffer, out _));
            bench.Host.MustWrite(false, Bench.Abort, 0x1F);
        }
    }

    [Fact]
    public void ResetLoop_PulsesEveryTwentyMilliseconds()
    {
        var bench = With("reset-loop");
        var before = bench.Chip.Events.Resets;
        bench.Host.Line.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.InRange(bench.Chip.Events.Resets - before, 49, 50);
    }

    [Fact]
    public void PowerLossMidProgram_EndsEverythingWithinSixtyFourHalfWords()
    {
        var bench = With("power-loss-mid-program");
        bench.Connect();
        bench.Unlock();
        bench.Control(1);
        for (var i = 0u; i < 64; i++)
            Program(bench, Flash + (i * 2), 0);
        bench.Host.Line.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.False(bench.Chip.IsPowered);
        Assert.Equal(BitHost.Silence, bench.Host.Read(false, 0, out _));
        Assert.Equal(1u, bench.Host.Line.SampleReset());
    }

    [Fact]
    public void BadFlashCell_SticksThroughAnEraseInOneOfTheFirstHalfWords()
    {
        var bench = With("bad-flash-cell");
        bench.Connect();
        bench.Unlock();
        for (var round = 0; round < 2; round++)
        {
            bench.Control(1);
            for (var i = 0u; i < 16; i++)
                Assert.True(bench.TryWrite(Flash + (i * 2), 2, 0));
            bench.WaitReady();
            Assert.Single(bench.Chip.Flash[..32], value => value != 0);
            bench.Control(4);
            bench.Control(0x44);
            bench.WaitReady();
        }
    }

    [Fact]
    public void FlashSizeZero_ReadsZero()
    {
        var bench = With("flash-size-zero");
        bench.Connect();
        Assert.Equal(0u, bench.Word(0x1FFF_F7E0) & 0xFFFF);
    }

    [Fact]
    public void SlowSilicon_TakesTheMaximum()
    {
        var bench = With("slow-silicon");
        bench.Connect();
        bench.Unlock();
        bench.Control(4);
        bench.Control(0x44);
        bench.WaitReady();
        Assert.Equal(TimeSpan.FromMilliseconds(40), bench.Chip.Busy.Sum(BusyKind.MassErase));
    }

    [Fact]
    public void ParityNoise_HitsOneTransferInTwoHundredInBothDirections()
    {
        var bench = With("parity-noise");
        bench.Host.SelectSerialWire();
        var wrongReads = 0;
        var lostWrites = 0;
        for (var i = 0; i < 10_000; i++)
        {
            Assert.Equal(BitHost.Ok, bench.Host.Read(false, i == 0 ? 0 : Bench.ControlStatus, out var status));
            wrongReads += bench.Host.ParityWasRight ? 0 : 1;
            lostWrites += bench.Host.ParityWasRight && (status & 0x80) != 0 ? 1 : 0;
            Assert.Equal(BitHost.Ok, bench.Host.Write(false, Bench.Abort, 0x1E));
        }

        Assert.InRange(wrongReads, 20, 90);
        Assert.InRange(lostWrites, 20, 90);
    }

    [Fact]
    public void Seed_Same_GivesTheSameRunToTheClock()
    {
        static (long, TimeSpan, TimeSpan) Run(long seed)
        {
            var bench = Bench.Connected(options: new SimulationOptions { Seed = seed });
            bench.Unlock();
            bench.Control(4);
            bench.Control(0x44);
            bench.WaitReady();
            return (bench.Host.Line.Cycles, bench.Host.Line.Now, bench.Chip.Busy.Total);
        }

        Assert.Equal(Run(3), Run(3));
        Assert.NotEqual(Run(3), Run(4));
    }

    [Fact]
    public void Targets_AllOfTheF1ConnectAndShowTheirIdentity()
    {
        foreach (var name in SimulatedTargets.Names.Where(name => name.StartsWith("stm32f1", StringComparison.Ordinal)))
        {
            var bench = Bench.Connected(name);
            Assert.Equal((uint)bench.Chip.Flash.Length / 1024, bench.Word(0x1FFF_F7E0) & 0xFFFF);
            Assert.NotEqual(0u, bench.Word(0xE004_2000) & 0xFFF);
            Assert.Equal(BitConverter.ToUInt32(bench.Chip.UniqueId, 8), bench.Word(0x1FFF_F7F0));
            Assert.Empty(bench.Chip.Violations.List);
        }
    }

    private static Bench With(string fault) => new(options: new SimulationOptions { Fault = fault });

    /// <summary>A half-word written by a host that does not mind being left without answers.</summary>
    private static void Program(Bench bench, uint address, uint value)
    {
        _ = bench.Host.Write(true, Bench.Csw, 0x2300_0001);
        _ = bench.Host.Write(true, Bench.Tar, address);
        _ = bench.Host.Write(true, Bench.Drw, value << (int)(address & 3) * 8);
        bench.Host.Idle();
        bench.Host.Line.Delay(TimeSpan.FromMicroseconds(100), CancellationToken.None);
    }
}
