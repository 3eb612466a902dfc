// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Simulation.BootLoaders;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.BootLoaders.Usart;

/// <summary>The commands that change option bytes.</summary>
public class UsartProtectionTests
{
    public static TheoryData<bool> Variants => [false, true];

    [Theory]
    [MemberData(nameof(Variants))]
    public void ReadoutProtect_ThenUnprotect_ErasesTheChip(bool noStretch)
    {
        using var rig = Rig(noStretch);
        rig.Replay(SessionRig.Runnable(2048));

        rig.Loader.ReadoutProtect(default);
        rig.Connected();
        Assert.Equal(TargetFault.ReadProtected, Assert.Throws<TargetException>(() => rig.Session.Identify(default)).Fault);
        rig.Loader.ReadoutUnprotect(default);
        rig.Connected();
        rig.Session.Identify(default);

        Assert.Equal(-1, rig.Board.Chip.Flash.AsSpan().IndexOfAnyExcept((byte)0xFF));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void WriteProtect_ProtectedPages_EndAsADifferenceUntilTheyAreOpened(bool noStretch)
    {
        using var rig = Rig(noStretch).Connected();
        var image = SessionRig.Runnable(6000);
        rig.Loader.WriteProtect([1], default);

        var error = Assert.Throws<FlashException>(() => rig.Replay(image, EraseRequest.Sectors));
        Assert.Equal((FlashFault.VerifyMismatch, 0x08001000u), (error.Fault, error.Address!.Value));

        rig.Loader.WriteUnprotect(default);
        Assert.Equal(image.Crc32, rig.Replay(image, EraseRequest.Sectors).Crc32);
    }

    [Fact]
    public void Write_OptionBytes_ResetsTheChipWhichHasThem()
    {
        using var rig = new UsartRig().Connected();
        var options = new byte[16];
        rig.Loader.Read(0x1FFFF800, options, default);
        (options[4], options[5]) = (0x12, 0xED);

        rig.Loader.Write(0x1FFFF800, options, TimeSpan.FromSeconds(1), default);
        rig.Connected();
        var seen = new byte[16];
        rig.Loader.Read(0x1FFFF800, seen, default);

        Assert.Equal(options, seen);
    }

    [Theory]
    [InlineData(0x08000001u, 4)]
    [InlineData(0x08000000u, 3)]
    [InlineData(0x08000000u, 260)]
    [InlineData(0x08000000u, 0)]
    public void Write_NoWholeWords_IsRefusedHere(uint address, int bytes)
    {
        using var rig = new UsartRig().Connected();

        Assert.Throws<ArgumentException>(() => rig.Loader.Write(address, new byte[bytes], TimeSpan.FromSeconds(1), default));
    }

    [Fact]
    public void Read_WhereThereIsNothing_IsRefusedEachTime()
    {
        using var rig = new UsartRig().Connected();

        var error = Assert.Throws<BootLoaderException>(() => rig.Loader.Read(0x60000000, new byte[4], default));

        Assert.Equal((BootFault.Refused, 0x60000000u), (error.Fault, error.Address!.Value));
    }

    private static UsartRig Rig(bool noStretch) =>
        new(options: new SimulatedUsartOptions { Commands = noStretch ? SimulatedUsartOptions.NoStretchCommands : SimulatedUsartOptions.F1Commands });
}
