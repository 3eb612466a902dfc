// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Simulation;

namespace Appliance.Flashing.Tests.VendorLoaders;

/// <summary>The flash of the chip itself by an algorithm of a pack, and algorithms that do not come back as they should.</summary>
public class OwnFlashByPackTests
{
    [Theory]
    [InlineData("f103.FLM", EraseRequest.Sectors)]
    [InlineData("f103.FLM", EraseRequest.Chip)]
    [InlineData("f103-fixed.FLM", EraseRequest.Sectors)]
    public void Burn_ByIt_FlashHoldsTheImageAndNothingElseChanged(string loader, EraseRequest erase)
    {
        using var rig = new VendorRig("stm32f103cb", TestLoaders.Read(loader));
        new Random(1).NextBytes(rig.Board.Chip.Flash);
        var before = (byte[])rig.Board.Chip.Flash.Clone();
        var image = LoaderRig.Random(0xA10, 2, LoaderRig.Flash + 0x5FE);

        var evidence = rig.Burn(image, erase, VerifyMethod.Crc);

        Assert.Equal(new VerifyEvidence("crc", image.ByteCount, image.Crc32), evidence);
        var expected = before;
        expected.AsSpan(erase == EraseRequest.Chip ? .. : 0x400..0x1400).Fill(0xFF);
        image.Read(LoaderRig.Flash + 0x5FE, expected.AsSpan(0x5FE, 0xA10), 0);
        Assert.Equal(expected, rig.Board.Chip.Flash);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    /// <summary>Where there is no memory: a HardFault, told with the instruction that did it and the address it wanted.</summary>
    [Fact]
    public void Erase_ThatCrashes_NamesThePlace()
    {
        using var rig = new VendorRig("stm32f103cb", TestLoaders.Read("f103-crashes.FLM"));

        var error = Assert.Throws<FlashException>(() => rig.Burn(LoaderRig.Random(0x100, 3), EraseRequest.Sectors));

        Assert.Equal(FlashFault.LoaderFailed, error.Fault);
        Assert.InRange(error.Address!.Value, 0x2000_0000u, 0x2000_0200u);
        Assert.Contains("crashed in EraseSector for 0x08000000", error.Message, StringComparison.Ordinal);
        Assert.Contains("BFAR 0x70000000", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The time comes from its file: 200 ms a page, three times.</summary>
    [Fact]
    public void Program_ThatNeverEnds_IsStoppedAndTold()
    {
        using var rig = new VendorRig("stm32f103cb", TestLoaders.Read("f103-hangs.FLM"));
        var image = LoaderRig.Random(0x100, 4);
        var plan = rig.Connect(image, EraseRequest.Sectors);
        rig.Session.Erase(plan, null, default);
        var begun = rig.Session.Clock.Now;

        var error = Assert.Throws<FlashException>(() => rig.Session.Program(plan, image, null, default));

        Assert.Equal(FlashFault.LoaderFailed, error.Fault);
        Assert.Contains("did not come back from Program for 0x08000000 within 600 ms", error.Message, StringComparison.Ordinal);
        Assert.InRange(rig.Session.Clock.Now - begun, TimeSpan.FromMilliseconds(600), TimeSpan.FromMilliseconds(900));
        Assert.True(rig.Board.Chip.IsHalted);
    }

    [Fact]
    public void Program_ThatNeedsMoreStackThanThereIs_IsTold()
    {
        using var rig = new VendorRig("stm32f103cb", TestLoaders.Read("f103-overruns.FLM"));

        var error = Assert.Throws<FlashException>(() => rig.Burn(LoaderRig.Random(0x100, 5), EraseRequest.Sectors));

        Assert.Equal(FlashFault.LoaderFailed, error.Fault);
        Assert.Contains("bytes of stack", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Program_ThatSaysItFailed_IsAProgramErrorAtItsAddress()
    {
        using var rig = new VendorRig("stm32f103cb", TestLoaders.Read("f103-fails.FLM"));

        var error = Assert.Throws<FlashException>(() => rig.Burn(LoaderRig.Random(0x100, 6), EraseRequest.Sectors));

        Assert.Equal((FlashFault.ProgramError, LoaderRig.Flash, "7"), (error.Fault, error.Address!.Value, error.Actual));
    }

    [Fact]
    public void Burn_OnBadRam_IsToldBeforeAnythingRuns()
    {
        using var rig = new VendorRig("stm32f103cb", new SimulationOptions { Fault = "bad-ram", Seed = 3 }, TestLoaders.Read("f103.FLM"));

        var error = Assert.Throws<FlashException>(() => rig.Burn(LoaderRig.Random(0x100, 7), EraseRequest.Sectors));

        Assert.Equal(FlashFault.RamBad, error.Fault);
        Assert.Equal(0, rig.Board.Chip.Busy.Count(Simulation.Time.BusyKind.PageErase));
    }

    /// <summary>A wire on which the target executes nothing: said so, and nothing was erased.</summary>
    [Fact]
    public void Erase_WhereTheTargetRunsNoCode_IsRefused()
    {
        var loader = TestLoaders.Read("f103.FLM");
        using var rig = new Fakes.SessionRig();
        var image = LoaderRig.Random(0x100, 8);
        rig.Session.Connect(Fakes.SessionRig.Settings, default);
        rig.Session.Identify(default);
        var plan = rig.Plan(image) with { Loaders = [Flashing.VendorLoaders.VendorChip.With(rig.Chip, loader).Planned] };

        var error = Assert.Throws<FlashException>(() => rig.Session.Erase(plan, null, default));

        Assert.Equal(FlashFault.Unsupported, error.Fault);
    }
}
