// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Tests.Wire;

public class MemApTests
{
    [Theory]
    [InlineData(false, 0x2000_0000u)]
    [InlineData(true, 0x2000_0400u)]
    public void AutoIncrement_WrapsAtOneKibUnlessWide(bool wide, uint expected)
    {
        var bench = Bench.Connected(options: new SimulationOptions { WideAutoIncrement = wide });
        bench.Host.MustWrite(true, Bench.Csw, 0x2300_0012);
        bench.Host.MustWrite(true, Bench.Tar, 0x2000_03FC);
        bench.Host.MustWrite(true, Bench.Drw, 1);
        Assert.Equal(expected, Register(bench, Bench.Tar));
    }

    [Fact]
    public void Csw_PackedIncrement_DoesNotReadBack()
    {
        var bench = Bench.Connected();
        bench.Host.MustWrite(true, Bench.Csw, 0x2300_0020);
        Assert.Equal(0x2300_0040u, Register(bench, Bench.Csw));
        bench.Host.MustWrite(true, Bench.Csw, 0x2300_0011);
        Assert.Equal(0x2300_0051u, Register(bench, Bench.Csw));
    }

    [Fact]
    public void Identification_IsThatOfTheAhbApOfACortexM3()
    {
        var bench = Bench.Connected();
        bench.Host.MustWrite(false, Bench.Select, 0xF0);
        Assert.Equal(0x1477_0011u, Register(bench, 0xC));
        Assert.Equal(0xE00F_F003u, Register(bench, 0x8));
        Assert.Equal(0u, Register(bench, 0x4));
    }

    [Fact]
    public void OtherAccessPorts_AreEmpty()
    {
        var bench = Bench.Connected();
        bench.Host.MustWrite(false, Bench.Select, 0x0100_00F0);
        Assert.Equal(0u, Register(bench, 0xC));
    }

    [Theory]
    [InlineData(0x2000_0001u, 2)]
    [InlineData(0x2000_0002u, 4)]
    [InlineData(0x2000_5000u, 4)]
    [InlineData(0x6000_0000u, 4)]
    public void Access_UnalignedOrUnmapped_Faults(uint address, int size)
    {
        var bench = Bench.Connected();
        Assert.False(bench.TryRead(address, size, out _));
        Assert.False(bench.TryWrite(address, size, 0));
    }

    [Fact]
    public void BankedData_ReachesFourWordsWithoutMovingTar()
    {
        var bench = Bench.Connected();
        bench.Word(0x2000_0018, 0x0123_4567);
        bench.Host.MustWrite(true, Bench.Tar, 0x2000_0014);
        bench.Host.MustWrite(false, Bench.Select, 0x10);
        Assert.Equal(0x0123_4567u, Register(bench, 0x8));
        bench.Host.MustWrite(false, Bench.Select, 0x00);
        Assert.Equal(0x2000_0014u, Register(bench, Bench.Tar));
    }

    [Fact]
    public void RomTable_LeadsToTheCoreAndNamesTheMaker()
    {
        var bench = Bench.Connected();
        Assert.Equal(0xFFF0_F003u, bench.Word(0xE00F_F000));
        Assert.Equal((0x10u, 0x04u, 0x0Au), (bench.Word(0xE00F_FFE0), bench.Word(0xE00F_FFE4), bench.Word(0xE00F_FFE8)));
        Assert.Equal(0x10u, bench.Word(0xE00F_FFF4));
        Assert.Equal(0x411F_C231u, bench.Word(0xE000_ED00));
        Assert.Empty(bench.Chip.Violations.List);
    }

    [Fact]
    public void Register_NotListed_FaultsAndIsAViolation()
    {
        var bench = Bench.Connected();
        Assert.False(bench.TryRead(0x4002_2018, 4, out _));
        Assert.False(bench.TryWrite(Bench.FlashBase + 0x10, 1, 0));
        Assert.Equal(2, bench.Chip.Violations.Count);
    }

    private static uint Register(Bench bench, int register)
    {
        bench.Host.MustRead(true, register, out _);
        bench.Host.MustRead(false, Bench.ReadBuffer, out var value);
        return value;
    }
}
