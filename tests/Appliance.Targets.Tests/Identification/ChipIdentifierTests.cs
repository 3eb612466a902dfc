// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;
using Appliance.Targets.Identification;
using Appliance.Targets.Tests.Fakes;

namespace Appliance.Targets.Tests.Identification;

public sealed class ChipIdentifierTests
{
    private const uint Dpidr = 0x1BA0_1477;
    private const uint IdCode = 0xE004_2000;
    private const uint FlashSize = 0x1FFF_F7E0;
    private readonly FakeCore _board = TestTarget.Board();

    [Fact]
    public void Identify_RightChip_GivesItsFactsWithoutWarning()
    {
        var facts = Identify();

        Assert.Equal(0x410u, facts.DeviceId);
        Assert.Equal(0x2003u, facts.RevisionId);
        Assert.Equal(128, facts.FlashKilobytes);
        Assert.Equal(TestTarget.Words(0x1234_5678, 0x9ABC_DEF0, 0x0F1E_2D3C), facts.UniqueId.ToArray());
        Assert.Equal(0, facts.ReadProtectionLevel);
        Assert.Empty(facts.Warnings);
    }

    [Theory]
    [InlineData(0x1003_6414u, 0xFFFF_0200u, "stm32f103re")]
    [InlineData(0x1001_6418u, 0xFFFF_0100u, "stm32f107vc")]
    [InlineData(0x1000_6412u, 0xFFFF_0020u, "stm32f103c6")]
    public void Identify_OtherDeviceId_IsRefusedByItsNames(uint idCode, uint size, string name)
    {
        _board.SetWord(IdCode, idCode);
        _board.SetWord(FlashSize, size);

        var e = Assert.Throws<TargetException>(() => Identify());

        Assert.Equal(TargetFault.WrongChip, e.Fault);
        Assert.Contains(name[..9], e.Message, StringComparison.Ordinal);
        Assert.Contains(name[^1..], e.Actual, StringComparison.Ordinal);
        Assert.Contains("stm32f103cb", e.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_DeviceIdOfNoKnownChip_SaysThat()
    {
        _board.SetWord(IdCode, 0x1000_0999);

        Assert.Contains("unknown chip", Assert.Throws<TargetException>(() => Identify()).Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_OtherCore_IsRefusedByItsName()
    {
        _board.Cpuid = 0x410F_C241;

        var e = Assert.Throws<TargetException>(() => Identify());

        Assert.Equal(TargetFault.WrongChip, e.Fault);
        Assert.Contains("Cortex-M4", e.Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_SmallerChipOfTheSameDie_IsRefused()
    {
        _board.SetWord(FlashSize, 0xFFFF_0040);

        var e = Assert.Throws<TargetException>(() => Identify());

        Assert.Equal(TargetFault.WrongChip, e.Fault);
        Assert.Contains("64 KiB", e.Actual, StringComparison.Ordinal);
        Assert.Contains("8", e.Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_BiggerFlashThanNamed_IsAllowedAndNotUsed()
    {
        var facts = Identify("stm32f103c8");

        Assert.Equal(64, facts.FlashKilobytes);
        Assert.Empty(facts.Warnings);
    }

    [Theory]
    [InlineData(0x0000u)]
    [InlineData(0xFFFFu)]
    [InlineData(0x0081u)]
    public void Identify_FlashSizeNonsense_IsReplacedWithAWarning(uint word)
    {
        _board.SetWord(FlashSize, word);

        var facts = Identify();

        Assert.Equal(128, facts.FlashKilobytes);
        Assert.Equal(ChipWarning.FlashSizeWord, Assert.Single(facts.Warnings).Code);
    }

    [Fact]
    public void Identify_FlashSizeNonsenseOnce_IsReadAgain()
    {
        _board.FirstReads[FlashSize] = new Queue<uint>([0, 0xFFFF]);

        Assert.Empty(Identify().Warnings);
    }

    [Fact]
    public void Identify_ReadProtected_IsNamed()
    {
        _board.SetWord(0x4002_201C, 0x03FF_FFFE);

        Assert.Equal(TargetFault.ReadProtected, Assert.Throws<TargetException>(() => Identify()).Fault);
    }

    [Fact]
    public void Identify_ReadProtectedWhereAllowed_TellsTheLevel()
    {
        _board.SetWord(0x4002_201C, 0x03FF_FFFE);

        var facts = new ChipIdentifier(ChipCatalog.Default).Identify(TestTarget.Open(_board), TestTarget.Chip, Dpidr, allowProtected: true);

        Assert.Equal(1, facts.ReadProtectionLevel);
    }

    [Fact]
    public void Identify_UniqueIdAllOnes_IsAWarning()
    {
        for (var address = 0x1FFF_F7E8u; address <= 0x1FFF_F7F0; address += 4)
            _board.SetWord(address, uint.MaxValue);

        var facts = Identify();

        Assert.True(facts.UniqueId.IsEmpty);
        Assert.Equal(ChipWarning.UniqueId, Assert.Single(facts.Warnings).Code);
    }

    [Fact]
    public void Identify_DpidrOfAClone_IsAWarning()
    {
        var facts = new ChipIdentifier(ChipCatalog.Default).Identify(TestTarget.Open(_board), TestTarget.Chip, 0x2BA0_1477);

        Assert.Equal(ChipWarning.Dpidr, Assert.Single(facts.Warnings).Code);
    }

    [Fact]
    public void Identify_IdCodeZeroAndRomTableAgrees_IsAWarning()
    {
        _board.SetWord(IdCode, 0);
        PutRomTable(0x410);

        var facts = Identify();

        Assert.Null(facts.DeviceId);
        Assert.Equal(ChipWarning.DeviceId, Assert.Single(facts.Warnings).Code);
    }

    [Fact]
    public void Identify_IdCodeZeroAndRomTableNamesAnother_IsRefused()
    {
        _board.SetWord(IdCode, 0);
        PutRomTable(0x414);

        Assert.Equal(TargetFault.WrongChip, Assert.Throws<TargetException>(() => Identify()).Fault);
    }

    private ChipFacts Identify(string name = "stm32f103cb") =>
        new ChipIdentifier(ChipCatalog.Default).Identify(TestTarget.Open(_board), ChipCatalog.Default.Find(name), Dpidr);

    /// <summary>Component and peripheral id of a ROM table of ST (ARM IHI 0031, D1.2).</summary>
    private void PutRomTable(uint part)
    {
        const uint Table = 0xE00F_F000;
        uint[] pidr = [part & 0xFF, (part >> 8) | 0x00, 0x0A, 0];
        uint[] cidr = [0x0D, 0x10, 0x05, 0xB1];
        for (var i = 0u; i < 4; i++)
        {
            _board.SetWord(Table + 0xFE0 + i * 4, pidr[i]);
            _board.SetWord(Table + 0xFF0 + i * 4, cidr[i]);
        }

        _board.SetWord(Table + 0xFD0, 0);
    }
}
