// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.CmsisDap;

namespace Appliance.Probes.Tests.CmsisDap;

/// <summary>The link on a simulated probe that is sound.</summary>
public sealed class CmsisDapLinkTests
{
    [Theory]
    [InlineData(1, 64, 1)]
    [InlineData(1, 512, 4)]
    [InlineData(1, 1024, 2)]
    [InlineData(2, 64, 1)]
    [InlineData(2, 64, 8)]
    [InlineData(2, 128, 2)]
    [InlineData(2, 512, 3)]
    [InlineData(2, 1024, 255)]
    public void Block_OfAnyLengthThroughAnyPackets_ComesBackAsWritten(int version, int packet, int count)
    {
        using var bench = new ProbeBench(new SimulatedCmsisDapOptions { Version = version, PacketBytes = packet, PacketCount = count }).Powered();
        foreach (int length in (int[])[1, 2, 12, 13, 14, 15, 16, 29, 30, 31, 122, 127, 255, 256])
        {
            uint[] words = ProbeBench.Words(length, length), back = new uint[length];
            bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram);
            bench.Link.WriteApBlock(0, ProbeBench.Drw, words);
            bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram);
            bench.Link.ReadApBlock(0, ProbeBench.Drw, back);

            Assert.Equal(words, back);
            Assert.Equal(words[^1], BitConverter.ToUInt32(bench.Board.Chip.Ram, 4 * (length - 1)));
        }

        Assert.InRange(bench.Probe.Traffic.MostInFlight, Math.Min(count, packet == 64 ? 2 : 1), count);
        Assert.Empty(bench.Board.Chip.Violations.List);
    }

    [Fact]
    public void Block_PacketsUnderWay_CostOneRoundTrip()
    {
        using var bench = new ProbeBench(new SimulatedCmsisDapOptions { PacketCount = 32 }).Powered();
        bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram);
        bench.Link.Flush();
        long before = bench.Probe.Traffic.RoundTrips;

        bench.Link.ReadApBlock(0, ProbeBench.Drw, new uint[256]);

        Assert.Equal(1, bench.Probe.Traffic.RoundTrips - before);
        Assert.Equal(18, bench.Probe.Traffic.MostInFlight);
    }

    [Fact]
    public void Block_WithItsAddress_IsOneRoundTrip()
    {
        using var bench = new ProbeBench(new SimulatedCmsisDapOptions { PacketCount = 32 }).Powered();
        long before = bench.Probe.Traffic.RoundTrips;

        bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram);
        bench.Link.WriteApBlock(0, ProbeBench.Drw, ProbeBench.Words(256, 1));

        Assert.Equal(1, bench.Probe.Traffic.RoundTrips - before);
    }

    [Theory]
    [InlineData(1, 20)]
    [InlineData(2, 20)]
    [InlineData(4, 7)]
    [InlineData(8, 4)]
    public void Block_ProbeWithRoomForFewPackets_IsFilledAgainBeforeItRunsDry(int count, int roundTrips)
    {
        using var bench = new ProbeBench(new SimulatedCmsisDapOptions { PacketCount = count }).Powered();
        bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram);
        bench.Link.Flush();
        long before = bench.Probe.Traffic.RoundTrips;

        bench.Link.WriteApBlock(0, ProbeBench.Drw, ProbeBench.Words(256, 1));

        Assert.InRange(bench.Probe.Traffic.RoundTrips - before, 1, roundTrips);
        Assert.Equal(count, bench.Probe.Traffic.MostInFlight);
    }

    [Fact]
    public void SingleAccess_WithItsSelectAndAddress_IsOneRoundTrip()
    {
        using var bench = new ProbeBench().Powered();
        bench.Link.ReadAp(0, 0xFC);
        long before = bench.Probe.Traffic.RoundTrips;

        bench.Link.WriteAp(0, ProbeBench.Csw, ProbeBench.WordsInARow);
        bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram);
        bench.Link.WriteAp(0, ProbeBench.Drw, 0x1234_5678);

        Assert.Equal(1, bench.Probe.Traffic.RoundTrips - before);
        Assert.Equal(0x1234_5678u, BitConverter.ToUInt32(bench.Board.Chip.Ram, 0));
    }

    [Fact]
    public void VersionOne_ThatGivesAnotherInterfacesFigures_IsUsedOneReportAtATime()
    {
        using var bench = new ProbeBench(new SimulatedCmsisDapOptions { Version = 1, PacketCount = 16, ClaimedPacketBytes = 512 }).Powered();

        bench.Link.ReadApBlock(0, ProbeBench.Drw, new uint[64]);

        Assert.Equal(1, bench.Probe.Traffic.MostInFlight);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Version_IsThatOfTheInterface_WhateverTheTextSays(int version)
    {
        using var bench = new ProbeBench(new SimulatedCmsisDapOptions { Version = version, ProtocolVersion = "0254" });

        Assert.Equal(0x1BA0_1477u, bench.Link.Connect(1_000_000).Dpidr);
        Assert.Contains("0254", bench.Link.Firmware, StringComparison.Ordinal);
    }

    [Fact]
    public void Reset_PulledBeforeConnect_StaysLowUntilReleased()
    {
        using var bench = new ProbeBench();

        bench.Link.DriveReset(true);
        bench.Link.Connect(1_000_000);

        Assert.True(bench.Board.Chip.ResetIsLow);
        Assert.True(bench.Link.SampleReset());
        bench.Link.DriveReset(false);
        bench.Link.Clock.Delay(TimeSpan.FromMilliseconds(1), default);
        Assert.False(bench.Link.SampleReset());
    }

    [Fact]
    public void Dispose_AfterReset_ReleasesIt()
    {
        var bench = new ProbeBench();
        bench.Link.DriveReset(true);

        bench.Dispose();
        bench.Probe.Clock.Delay(TimeSpan.FromMilliseconds(1), default);

        Assert.False(bench.Board.Chip.ResetIsLow);
    }

    [Fact]
    public void Edbg_HasReportsOf512Bytes()
    {
        var edbg = new Appliance.Probes.CmsisDap.CmsisDapDevice(1) { Vendor = 0x03EB, Product = 0x2141 };
        Assert.Equal(512, Appliance.Probes.CmsisDap.CmsisDapQuirk.Of(edbg)?.ReportBytes);
        Assert.Null(Appliance.Probes.CmsisDap.CmsisDapQuirk.Of(edbg with { Product = 0x0001 }));
    }
}
