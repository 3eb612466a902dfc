// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;

namespace Appliance.Flashing.Tests.Fus.Images;

public class InstallAddressTests
{
    private static readonly FusDevice Large = FusDevice.Find("stm32wb55rg")!;
    private static readonly FusImage New = FusImageReader.Read(ImageFile.FullStack());
    private static readonly FusImage Legacy = FusImageReader.Read(ImageFile.Of(36 * 4096 - 100, 0xABCDABCD, 0x0F0AFF24, 0x010D0000, ImageFile.LegacyStack));

    [Fact]
    public void Plan_WorkedExampleOfSt_IsReproduced()
    {
        Assert.Equal(0x080D0000u, InstallAddresses.Plan(new InstallRequest(New, Large)).Start);
    }

    [Theory]
    [InlineData(0xF4, 0x080D0000u)]
    [InlineData(0xF6, 0x080D0000u)]
    [InlineData(0xF0, 0x080CC000u)]
    [InlineData(0xD0, 0x080AB000u)]
    public void Plan_LegacyStack_FollowsTheBoundary(int sfsa, uint expected)
    {
        Assert.Equal(expected, InstallAddresses.Plan(new InstallRequest(Legacy, Large) { Sfsa = sfsa }).Start);
    }

    [Fact]
    public void Plan_NewStackOverAKeptSection_EndsBelowIt()
    {
        Assert.Equal(0x080D0000u, InstallAddresses.Plan(new InstallRequest(New, Large) { Sfsa = 0xF0 }).Start);
    }

    [Theory]
    [InlineData(0x080D0800u, InstallRule.PageAligned)]
    [InlineData(0x080D1000u, InstallRule.AtMostComputed)]
    public void Plan_GivenAddressThatIsWrong_IsRefused(uint address, InstallRule rule)
    {
        var plan = InstallAddresses.Plan(new InstallRequest(New, Large) { Address = address });

        Assert.Contains(plan.Refusals, refusal => refusal.Reason == rule);
        Assert.Null(plan.Start);
        Assert.Equal(0x080D0000u, plan.Computed);
    }

    [Fact]
    public void Plan_ApplicationToKeep_IsNotOverwritten()
    {
        var plan = InstallAddresses.Plan(new InstallRequest(New, Large) { KeepBelow = 0x080D0001 });

        Assert.Equal(InstallRule.AboveKept, Assert.Single(plan.Refusals).Reason);
    }

    [Fact]
    public void Plan_ImageLargerThanFlash_HasNoAddress()
    {
        var thread = FusImageReader.Read(ImageFile.Of(135 * 4096 - 4, 0x040104CD, 0x0F0A0287, 0x01180003, ImageFile.NewStack));

        var plan = InstallAddresses.Plan(new InstallRequest(thread, FusDevice.Find("wb55cc")!));

        Assert.Null(plan.Computed);
        Assert.Contains("139 pages", Assert.Single(plan.Refusals).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xF7)]
    public void Plan_BoundaryThatMakesNoSense_IsRefused(int sfsa)
    {
        Assert.Contains(InstallAddresses.Plan(new InstallRequest(New, Large) { Sfsa = sfsa }).Refusals, refusal => refusal.Reason == InstallRule.Boundary);
    }

    [Fact]
    public void Plan_PagesOfAnotherFamily_AreRefused()
    {
        var plan = InstallAddresses.Plan(new InstallRequest(New, FusDevice.Find("wb15cc")!));

        Assert.Contains(plan.Refusals, refusal => refusal.Reason == InstallRule.PagesHoldFile);
    }

    [Fact]
    public void Plan_KnownFileOfAnotherFamily_IsRefused()
    {
        var fus = PublishedImage.All.First(row => row is { Family: "wb5x", Name: "FUS_fw", Release: "1.24.0" }).Image;

        Assert.Contains(InstallAddresses.Plan(new InstallRequest(fus, FusDevice.Find("wb15cc")!)).Refusals, refusal => refusal.Reason == InstallRule.Family);
    }

    [Fact]
    public void Plan_NewFormatOnFusBefore2_IsRefused()
    {
        Assert.Equal(InstallRule.FusVersion, Assert.Single(
            InstallAddresses.Plan(new InstallRequest(New, Large) { Fus = FusReleases.V1_2_0 }).Refusals).Reason);
    }

    [Theory]
    [InlineData("1.1.1", true)]
    [InlineData("1.2.0", false)]
    public void Plan_StackOverStack_NeedsFus120(string fus, bool refused)
    {
        var plan = InstallAddresses.Plan(new InstallRequest(Legacy, Large) { Sfsa = 0xD0, Fus = FusVersion.Parse(fus) });

        Assert.Equal(refused, plan.Refusals.Any(refusal => refusal.Reason == InstallRule.DeleteFirst));
    }

    [Theory]
    [InlineData("wb55ce", true)]
    [InlineData("wb55rg", false)]
    public void Plan_Fus101_GoesToLargePartsAlone(string device, bool refused)
    {
        var image = FusImageReader.Read(ImageFile.Of(24_492, 0xABCDABCD, 0x1020FF06, 0x01000108, 0x32279221));

        Assert.Equal(refused, InstallAddresses.Plan(new InstallRequest(image, FusDevice.Find(device)!)).Refusals.Any(refusal => refusal.Reason == InstallRule.Fus101));
    }

    [Fact]
    public void Plan_ImageFor053_IsForThatFusAlone()
    {
        var image = PublishedImage.All.First(row => row.Name == "FUS_fw_for_fus_0_5_3").Image;

        Assert.Empty(InstallAddresses.Plan(new InstallRequest(image, Large) { Sfsa = 0xF6, Fus = FusReleases.V0_5_3 }).Refusals);
        Assert.Equal(InstallRule.FusVersion, Assert.Single(
            InstallAddresses.Plan(new InstallRequest(image, Large) { Fus = FusReleases.V1_1_0 }).Refusals).Reason);
    }

    [Theory]
    [InlineData("wb55rg")]
    [InlineData("STM32WB5MMG")]
    [InlineData("stm32wb10cc")]
    public void Find_NameWithOrWithoutPrefix_IsFound(string name)
    {
        Assert.NotNull(FusDevice.Find(name));
    }
}
