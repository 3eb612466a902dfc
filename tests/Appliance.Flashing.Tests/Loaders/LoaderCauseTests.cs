// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Flashing.Loaders;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Loaders;

/// <summary>What others call "flash loader cannot be loaded", by its cause.</summary>
public class LoaderCauseTests
{
    [Theory]
    [InlineData(1024, false)]
    [InlineData(2048, false)]
    [InlineData(4096, true)]
    public void Place_InARamOfSoManyBytes_FitsOrSaysThatItDoesNot(uint ram, bool fits)
    {
        var place = () => LoaderPlace.In(new MemoryRegion(0x2000_0000, ram), LoaderCode.Named("layout-u").Length, 8);

        if (fits)
            Assert.True(place().Slots >= 2);
        else
            Assert.Equal(FlashFault.LoaderTooBig, Assert.Throws<FlashException>(place).Fault);
    }

    /// <summary>A flash word programmed twice has the check bits of neither: reading it stops the core, and the controller says why.</summary>
    [Fact]
    public void Program_AFlashWordTwice_IsAnEccErrorAndNoCrashOfTheLoader()
    {
        using var rig = new LoaderRig("stm32h743zi");
        var image = LoaderRig.Random(0x200, 1);
        rig.Burn(image, EraseRequest.Sectors);
        var plan = rig.Plan(image, EraseRequest.Sectors);

        var error = Assert.Throws<FlashException>(() => rig.Session.Program(plan, image, null, default));

        Assert.Equal((FlashFault.EccError, LoaderRig.Flash), (error.Fault, error.Address!.Value));
        Assert.Contains("DBECCERR", error.Message, StringComparison.Ordinal);
    }
}
