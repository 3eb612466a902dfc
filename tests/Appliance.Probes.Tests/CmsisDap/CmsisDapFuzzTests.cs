// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Simulation.CmsisDap;

namespace Appliance.Probes.Tests.CmsisDap;

/// <summary>One answer in a run of accesses is spoilt: the run ends in an error of the link or with the right words, and it ends.</summary>
public sealed class CmsisDapFuzzTests
{
    private const int Runs = 100;

    [Theory]
    [InlineData("short")]
    [InlineData("long")]
    [InlineData("late")]
    [InlineData("doubled")]
    [InlineData("lost")]
    [InlineData("gone")]
    [InlineData("header")]
    [InlineData("garbage")]
    public void Answer_Spoilt_IsAnErrorOrHarmless_NeverAFalseWord(string how)
    {
        int errors = 0;
        for (int run = 0; run < Runs; run++)
        {
            if (Ends(how, run)) errors++;
        }

        Assert.True(errors > (how == "long" ? -1 : Runs / 2), $"{errors} of {Runs} runs ended in an error");
    }

    [Fact]
    public void Link_OutOfStep_FailsAtOnceFromThenOn_AndTheNextOneWorks()
    {
        GarblingPipe? cable = null;
        using var bench = new ProbeBench(cable: pipe => cable = new GarblingPipe(pipe, 25, "lost", new Random(1)));
        Assert.Throws<WireException>(() =>
        {
            bench.Powered();
            for (int i = 0; i < 100; i++) bench.Link.ReadDp(DpRegister.CtrlStat);
        });
        long packets = bench.Probe.Traffic.Packets;

        var again = Assert.Throws<WireException>(() => bench.Link.ReadDp(DpRegister.Dpidr));

        Assert.Contains("opened anew", again.Message, StringComparison.Ordinal);
        Assert.Equal(packets, bench.Probe.Traffic.Packets);
        using var next = Probes.CmsisDap.CmsisDapLink.Open(bench.Probe.OpenPipe(), new Probes.CmsisDap.CmsisDapDevice(2), bench.Probe.Clock);
        Assert.Equal(0x1BA0_1477u, next.Connect(1_000_000).Dpidr);
    }

    [Fact]
    public void Open_WithStaleAnswersOfAnEarlierSession_SkipsThem()
    {
        using var bench = new ProbeBench(new SimulatedCmsisDapOptions { PacketCount = 16 }, cable: pipe =>
        {
            for (int i = 0; i < 3; i++)
            {
                pipe.Write([0x00, 0xFF], TimeSpan.FromSeconds(1));
                pipe.Write([0x11, 0, 0, 1, 0], TimeSpan.FromSeconds(1));
            }

            return pipe;
        });

        Assert.Equal(0x1BA0_1477u, bench.Link.Connect(1_000_000).Dpidr);
    }

    /// <returns>Whether the run ended in an error.</returns>
    private static bool Ends(string how, int seed)
    {
        var random = new Random(seed);
        var options = new SimulatedCmsisDapOptions { Version = 1 + (seed & 1), PacketCount = random.Next(1, 6) };
        try
        {
            using var bench = new ProbeBench(options, cable: pipe => new GarblingPipe(pipe, random.Next(60), how, random)).Powered();
            uint[] words = ProbeBench.Words(200, seed), back = new uint[200];
            bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram);
            bench.Link.WriteApBlock(0, ProbeBench.Drw, words);
            bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram);
            bench.Link.ReadApBlock(0, ProbeBench.Drw, back);
            if (how != "garbage") Assert.Equal(words, back);
            return false;
        }
        catch (Exception error) when (error is WireException or DapException)
        {
            return true;
        }
    }
}
