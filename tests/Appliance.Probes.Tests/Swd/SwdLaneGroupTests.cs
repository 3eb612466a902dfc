// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.Swd;
using Appliance.Probes.Tests.Swd.Doubles;

namespace Appliance.Probes.Tests.Swd;

public sealed class SwdLaneGroupTests
{
    private const byte Tar = 0x04, Drw = 0x0C;
    private const int Words = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Words_DifferentOnEachLane_ComeBackFromEach(int lanes)
    {
        ScriptedTarget[] targets = [.. Enumerable.Range(0, lanes).Select(_ => new ScriptedTarget())];
        Program(targets, _ => { }, out SwdLaneGroup group, out uint[] written, out uint[] read);
        Assert.Equal((1u << lanes) - 1, group.Active);
        Assert.Equal(written, read);
    }

    [Fact]
    public void Lanes_BusyForDifferentTimes_EachTakesEveryWordOnce()
    {
        ScriptedTarget[] targets = [.. Enumerable.Range(0, 8).Select(_ => new ScriptedTarget())];
        for (int n = 0; n < 8; n++)
        {
            int lane = n;
            targets[n].Dp.BusyFor = address => TimeSpan.FromMicroseconds((address * 7 + (uint)lane * 13) % 90);
        }

        Program(targets, _ => { }, out SwdLaneGroup group, out uint[] written, out uint[] read);
        Assert.Equal(0xFFu, group.Active);
        Assert.Equal(written, read);
        Assert.All(targets, target => Assert.Equal(Words, target.Dp.Writes.Count));
    }

    public static TheoryData<string, int, DapFault> Failures()
    {
        TheoryData<string, int, DapFault> data = [];
        foreach (int lanes in new[] { 1, 2, 8 })
        {
            data.Add("absent", lanes, DapFault.NoAnswer);
            data.Add("low", lanes, DapFault.StuckLow);
            data.Add("high", lanes, DapFault.StuckHigh);
            data.Add("wait", lanes, DapFault.WaitForever);
            data.Add("fault", lanes, DapFault.Fault);
            data.Add("read parity", lanes, DapFault.Parity);
            data.Add("write parity", lanes, DapFault.Parity);
            data.Add("garbage", lanes, DapFault.Protocol);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void OneLane_Failing_IsDroppedAndTheOthersFinish(string how, int lanes, DapFault fault)
    {
        int bad = lanes / 2;
        ScriptedTarget[] targets = [.. Enumerable.Range(0, lanes).Select(n => n == bad ? Bad(how) : new ScriptedTarget())];
        Program(targets, Arm, out SwdLaneGroup group, out uint[] written, out uint[] read);
        Assert.Equal(((1u << lanes) - 1) & ~(1u << bad), group.Active);
        Assert.Equal(fault, group.Cause(bad)?.Fault);
        for (int i = 0; i < written.Length; i++)
        {
            if (i % lanes != bad) Assert.Equal(written[i], read[i]);
        }

        Assert.All(targets.Where((_, n) => n != bad), target => Assert.Equal(Words, target.Dp.Writes.Count));
        Assert.All(targets.Where((_, n) => n != bad), target => Assert.Equal(0, target.BadRequests));
    }

    [Theory]
    [InlineData("read parity")]
    [InlineData("write parity")]
    public void OneLane_WithNoise_IsRepaired(string how)
    {
        ScriptedTarget noisy = how == "read parity" ? new FlipsReadParity(5) : new FlipsWriteParity(5);
        Program([new(), noisy, new()], Arm, out SwdLaneGroup group, out uint[] written, out uint[] read);
        Assert.Equal(7u, group.Active);
        Assert.Equal(written, read);
        Assert.True(group.Lane(1).Statistics.ParityErrors > 0);
        Assert.Equal(Words, noisy.Dp.Writes.Count);
    }

    private static ScriptedTarget Bad(string how) => how switch
    {
        "absent" => new AbsentTarget(),
        "low" => new ScriptedTarget { Stuck = false },
        "high" => new ScriptedTarget { Stuck = true },
        "wait" => new AnswersWaitForever(),
        "fault" => new ScriptedTarget(new ScriptedDp { BadAddress = 0x20000008 }),
        "read parity" => new FlipsReadParity(1),
        "write parity" => new FlipsWriteParity(1),
        _ => new AnswersGarbage(3),
    };

    private static void Arm(ScriptedTarget target)
    {
        if (target is AnswersWaitForever wait) wait.Armed = true;
        if (target is FlipsReadParity read) read.Armed = true;
        if (target is FlipsWriteParity write) write.Armed = true;
        if (target is AnswersGarbage garbage) garbage.Armed = true;
    }

    private static void Program(
        ScriptedTarget[] targets, Action<ScriptedTarget> arm, out SwdLaneGroup group, out uint[] written, out uint[] read)
    {
        ScriptedLine line = new(targets);
        group = new SwdLaneGroup(line);
        for (int n = 0; n < targets.Length; n++) group.Lane(n).WaitDeadline = TimeSpan.FromMilliseconds(20);
        group.Connect(4_000_000, TimeSpan.FromMilliseconds(10));
        foreach (ScriptedTarget target in targets) arm(target);
        written = [.. Enumerable.Range(0, Words * targets.Length).Select(i => (uint)(i + 1) * 0x9E3779B1u)];
        read = new uint[written.Length];
        group.WriteAp(0, Tar, 0x20000000);
        group.WriteApEach(0, Drw, written);
        group.Flush();
        group.WriteAp(0, Tar, 0x20000000);
        group.ReadAp(0, Drw, read);
    }
}
