// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Simulation;
using Appliance.Simulation.Time;

namespace Appliance.Flashing.Tests.Families;

/// <summary>What the controllers refuse, told with its cause.</summary>
public class UnitErrorTests
{
    private const uint Flash = LoaderRig.Flash;

    /// <summary>Every named part with a controller of units.</summary>
    public static TheoryData<string> Protected =>
    [
        "stm32wb55rg", "stm32wb55ce", "stm32wb15cc", "stm32l151cb", "stm32l151rc", "stm32f746zg", "stm32f767zi", "stm32f767zi-dual", "stm32h735ig", "stm32h743zi",
        "stm32l476rg", "stm32g071rb", "stm32g474re", "stm32wl55jc", "stm32f407vg", "stm32f205rg", "stm32l053r8", "stm32l072cz", "stm32c031c6", "stm32l4r5zi",
        "stm32l552ze", "stm32u575zi", "stm32u575zg", "stm32h563zi",
    ];

    /// <summary>Without a session, which would have read the option bytes before.</summary>
    [Theory]
    [MemberData(nameof(Protected))]
    public void Erase_OfAProtectedSector_IsWriteProtected(string target)
    {
        using var rig = new BoardRig(target, new SimulationOptions { Fault = "write-protected" });

        var error = Assert.Throws<FlashException>(() => rig.Burn(LoaderRig.Random(0x100, 1), EraseRequest.Sectors));

        Assert.Equal((FlashFault.WriteProtected, Flash), (error.Fault, error.Address!.Value));
    }

    [Theory]
    [InlineData("stm32wb55rg")]
    [InlineData("stm32wb15cc")]
    public void Program_CellThatIsNotErased_IsToldByItsFlag(string target)
    {
        using var rig = new BoardRig(target);
        var image = LoaderRig.Random(0x40, 1, Flash + 0x10);
        var plan = rig.Burn(image, EraseRequest.Sectors);

        var error = Assert.Throws<FlashException>(() => rig.Work.Program(plan, image, null, default));

        Assert.Equal((FlashFault.ProgramError, Flash + 0x10), (error.Fault, error.Address!.Value));
        Assert.Contains("PROGERR", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Program_CellThatIsNotErasedByTheLoader_IsToldWithWhatIsThere()
    {
        using var rig = new LoaderRig("stm32wb55rg");
        var image = LoaderRig.Random(0x40, 1, Flash + 0x10);
        rig.Burn(image);
        var seen = rig.Board.Chip.Flash.AsSpan(0x10, 8).ToArray();

        var error = Assert.Throws<FlashException>(() => rig.Session.Program(rig.Plan(image), image, null, default));

        Assert.Equal((FlashFault.ProgramError, Flash + 0x10), (error.Fault, error.Address!.Value));
        Assert.Equal($"0x{Convert.ToHexStringLower([.. seen.Reverse()])}", error.Actual);
    }

    [Theory]
    [InlineData("stm32wb55rg", 8)]
    [InlineData("stm32l151cb", 128)]
    [InlineData("stm32f746zg", 4)]
    [InlineData("stm32h743zi", 32)]
    public void Plan_UnitsOfErasedBytes_AreNotProgrammed(string target, int unit)
    {
        using var rig = new LoaderRig(target);
        var bytes = new byte[0x800];
        new Random(5).NextBytes(bytes);
        bytes.AsSpan(0x100, 0x400).Fill(rig.Chip.Flash[0].ErasedValue);

        rig.Burn(FirmwareImage.FromBytes(Flash, bytes), EraseRequest.Sectors);

        Assert.Equal((0x800 - 0x400) / unit, rig.Board.Chip.Busy.Count(BusyKind.Program));
        Assert.Equal(bytes, rig.Board.Chip.Flash[..0x800]);
    }
}
