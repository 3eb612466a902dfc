// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Operations;
using Appliance.Simulation.Fus;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>Connect, look, restore; and the operations, on simulated parts.</summary>
public class FusSessionTests
{
    private const string Legacy = "BLE_Stack_full_fw_1_20_0";
    private const string New = "BLE_Stack_full_fw";

    [Theory]
    [InlineData("0.5.3")]
    [InlineData("1.2.0")]
    [InlineData("2.2.0")]
    public void Connect_NoStack_TellsFusAndRestoresTheOptionBytes(string fus)
    {
        using var rig = new FusRig(fus);
        var before = rig.Board.Chip.OptionBytes.ToArray();
        var session = rig.Open();

        var situation = session.Connect(default);

        Assert.Equal((fus, null), (situation.Fus.ToString(), situation.Stack));
        Assert.True(rig.Cpu.BootsSystemMemory);
        Assert.Single(rig.Store.Kept);
        session.Restore(default);
        Assert.Equal(before, rig.Board.Chip.OptionBytes);
        Assert.Empty(rig.Store.Kept);
        Assert.False(rig.Cpu.BootsSystemMemory);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Connect_StackRuns_TellsTheStackAndLeavesItChosen()
    {
        using var rig = new FusRig("2.2.0", SimulatedFusImages.Wide.Single(image => image.Name == New));
        var session = rig.Open();

        var situation = session.Connect(default);

        Assert.Equal(("2.2.0", "1.24.0", true), (situation.Fus.ToString(), situation.Stack.ToString(), situation.StartsStack));
        session.Restore(default);
        Assert.True(rig.Cpu.StartsStack);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    /// <summary>To bring it back erases the board: who only looks must not begin that.</summary>
    [Fact]
    public void Connect_SafebootHoldsTheChip_OnlyAnInstallBringsItBack()
    {
        using var rig = new FusRig("2.2.0", SimulatedFusImages.Wide.Single(image => image.Name == New));
        rig.Cpu.LoseOptions();
        rig.Board.Chip.PowerOff();
        rig.Board.Chip.PowerOn();
        var (options, flash) = (rig.Board.Chip.OptionBytes.ToArray(), rig.Board.Chip.Flash.ToArray());

        var refused = Assert.Throws<FusException>(() => rig.Open().Connect(default, mayRecover: false));

        Assert.Equal(FusFault.Refused, refused.Fault);
        Assert.Contains("Safeboot holds the chip", refused.Message, StringComparison.Ordinal);
        Assert.Equal(options, rig.Board.Chip.OptionBytes);
        Assert.Equal(flash, rig.Board.Chip.Flash);
        Assert.Empty(rig.Store.Kept);

        var session = rig.Open();
        Assert.Null(session.Connect(default).Stack);
        Assert.Contains(session.Warnings, warning => warning.Code == "safeboot-recovered");
    }

    [Fact]
    public void Connect_BoardWasLeftInSystemBoot_GetsItsOwnOptionBytesBack()
    {
        using var rig = new FusRig();
        var before = rig.Board.Chip.OptionBytes.ToArray();
        rig.Open().Connect(default);
        rig.Board.Chip.PowerOff();
        rig.Board.Chip.PowerOn();
        Assert.NotEqual(before, rig.Board.Chip.OptionBytes);

        var session = rig.Open();
        session.Connect(default);
        session.Restore(default);

        Assert.Equal(before, rig.Board.Chip.OptionBytes);
        Assert.Contains(session.Warnings, warning => warning.Code == "boot-bits-repaired");
        Assert.Empty(rig.Store.Kept);
    }

    [Theory]
    [InlineData("0.5.3", Legacy, 1)]
    [InlineData("1.2.0", Legacy, 2)]
    [InlineData("2.2.0", Legacy, 3)]
    [InlineData("2.2.0", New, 4)]
    [InlineData("2.2.0", New, 5)]
    public void Install_OnAnEmptyPart_TheStackRuns(string fus, string stack, long seed)
    {
        using var rig = new FusRig(fus, seed: seed);
        var before = rig.Board.Chip.OptionBytes[..4];
        var steps = new List<FusStepDone>();

        var situation = rig.Press(new FusWish { Files = [FusRig.File(stack)] }, steps.Add);

        var step = Assert.Single(steps);
        Assert.True(step.Resets > 0);
        Assert.Equal(FusVersion.Parse(stack == New ? "1.24.0" : "1.20.0"), situation.Stack);
        Assert.True(rig.Cpu.StartsStack);
        Assert.Equal(before, rig.Board.Chip.OptionBytes[..4]);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Delete_Stack_IsGoneAndFusStarts()
    {
        using var rig = new FusRig("1.2.0", SimulatedFusImages.Wide.Single(image => image.Name == Legacy));

        var situation = rig.Press(new FusWish { Delete = true });

        Assert.Null(situation.Stack);
        Assert.Null(rig.Cpu.Stack);
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.Empty(rig.Open() is var again && again.Plan(new FusWish { Delete = true }, again.Connect(default)) is var plan ? plan.Steps : []);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Install_OverAStack_KeepsPairingDataWhereAsked(bool keep)
    {
        using var rig = new FusRig("2.2.0", SimulatedFusImages.Wide.Single(image => image.Name == Legacy));
        var steps = new List<FusStepDone>();

        rig.Press(new FusWish { Files = [FusRig.File("BLE_HCILayer_fw")], KeepPairing = keep }, steps.Add);

        Assert.Equal(keep ? [FusStepKind.InstallStack] : [FusStepKind.Delete, FusStepKind.InstallStack], steps.Select(step => step.Step.Kind));
        Assert.Equal("1.24.0", rig.Cpu.Stack);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Upgrade_FromTheFirstFusToAStackOfTheNewFormat_GoesByItself()
    {
        using var rig = new FusRig("0.5.3", target: "stm32wb55rg");
        var steps = new List<FusStepDone>();
        FusWish wish = new() { Files = [.. new[] { "FUS_fw_for_fus_0_5_3", "FUS_fw_1_2_0", "FUS_fw", New }.Select(FusRig.File)] };

        rig.Press(wish, steps.Add);

        Assert.Equal([FusStepKind.UpgradeFus, FusStepKind.UpgradeFus, FusStepKind.InstallStack], steps.Select(step => step.Step.Kind));
        Assert.Equal(("2.2.0", "1.24.0", true), (rig.Cpu.Fus, rig.Cpu.Stack, rig.Cpu.StartsStack));
        Assert.Equal(0xD0, rig.Cpu.Boundary);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Install_ImageWasLeftInFlash_IsErasedFirst(bool scansDown)
    {
        using var rig = new FusRig("2.2.0", scansDown: scansDown);
        SimulatedFusImages.Fus("old", "1.1.2").Build().CopyTo(rig.Board.Chip.Flash.AsSpan(0x4000));
        var session = rig.Open();
        session.Connect(default);

        session.Reach(new FusWish { Files = [FusRig.File(Legacy)] }, null, default);
        session.Restore(default);

        Assert.Equal("1.20.0", rig.Cpu.Stack);
        Assert.Contains(session.Warnings, warning => warning.Code == "image-left");
    }

    [Fact]
    public void Install_ImageOfAnotherFamily_IsRejectedByFusWithItsReason()
    {
        using var rig = new FusRig("2.2.0");
        var image = FusRig.File(SimulatedFusImages.Wide[4] with { SignedFor = "wb1x" });
        var session = rig.Open();
        session.Connect(default);

        var error = Assert.Throws<FusException>(() => session.Reach(new FusWish { Files = [image] }, null, default));

        Assert.Equal(FusFault.ImageRejected, error.Fault);
        Assert.Contains("not authentic", error.Message, StringComparison.Ordinal);
        Assert.False(session.IsWorking);
        session.Restore(default);
    }
}
