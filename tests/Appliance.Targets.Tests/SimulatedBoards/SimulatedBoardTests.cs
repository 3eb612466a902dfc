// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Targets.Adi;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;
using Appliance.Targets.Identification;

namespace Appliance.Targets.Tests.SimulatedBoards;

/// <summary>The whole room over the bits of a simulated board, which shares no code with it.</summary>
public sealed class SimulatedBoardTests
{
    private const int Hertz = 4_000_000;

    public static TheoryData<string> Targets => [.. SimulatedTargets.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Identify_EverySimulatedChip_IsTheOneItClaims(string target)
    {
        using var link = new SwdLink(SimulatedBoard.Create(target).OpenSwd());
        var facts = Identify(link, target, out var core);

        Assert.True(core.IsHalted);
        Assert.Equal(target, facts.Chip.Name);
        Assert.Equal(12, facts.UniqueId.Length);
        Assert.Empty(facts.Warnings);
    }

    [Theory]
    [InlineData("wrong-chip", TargetFault.WrongChip)]
    [InlineData("read-protected", TargetFault.ReadProtected)]
    public void Identify_BoardWithFault_IsRefusedByName(string fault, TargetFault expected)
    {
        using var link = Board(fault);

        Assert.Equal(expected, Assert.Throws<TargetException>(() => Identify(link, "stm32f103cb", out _)).Fault);
    }

    [Fact]
    public void Identify_FlashSizeZero_IsAWarning()
    {
        using var link = Board("flash-size-zero");

        Assert.Equal(ChipWarning.FlashSizeWord, Assert.Single(Identify(link, "stm32f103cb", out _).Warnings).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("watchdog")]
    [InlineData("parity-noise")]
    [InlineData("slow-silicon")]
    public void Attach_ThenASecondOfPatience_NothingResetsTheCore(string? fault)
    {
        using var link = Board(fault);
        Identify(link, "stm32f103cb", out var core);
        link.Clock.Delay(TimeSpan.FromSeconds(1), default);

        new ResetMonitor(core).Check();
        Assert.True(core.IsHalted);
    }

    [Fact]
    public void Check_BoardInAResetLoop_SaysSo()
    {
        using var link = Board("reset-loop");

        var e = Assert.Throws<TargetException>(() =>
        {
            Identify(link, "stm32f103cb", out var core);
            link.Clock.Delay(TimeSpan.FromMilliseconds(40), default);
            new ResetMonitor(core).Check();
        });

        Assert.Equal(TargetFault.ResetLoop, e.Fault);
    }

    [Fact]
    public void Attach_UnderReset_HaltsAtTheResetVector()
    {
        using var link = Board(null);
        link.DriveReset(true);
        link.Connect(Hertz);

        var core = CoreAttach.UnderReset(link, ChipCatalog.Default.Find("stm32f103cb"));

        Assert.True(core.IsHalted);
        new ResetMonitor(core).Check();
    }

    [Theory]
    [InlineData(ResetKind.System)]
    [InlineData(ResetKind.Core)]
    [InlineData(ResetKind.Pin)]
    public void Reset_EachKind_RunsOrHaltsAsAsked(ResetKind kind)
    {
        using var link = Board(null);
        Identify(link, "stm32f103cb", out var core);
        var reset = new CoreReset(core);

        reset.Halt(kind);
        Assert.True(core.IsHalted);
        reset.Run(kind);
        Assert.False(core.IsHalted);
        core.Halt();
    }

    [Fact]
    public void Memory_RamAtOddPlaces_ReadsWhatWasWritten()
    {
        using var link = Board(null);
        Identify(link, "stm32f103cb", out var core);
        var data = new byte[3001];
        new Random(5).NextBytes(data);
        core.Memory.Write(0x2000_0001, data);
        var read = new byte[3001];
        core.Memory.Read(0x2000_0001, read);

        Assert.Equal(data, read);
    }

    [Fact]
    public void Registers_WrittenAndRead_AreTheSame()
    {
        using var link = Board(null);
        Identify(link, "stm32f103cb", out var core);
        core.WriteRegister(CoreRegister.R0, 0x1357_9BDF);
        core.WriteRegister(CoreRegister.Sp, 0x2000_1000);

        Assert.Equal(0x1357_9BDFu, core.ReadRegister(CoreRegister.R0));
        Assert.Equal(0x2000_1000u, core.ReadRegister(CoreRegister.Sp));
    }

    [Fact]
    public void AccessPorts_OfAnF1_IsOneAhb()
    {
        using var link = Board(null);
        Identify(link, "stm32f103cb", out _);

        var port = Assert.Single(AccessPorts.Find(link));
        Assert.True(port.IsAhb);
    }

    [Fact]
    public void Attach_HealthyBoard_TakesUnder5Milliseconds()
    {
        using var link = Board(null);
        Identify(link, "stm32f103cb", out _);

        Assert.InRange(link.Clock.Now, TimeSpan.Zero, TimeSpan.FromMilliseconds(5));
    }

    private static SwdLink Board(string? fault) =>
        new(SimulatedBoard.Create("stm32f103cb", new SimulationOptions { Fault = fault, Frequency = Hertz }).OpenSwd());

    private static ChipFacts Identify(SwdLink link, string target, out CortexMCore core)
    {
        var chip = ChipCatalog.Default.Find(target);
        var dp = link.Connect(Hertz);
        core = CoreAttach.Running(link, chip);
        return new ChipIdentifier(ChipCatalog.Default).Identify(core, chip, dp.Dpidr);
    }
}
