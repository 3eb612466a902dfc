// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Probes.Swd;
using Appliance.Probes.Tests.Swd.Doubles;

namespace Appliance.Probes.Tests;

public sealed class ConnectLadderTests
{
    [Fact]
    public void Connect_TargetThatAnswers_WorksFirstTime()
    {
        ConnectResult result = ConnectLadder.Full.Connect(new SwdLink(new ScriptedLine(new ScriptedTarget())), 4_000_000);
        Assert.False(result.ResetHeld);
        Assert.Single(result.Attempts);
    }

    [Fact]
    public void Connect_TargetThatAnswersInResetOnly_LeavesResetLow()
    {
        ScriptedLine line = new(new ScriptedTarget());
        line.Deaf = () => line.ResetDriven == 0;
        ConnectResult result = ConnectLadder.Full.Connect(new SwdLink(line), 4_000_000);
        Assert.Equal((ConnectMode.UnderReset, true, 2), (result.Mode, result.ResetHeld, result.Attempts.Count));
        Assert.Equal(1u, line.ResetDriven);
    }

    [Fact]
    public void Connect_TargetThatAnswersSlowClocksOnly_IsReachedAt400Kilohertz()
    {
        ScriptedLine line = new(new ScriptedTarget());
        line.Deaf = () => line.Hertz > 400_000;
        ConnectResult result = ConnectLadder.Full.Connect(new SwdLink(line), 4_000_000);
        Assert.Equal([4_000_000, 4_000_000, 2_000_000, 2_000_000, 1_000_000, 1_000_000, 400_000], result.Attempts.Select(a => a.Hertz));
    }

    [Fact]
    public void Connect_NobodyThere_SaysEveryTryAndReleasesReset()
    {
        ScriptedLine line = new(new AbsentTarget());
        ConnectException error = Assert.Throws<ConnectException>(() => ConnectLadder.Full.Connect(new SwdLink(line), 200_000));
        Assert.Equal(4, error.Attempts.Count);
        Assert.Equal(DapFault.NoAnswer, error.First.Fault);
        Assert.Equal(0u, line.ResetDriven);
    }

    [Fact]
    public void Connect_ResetHeldBySomebodyElse_IsResetStuckLow()
    {
        ScriptedLine line = new(new ScriptedTarget()) { ResetStuck = 1 };
        DapException error = Assert.Throws<DapException>(() => ConnectLadder.Full.Connect(new SwdLink(line), 1_000_000));
        Assert.Equal(DapFault.ResetStuckLow, error.Fault);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(false, DapFault.StuckLow)]
    [InlineData(true, DapFault.StuckHigh)]
    public void Look_AtALine_TellsStuckFromFree(bool? stuck, DapFault? fault)
    {
        ScriptedLine line = new(new ScriptedTarget(), new ScriptedTarget { Stuck = stuck });
        Assert.Equal(fault, SwdLineCheck.Look(line, 1).Fault);
        Assert.Null(SwdLineCheck.Look(line, 0).Fault);
    }

    [Fact]
    public void Look_OnAWireThatCannotReadBack_SaysSo()
    {
        SwdLineState state = SwdLineCheck.Look(new ScriptedLine(new ScriptedTarget { Stuck = false }) { Features = WireFeatures.Reset }, 0);
        Assert.Equal((null, false, false), (state.Fault, state.DriveChecked, state.ResetChecked));
        Assert.Contains("cannot be read", state.Facts, StringComparison.Ordinal);
    }
}
