// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Operations;
using Appliance.Simulation.Fus;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>Boards whose firmware takes the debug pins, and boards with boot bits of their own.</summary>
public class FusAttachTests
{
    private const string Legacy = "BLE_Stack_full_fw_1_20_0";
    private const uint Boot1 = 1u << 23;
    private const uint Pin = 1u << 26;
    private const uint Boot0 = 1u << 27;

    [Fact]
    public void Install_FirmwareTakesTheDebugPins_IsReachedWithTheResetHeldAndStartsAgain()
    {
        using var rig = new FusRig("2.2.0");
        rig.Board.Chip.FirmwareTakesPins = true;
        Restart(rig);
        var before = rig.Board.Chip.OptionBytes[..4];
        var session = rig.Open();

        session.Connect(default);
        session.Reach(new FusWish { Files = [FusRig.File(Legacy)] }, null, default);
        session.Restore(default);

        Assert.Equal(("1.20.0", true), (rig.Cpu.Stack, rig.Cpu.StartsStack));
        Assert.Equal(before, rig.Board.Chip.OptionBytes[..4]);
        Assert.Contains(session.Warnings, warning => warning.Code == "connect-under-reset");
        Assert.True(rig.Board.Chip.IsRunning);
        Assert.Empty(rig.Store.Kept);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void State_FirmwareTakesTheDebugPins_IsTold()
    {
        using var rig = new FusRig("1.2.0", SimulatedFusImages.Wide.Single(image => image.Name == Legacy));
        rig.Board.Chip.FirmwareTakesPins = true;
        Restart(rig);
        var session = rig.Open();
        Assert.Equal("1.20.0", session.Connect(default, mayRecover: false).Stack.ToString());
        session.Restore(default);
        Assert.False(rig.Board.Chip.IsHalted);
    }

    [Theory]
    [InlineData(Boot0 | Boot1)]
    [InlineData(Boot0)]
    [InlineData(Pin | Boot0)]
    [InlineData(Pin | Boot1)]
    [InlineData(0u)]
    public void Restore_BootBitsThatAreNotTheDefault_ComeBack(uint bits)
    {
        foreach (var cutOff in new[] { false, true })
        {
            using var rig = new FusRig("2.2.0");
            var options = (BitConverter.ToUInt32(rig.Board.Chip.OptionBytes, 0) & ~(Boot0 | Boot1 | Pin)) | bits;
            BitConverter.GetBytes(options).CopyTo(rig.Board.Chip.OptionBytes, 0);
            Restart(rig);
            if (cutOff)
            {
                rig.Open().Connect(default);
                Restart(rig);
            }

            rig.Press(new FusWish { Files = [FusRig.File(Legacy)] });

            Assert.Equal(options, BitConverter.ToUInt32(rig.Board.Chip.OptionBytes, 0));
            Assert.Equal("1.20.0", rig.Cpu.Stack);
            Assert.Empty(rig.Store.Kept);
        }
    }

    private static void Restart(FusRig rig)
    {
        rig.Board.Chip.PowerOff();
        rig.Board.Chip.PowerOn();
    }
}
