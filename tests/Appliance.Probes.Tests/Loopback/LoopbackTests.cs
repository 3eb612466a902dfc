// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Gpio;
using Appliance.Ports.Wires;
using Appliance.Probes.Loopback;

namespace Appliance.Probes.Tests.Loopback;

/// <summary>What a workshop gets wrong, and what the test says to it.</summary>
public sealed class LoopbackTests
{
    private static readonly string[] Lines = ["CLK", "DIO", "RST", "DIR", "A", "B"];

    [Fact]
    public void Jumper_InPlace_PassesAndMeasuresTheClock()
    {
        var report = Jumper(Wiring().Join("CLK", "DIO"));

        Assert.True(report.Passed);
        Assert.InRange(report.MaxHertz!.Value, 4_000_000, 5_000_000);
    }

    [Fact]
    public void Jumper_Missing_IsOpenBothWays() => Assert.Equal(
        [Finding(LoopbackFault.Open, "CLK", "DIO"), Finding(LoopbackFault.Open, "DIO", "CLK")], Jumper(Wiring()).Findings);

    [Theory]
    [InlineData(false, LoopbackFault.StuckLow)]
    [InlineData(true, LoopbackFault.StuckHigh)]
    public void Jumper_WithAStuckLine_NamesIt(bool high, LoopbackFault fault) => Assert.Equal(
        [Finding(fault, "CLK"), Finding(fault, "DIO")], Jumper(Wiring().Join("CLK", "DIO").Stick("DIO", high)).Findings);

    [Fact]
    public void Jumper_WithAShortToAnotherLine_NamesBoth()
    {
        var findings = Jumper(Wiring().Join("CLK", "DIO").Join("RST", "DIO")).Findings;

        Assert.Contains(Finding(LoopbackFault.Shorted, "DIO", "RST"), findings);
        Assert.DoesNotContain(findings, finding => finding.Fault == LoopbackFault.Open);
    }

    [Fact]
    public void Jumper_ThatFollowsNoClock_SaysSo()
    {
        var wiring = new FakeWiring(Lines) { FollowsUpTo = 10_000 };

        Assert.Equal([Finding(LoopbackFault.NoClock, "DIO", "CLK")], Jumper(wiring.Join("CLK", "DIO")).Findings);
    }

    [Fact]
    public void Pair_InPlace_Passes() => Assert.True(Pair(Wiring().Join("CLK", "A").Join("DIO", "B")).Passed);

    [Fact]
    public void Pair_Crossed_IsSwapped() =>
        Assert.Equal([Finding(LoopbackFault.Swapped, "CLK", "DIO")], Pair(Wiring().Join("CLK", "B").Join("DIO", "A")).Findings);

    [Fact]
    public void Pair_WithOneJumperMissing_IsOpen() =>
        Assert.Equal([Finding(LoopbackFault.Open, "DIO", "B"), Finding(LoopbackFault.Open, "B", "DIO")], Pair(Wiring().Join("CLK", "A")).Findings);

    [Fact]
    public void Findings_InWords_NameTheLineAndWhatToDo() =>
        Assert.Equal("CLK does not reach DIO: the jumper is missing, or a wire between them is broken.", Finding(LoopbackFault.Open, "CLK", "DIO").ToString());

    private static FakeWiring Wiring() => new(Lines);

    private static LoopbackReport Jumper(FakeWiring wiring) => Sound(wiring, Test(wiring).Jumper());

    private static LoopbackReport Pair(FakeWiring wiring) => Sound(wiring, Test(wiring).Pair(Name("A"), Name("B")));

    private static LoopbackReport Sound(FakeWiring wiring, LoopbackReport report)
    {
        Assert.Empty(wiring.Fights);
        return report;
    }

    private static LoopbackTest Test(FakeWiring wiring) =>
        new(wiring, new WirePins(Name("CLK"), [Name("DIO")], [Name("DIR")], Name("RST"), null), wiring.OpenWire);

    private static LoopbackFinding Finding(LoopbackFault fault, string line, string? other = null) =>
        new(fault, Name(line), other is null ? null : Name(other));

    private static GpioLineName Name(string line) => new("chip", line);
}
