// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Families;

/// <summary>A chip whose flash has one bank or two by its option bytes: with the wrong description a sector number means another place.</summary>
public class OrganisationTests
{
    [Theory]
    [InlineData("stm32f767zi", "stm32f767zi-dual", "one bank")]
    [InlineData("stm32f767zi-dual", "stm32f767zi", "two banks")]
    public void Identify_TheOtherOrganisation_IsRefused(string board, string project, string actual)
    {
        var simulated = SimulatedBoard.Create(board);
        using var session = new DebugRouteSession(new SwdLink(simulated.OpenSwd()), ChipCatalog.Default.Find(project));
        session.Connect(new ConnectSettings(4_000_000, ConnectMode.Auto, TimeSpan.FromSeconds(5)), default);

        var error = Assert.Throws<TargetException>(() => session.Identify(default));

        Assert.Equal(TargetFault.WrongChip, error.Fault);
        Assert.Contains($"choose {actual}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Burn_AcrossTheBanksAndMassErase_EachByItsOwnController()
    {
        using var rig = new LoaderRig("stm32h743zi");
        rig.Board.Chip.Flash.AsSpan().Clear();
        var image = LoaderRig.Random(0x800, 1, LoaderRig.Flash + 0xF_FC00);
        Assert.Equal(image.Crc32, rig.Burn(image, EraseRequest.Chip).Crc32);
        Assert.Equal(2 * 1024 * 1024 - 0x800, rig.Board.Chip.Flash.Count(value => value == 0xFF) - Count(image));
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    private static int Count(FirmwareImage image)
    {
        var bytes = new byte[0x800];
        image.Read(LoaderRig.Flash + 0xF_FC00, bytes, 0);
        return bytes.Count(value => value == 0xFF);
    }
}
