// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Families;

/// <summary>Chips with TrustZone are worked on with it off alone: with it on, the registers used here are those of another world.</summary>
public class TrustZoneTests
{
    [Theory]
    [InlineData("stm32l552ze", 0x7FEF_F8AAu)]
    [InlineData("stm32u575zi", 0x1FEF_F8AAu)]
    public void Identify_WithTrustZoneOn_IsRefusedBeforeAnythingIsChanged(string target, uint factory)
    {
        var board = SimulatedBoard.Create(target);
        using var session = new DebugRouteSession(new SwdLink(board.OpenSwd()), ChipCatalog.Default.Find(target));
        BitConverter.TryWriteBytes(board.Chip.OptionBytes, factory | 0x8000_0000);
        board.Chip.PowerOff();
        board.Chip.PowerOn();
        session.Connect(SessionRig.Settings, default);

        var error = Assert.Throws<TargetException>(() => session.Identify(default));

        Assert.Equal(TargetFault.WrongChip, error.Fault);
        Assert.Contains("TrustZone on", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, board.Chip.Busy.Total.Ticks);
    }

    /// <summary>TZEN of the H5 is a byte of its own: 0xC3 is off, 0xB4 is on (RM0481, section 7.11.23).</summary>
    [Fact]
    public void Data_H5_IsForTrustZoneOffAlone() =>
        Assert.Equal(0xC300_0000u, ChipCatalog.Default.Find("stm32h563zi").Organisation!.Value);
}
