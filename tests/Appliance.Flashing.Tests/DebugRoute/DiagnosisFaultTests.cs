// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Tests.Fakes;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Simulation;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.DebugRoute;

/// <summary>Causes that show as something else first: a reset line that leads nowhere, a supply that sags, a chip that sleeps.</summary>
public class DiagnosisFaultTests
{
    [Fact]
    public void Connect_ResetLineLeadsNowhere_IsNotedAndTheJobGoesOnWithoutIt()
    {
        using var rig = new SessionRig(fault: "nreset-not-connected");
        var image = SessionRig.Runnable(0x180);

        Assert.Equal(image.Crc32, rig.Replay(image).Crc32);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal("nreset-not-connected", Assert.Single(rig.Session.Warnings).Code);
        Assert.True(rig.Board.Chip.IsRunning);
    }

    [Fact]
    public void Connect_UnderAResetThatLeadsNowhere_IsToldBeforeAnythingIsErased()
    {
        using var rig = new SessionRig(fault: "nreset-not-connected");

        var error = Assert.Throws<TargetException>(() => rig.Session.Connect(SessionRig.Settings with { Mode = ConnectMode.UnderReset }, default));

        Assert.Equal(TargetFault.ResetNotConnected, error.Fault);
        Assert.Equal(TimeSpan.Zero, rig.Board.Chip.Busy.Total);
    }

    [Theory]
    [InlineData("stm32f103cb", 1)]
    [InlineData("stm32f103cb", 5)]
    [InlineData("stm32l476rg", 2)]
    [InlineData("stm32h743zi", 3)]
    public void Program_SupplySags_IsToldApartFromAnyOtherReset(string target, int seed)
    {
        using var rig = new LoaderRig(target, new SimulationOptions { Fault = "supply-sag", Seed = seed });
        var image = LoaderRig.Random(0x800, seed);
        var plan = rig.Plan(image);
        rig.Connect();
        rig.Session.Erase(plan, null, default);

        var error = Assert.Throws<TargetException>(() => rig.Session.Program(plan, image, null, default));

        Assert.Equal(TargetFault.SupplySag, error.Fault);
    }

    /// <summary>A supervisor chip pulls nRESET, the supply holds: that is no sag.</summary>
    [Fact]
    public void Erase_BoardIsResetAgainAndAgain_IsNoSag()
    {
        using var rig = new SessionRig(fault: "reset-loop");
        var image = SessionRig.Runnable(0x400);

        var error = Assert.Throws<TargetException>(() => rig.Replay(image));

        Assert.Equal(TargetFault.ResetLoop, error.Fault);
    }

    [Fact]
    public void Connect_ChipThatSleeps_AnswersUnderResetAndIsToldWhereThatIsNotAllowed()
    {
        using var woken = new SessionRig(fault: "asleep");
        woken.Session.Connect(SessionRig.Settings, default);
        Assert.Equal("connect-under-reset", Assert.Single(woken.Session.Warnings).Code);

        using var rig = new SessionRig(fault: "asleep");
        var error = Assert.Throws<TargetException>(() => rig.Session.Connect(SessionRig.Settings with { Mode = ConnectMode.Normal }, default));

        Assert.Equal(TargetFault.Asleep, error.Fault);
    }
}
