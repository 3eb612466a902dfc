// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Probes.Swd;
using Appliance.Probes.Tests.Swd.Doubles;

namespace Appliance.Probes.Tests.Swd;

public sealed class SwdLineCheckTests
{
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
