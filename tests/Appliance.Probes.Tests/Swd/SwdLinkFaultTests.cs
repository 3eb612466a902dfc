// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Probes.Swd;
using Appliance.Probes.Tests.Swd.Doubles;

namespace Appliance.Probes.Tests.Swd;

public sealed class SwdLinkFaultTests
{
    private const byte Tar = 0x04, Drw = 0x0C;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadParity_WrongNowAndThen_IsRepairedWithoutAnotherApRead(bool overrun)
    {
        FlipsReadParity target = new(7);
        SwdLink link = Up(target, overrun);
        for (uint i = 0; i < 50; i++) target.Dp.Memory[0x20000000 + (4 * i)] = i * 0x01010101;
        link.WriteAp(0, Tar, 0x20000000);
        target.Armed = true;
        uint[] words = new uint[50];
        link.ReadApBlock(0, Drw, words);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (uint)i * 0x01010101), words);
        Assert.Equal(50, target.Dp.ApReads);
        Assert.True(link.Statistics.ParityErrors > 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WriteParity_WrongNowAndThen_EachWordIsTakenOnce(bool overrun)
    {
        FlipsWriteParity target = new(6);
        SwdLink link = Up(target, overrun);
        link.WriteAp(0, Tar, 0x20000000);
        target.Armed = true;
        uint[] words = [.. Enumerable.Range(1, 60).Select(i => (uint)i)];
        link.WriteApBlock(0, Drw, words);
        link.Flush();
        Assert.Equal(words, target.Dp.Writes.Select(write => write.Value));
    }

    [Theory]
    [InlineData(0, DapFault.StuckLow)]
    [InlineData(3, DapFault.Protocol)]
    [InlineData(7, DapFault.NoAnswer)]
    public void Acknowledge_ThatIsNone_EndsTheWriteUncertainAndRejoins(int ack, DapFault fault)
    {
        AnswersGarbage target = new(ack);
        SwdLink link = Up(target, overrun: false);
        link.WriteApBlock(0, Drw, [1, 2]);
        int resets = target.LineResets;
        target.Armed = true;
        DapException error = Assert.Throws<DapException>(() => link.WriteApBlock(0, Drw, [3]));
        Assert.Equal((fault, true, (int?)0), (error.Fault, error.Uncertain, error.Done));
        Assert.True(target.LineResets > resets);
        target.Armed = false;
        Assert.NotEqual(0u, link.ReadDp(DpRegister.CtrlStat));
    }

    [Fact]
    public void Wait_Forever_EndsAtTheDeadlineAndSoon()
    {
        AnswersWaitForever target = new();
        SwdLink link = Up(target, overrun: false);
        target.Armed = true;
        link.WaitDeadline = TimeSpan.FromMilliseconds(10);
        TimeSpan before = link.Clock.Now;
        DapException error = Assert.Throws<DapException>(() => link.WriteAp(0, Tar, 1));
        Assert.Equal(DapFault.WaitForever, error.Fault);
        Assert.InRange((link.Clock.Now - before).TotalMilliseconds, 10, 10.2);
    }

    [Fact]
    public void Wait_Retry_CostsThirteenClocks()
    {
        ScriptedTarget target = new();
        ScriptedLine line = new(target);
        SwdLink link = new(line);
        link.Connect(4_000_000);
        DebugPortPower.Up(link, TimeSpan.FromMilliseconds(1));
        target.Dp.BusyFor = _ => TimeSpan.FromMicroseconds(50);
        link.WriteAp(0, Drw, 1);
        (long cycles, long waits) = (line.Cycles, link.Statistics.Waits);
        link.WriteAp(0, Drw, 2);
        Assert.Equal((13 * (link.Statistics.Waits - waits)) + 46 + 8, line.Cycles - cycles);
        Assert.True(link.Statistics.Waits - waits > 10);
    }

    [Fact]
    public void Power_NeverAcknowledged_IsPowerUp()
    {
        ScriptedTarget target = new(new ScriptedDp { PowerAcknowledges = false });
        using SwdLink link = new(new ScriptedLine(target));
        link.Connect(1_000_000);
        DapException error = Assert.Throws<DapException>(() => DebugPortPower.Up(link, TimeSpan.FromMilliseconds(5)));
        Assert.Equal(DapFault.PowerUp, error.Fault);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Turnaround_SetByDlcr_IsFollowed(int cycles)
    {
        ScriptedTarget target = new();
        ScriptedLine line = new(target);
        SwdLink link = new(line, new SwdLinkOptions { Turnaround = cycles });
        link.Connect(1_000_000);
        DebugPortPower.Up(link, TimeSpan.FromMilliseconds(5));
        link.WriteAp(0, Tar, 0x1234);
        Assert.Equal(0x1234u, link.ReadAp(0, Tar));
        Assert.Equal(cycles, target.Dp.Turnaround);
        Assert.Empty(line.Contention);
    }

    [Theory]
    [InlineData(0x10000001u, 0x10000001u, true)]
    [InlineData(0x20000001u, 0x10000001u, false)]
    public void Multidrop_OnlyTheTargetAskedFor_Answers(uint asked, uint target, bool answers)
    {
        ScriptedTarget board = new(new ScriptedDp { Dlpidr = (target & 0xF0000000) | 1 }) { Multidrop = target };
        SwdLink link = new(new ScriptedLine(board), new SwdLinkOptions { TargetSel = asked });
        if (answers) Assert.Equal("multidrop", link.Connect(1_000_000).Path);
        else Assert.Equal(DapFault.NoAnswer, Assert.Throws<DapException>(() => link.Connect(1_000_000)).Fault);
    }

    [Fact]
    public void Multidrop_WrongInstance_IsIdentity()
    {
        ScriptedTarget board = new(new ScriptedDp { Dlpidr = 0x30000001 }) { Multidrop = 0x10000001 };
        SwdLink link = new(new ScriptedLine(board), new SwdLinkOptions { TargetSel = 0x10000001 });
        Assert.Equal(DapFault.Identity, Assert.Throws<DapException>(() => link.Connect(1_000_000)).Fault);
    }

    [Fact]
    public void Dormant_EnteredAndLeft_AnswersAgain()
    {
        ScriptedTarget target = new();
        SwdLink link = Up(target, overrun: false);
        link.EnterDormant();
        Assert.Equal("dormant", target.Mode);
        Assert.Equal("dormant", link.Connect(1_000_000).Path);
        link.EnterJtag();
        Assert.Equal("jtag", target.Mode);
        Assert.Equal("jtag-to-swd", link.Connect(1_000_000).Path);
    }

    [Fact]
    public void Remote_Block_TakesFewCalls()
    {
        ScriptedTarget target = new();
        ScriptedLine line = new(target) { Features = WireFeatures.Remote | WireFeatures.Reset };
        SwdLink link = new(line);
        link.Connect(4_000_000);
        DebugPortPower.Up(link, TimeSpan.FromMilliseconds(5));
        int calls = line.Calls;
        link.WriteApBlock(0, Drw, new uint[1000]);
        Assert.Equal(1000, target.Dp.Writes.Count);
        Assert.True(line.Calls - calls < 20, $"{line.Calls - calls} calls");
    }

    [Fact]
    public void Garbage_FromTheLine_IsADapExceptionWithinTheDeadline()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            NoiseLine line = new(seed);
            SwdLink link = new(line) { WaitDeadline = TimeSpan.FromMilliseconds(5) };
            Assert.Throws<DapException>(() =>
            {
                for (int i = 0; i < 1000; i++) { link.Connect(1_000_000); DebugPortPower.Up(link, TimeSpan.FromMilliseconds(5)); }
            });
            Assert.True(line.Cycles < 100_000, $"seed {seed}: {line.Cycles} cycles");
        }
    }

    private static SwdLink Up(ScriptedTarget target, bool overrun)
    {
        SwdLink link = new(new ScriptedLine(target), new SwdLinkOptions { Overrun = overrun });
        link.Connect(4_000_000);
        DebugPortPower.Up(link, TimeSpan.FromMilliseconds(5));
        return link;
    }
}
