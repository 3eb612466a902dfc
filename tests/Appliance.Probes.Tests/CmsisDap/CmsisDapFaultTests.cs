// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Debug;

namespace Appliance.Probes.Tests.CmsisDap;

/// <summary>What the target refuses, and what the wire does to it.</summary>
public sealed class CmsisDapFaultTests
{
    [Theory]
    [InlineData("no-target", DapFault.NoAnswer)]
    [InlineData("swdio-stuck-low", DapFault.StuckLow)]
    [InlineData("swdio-stuck-high", DapFault.StuckHigh)]
    public void Connect_ToALineWithAFault_NamesIt(string fault, DapFault cause)
    {
        using var bench = new ProbeBench(fault: fault);

        Assert.Equal(cause, Assert.Throws<DapException>(() => bench.Link.Connect(1_000_000)).Fault);
    }

    [Fact]
    public void Write_ToAnAddressThatIsNone_IsAFaultWithItsFlags_AndTheLinkGoesOn()
    {
        using var bench = new ProbeBench().Powered();
        bench.Link.WriteAp(0, ProbeBench.Tar, 0x6000_0000);

        var error = Assert.Throws<DapException>(() => bench.Link.WriteAp(0, ProbeBench.Drw, 1));

        Assert.Equal(DapFault.Fault, error.Fault);
        Assert.NotEqual(0u, error.CtrlStat & CtrlStat.StickyErr);
        bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram);
        bench.Link.WriteAp(0, ProbeBench.Drw, 7);
        Assert.Equal(7, bench.Board.Chip.Ram[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Block_ToAnAddressThatIsNone_IsAFault(bool read)
    {
        using var bench = new ProbeBench().Powered();
        bench.Link.WriteAp(0, ProbeBench.Tar, 0x6000_0000);

        var error = Assert.Throws<DapException>(() =>
        {
            if (read) bench.Link.ReadApBlock(0, ProbeBench.Drw, new uint[64]);
            else bench.Link.WriteApBlock(0, ProbeBench.Drw, new uint[64]);
        });

        Assert.Equal((DapFault.Fault, 0), (error.Fault, error.Done));
        Assert.NotEqual(0u, bench.Link.ReadDp(DpRegister.CtrlStat) & CtrlStat.PowerAcknowledges);
    }

    [Fact]
    public void Access_ThatNeverEnds_IsGivenUpByTheDeadline()
    {
        using var bench = new ProbeBench(fault: "wait-forever").Powered();
        bench.Link.WaitDeadline = TimeSpan.FromMilliseconds(20);
        bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram);
        TimeSpan start = bench.Link.Clock.Now;

        Assert.Equal(DapFault.WaitForever, Assert.Throws<DapException>(() => bench.Link.ReadAp(0, ProbeBench.Drw)).Fault);
        Assert.InRange(bench.Link.Clock.Now - start, TimeSpan.FromMilliseconds(15), TimeSpan.FromMilliseconds(60));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Block_WhoseAddressTheTargetDropped_GoesToItsPlaceNoneTheLess(bool read)
    {
        using var bench = new ProbeBench().Powered();
        uint[] words = ProbeBench.Words(64, 3), back = new uint[64];
        bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram + 0x400);
        bench.Link.WriteApBlock(0, ProbeBench.Drw, words);
        byte[] before = [.. bench.Board.Chip.Ram];
        bench.Board.Chip.Wire.Plan(WireTroubleKind.Parity, bench.Board.Chip.Transfers + 1);

        bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram + 0x400);
        if (read) bench.Link.ReadApBlock(0, ProbeBench.Drw, back);
        else bench.Link.WriteApBlock(0, ProbeBench.Drw, words);

        Assert.Equal(1, bench.Board.Chip.Wire.Hits);
        Assert.Equal(before, bench.Board.Chip.Ram);
        if (read) Assert.Equal(words, back);
        Assert.Equal(1, bench.Link.Statistics.ParityErrors);
    }

    [Fact]
    public void SingleAccesses_OnANoisyLine_AreRightOrRefused()
    {
        using var bench = new ProbeBench(fault: "parity-noise").Powered();
        int refused = 0;
        for (uint i = 0; i < 2000; i++)
        {
            bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram);
            bench.Link.WriteAp(0, ProbeBench.Drw, i * 0x0101_0101);
            Assert.Equal(i * 0x0101_0101, BitConverter.ToUInt32(bench.Board.Chip.Ram, 0));
            bench.Link.WriteAp(0, ProbeBench.Tar, ProbeBench.Ram);
            try
            {
                Assert.Equal(i * 0x0101_0101, bench.Link.ReadAp(0, ProbeBench.Drw));
            }
            catch (DapException e) when (e.Fault == DapFault.Parity)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 60);
        Assert.True(bench.Link.Statistics.ParityErrors > 10);
    }

    [Fact]
    public void Cancel_BeforeABlock_LeavesTheProbeInStep()
    {
        using var bench = new ProbeBench().Powered();
        bench.Link.Cancel = new CancellationToken(canceled: true);

        Assert.Throws<OperationCanceledException>(() => bench.Link.ReadApBlock(0, ProbeBench.Drw, new uint[64]));

        bench.Link.Cancel = default;
        Assert.Equal(0x1BA0_1477u, bench.Link.ReadDp(DpRegister.Dpidr));
    }
}
