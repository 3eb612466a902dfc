// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.OptionBytes;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Probes;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Simulation.Time;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.OptionBytes;

/// <summary>Options of each family, judged by what the simulated chip does after it loaded them.</summary>
public class OptionSessionTests
{
    public static TheoryData<string> Parts => OptionRig.Parts;

    [Theory]
    [MemberData(nameof(Parts))]
    public void Set_OneOption_IsStoredLoadedAndReadBack(string target)
    {
        using var rig = new SessionRig(target);
        var before = (byte[])rig.Board.Chip.OptionBytes.Clone();
        var watchdog = OptionRig.Watchdog(rig.Chip);
        rig.Burn();

        var report = rig.Session.SetOptions(OptionRig.Options(rig.Chip, (watchdog, "0")), default);
        rig.Session.Reset(FinalState.Run, default);

        Assert.True(report.Changed);
        Assert.Equal(new PlannedOption(watchdog, 0, "0"), Assert.Single(report.Options));
        Assert.Equal(1, Bits(before, rig.Board.Chip.OptionBytes, oneAndItsComplement: rig.Chip.Options!.Layout is "A" or "A0" or "C"));
        Assert.True(rig.Board.Chip.OptionsAreLoaded);
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.Equal(OptionRig.Image.Crc32, FirmwareImage.FromBytes(0x08000000, rig.Board.Chip.Flash.AsSpan(0, 0x200).ToArray()).Crc32);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Set_WhatIsSoAlready_StoresNothing(string target)
    {
        using var rig = new SessionRig(target);
        rig.Burn();
        var watchdog = OptionRig.Watchdog(rig.Chip);
        var value = rig.Session.ReadOptions(default).Text(watchdog);

        var report = rig.Session.SetOptions(OptionRig.Options(rig.Chip, (watchdog, value), ("RDP", "level-0")), default);

        Assert.False(report.Changed);
        Assert.Equal(0, rig.Board.Chip.Busy.Count(BusyKind.Options));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Set_Level1_ProtectsLastAndTheNextJobNeedsLeaveToUnlock(string target)
    {
        using var rig = new SessionRig(target);
        rig.Burn();

        var report = rig.Session.SetOptions(OptionRig.Options(rig.Chip, ("RDP", "level-1"), (OptionRig.Watchdog(rig.Chip), "0")), default);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(["0", "level-1"], report.Options.Select(option => option.Text));
        Assert.True(rig.Board.Chip.IsReadProtected);
        Assert.Contains(rig.Session.Warnings, warning => warning.Code == "power-cycle");
        rig.Session.Connect(SessionRig.Settings, default);
        Assert.Equal(TargetFault.ReadProtected, Assert.Throws<TargetException>(() => rig.Session.Identify(default)).Fault);
        rig.Burn(unlock: true);
        Assert.False(rig.Board.Chip.IsReadProtected);
        Assert.Contains(rig.Session.Warnings, warning => warning.Code == "unprotected");
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Unprotect_OfAnOpenChip_DoesNothing(string target)
    {
        using var rig = new SessionRig(target);
        rig.Board.Chip.Flash[^1] = 0x5A;
        rig.Session.Connect(SessionRig.Settings, default);

        rig.Session.Unprotect(default);

        Assert.Equal(0x5A, rig.Board.Chip.Flash[^1]);
        Assert.DoesNotContain(rig.Session.Warnings, warning => warning.Code == "unprotected");
    }

    [Theory]
    [InlineData("stm32l476rg")]
    [InlineData("stm32l151cb")]
    [InlineData("stm32wb55rg")]
    [InlineData("stm32f072rb")]
    [InlineData("stm32u575zi")]
    public void Set_Level2_LeavesASilentChip(string target)
    {
        using var rig = new SessionRig(target);
        rig.Burn();

        var report = rig.Session.SetOptions(OptionRig.Options(rig.Chip, ("RDP", "level-2")), default);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal("level-2", Assert.Single(report.Options).Text);
        Assert.ThrowsAny<Exception>(() => rig.Session.Connect(SessionRig.Settings, default));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Erase_OfAProtectedSector_IsRefusedByTheNameOfTheOption(string target)
    {
        using var rig = new SessionRig(target, "write-protected");

        var error = Assert.Throws<FlashException>(() => rig.Burn());

        Assert.Equal((FlashFault.WriteProtected, 0x08000000u), (error.Fault, error.Address!.Value));
        Assert.Contains(rig.Chip.Options!.Protections, area => error.Message.StartsWith(area.Name, StringComparison.Ordinal));
        Assert.Equal(0, rig.Board.Chip.Busy.Count(BusyKind.PageErase));
    }

    [Theory]
    [InlineData("stm32l476rg", "WRP1A_STRT", "0", "WRP1A_END", "1")]
    [InlineData("stm32wb55rg", "WRP1A_STRT", "0", "WRP1A_END", "1")]
    [InlineData("stm32f103cb", "WRP0", "0xFE", "WRP1", "255")]
    [InlineData("stm32f407vg", "nWRP", "0xFFE", "nRST_STOP", "1")]
    [InlineData("stm32h743zi", "WRPSn1", "0xFE", "WRPSn2", "0xFF")]
    [InlineData("stm32l151cb", "WRP1_15_0", "1", "WRP1_31_16", "0")]
    public void Burn_OfASectorTheProjectProtects_IsOpenedAndShutAgain(string target, string first, string value, string second, string other)
    {
        using var rig = new SessionRig(target, "write-protected");
        var options = OptionRig.Options(rig.Chip, (first, value), (second, other));

        rig.Burn(options);
        var report = rig.Session.SetOptions(options, default);

        Assert.True(report.Changed);
        Assert.Contains(rig.Session.Warnings, warning => warning.Code == "write-protection-opened");
        Assert.Equal(FlashFault.WriteProtected, Assert.Throws<FlashException>(() => rig.Burn()).Fault);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Theory]
    [InlineData("stm32l476rg", "PCROP1_STRT", "PCROP1_END")]
    [InlineData("stm32g071rb", "PCROP1A_STRT", "PCROP1A_END")]
    [InlineData("stm32wb55rg", "PCROP1A_STRT", "PCROP1A_END")]
    [InlineData("stm32wl55jc", "PCROP1B_STRT", "PCROP1B_END")]
    public void Burn_OverACopyProtectedArea_IsRefusedEvenWhereTheProjectNamesIt(string target, string first, string last)
    {
        using var rig = new SessionRig(target);
        var options = OptionRig.Options(rig.Chip, (first, "0"), (last, "0"));
        rig.Burn(options);
        rig.Session.SetOptions(options, default);

        var error = Assert.Throws<FlashException>(() => rig.Burn(options));

        Assert.Equal(FlashFault.CopyProtected, error.Fault);
        Assert.StartsWith(first[..^5], error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stm32f103cb")]
    [InlineData("stm32l151cb")]
    [InlineData("stm32l476rg")]
    [InlineData("stm32wb55rg")]
    public void Identify_OfDamagedOptionBytes_SaysSoAndUnlockRepairsThem(string target)
    {
        using var rig = new SessionRig(target, "option-byte-error");
        rig.Session.Connect(SessionRig.Settings, default);

        Assert.Equal(FlashFault.OptionError, Assert.Throws<FlashException>(() => rig.Session.Identify(default)).Fault);
        rig.Burn(unlock: true);

        Assert.False(rig.Board.Chip.IsReadProtected);
        Assert.Contains(rig.Session.Warnings, warning => warning is { Code: "unprotected" } && warning.Text.Contains("complements", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("stm32l476rg")]
    [InlineData("stm32f746zg")]
    public void Connect_ToASealedChip_FindsNobody(string target)
    {
        using var rig = new SessionRig(target, "sealed");

        Assert.Throws<DapException>(() => rig.Session.Connect(SessionRig.Settings, default));
    }

    /// <summary>Some chips still answer at level 2, or until their next power-on: the open level of the board counts as 2 here.</summary>
    [Fact]
    public void Identify_WhereLevel2IsReadable_EndsClearly()
    {
        var chip = ChipCatalog.Default.Find("stm32l476rg");
        var field = chip.Identification.ReadProtection with { Levels = new Dictionary<uint, int> { [0xAA] = 2 } };
        chip = chip with { Identification = chip.Identification with { ReadProtection = field } };
        using var session = new DebugRouteSession(new SwdLink(SimulatedBoard.Create("stm32l476rg").OpenSwd()), chip);
        session.Connect(SessionRig.Settings, default);

        Assert.Equal(TargetFault.Sealed, Assert.Throws<TargetException>(() => session.Unprotect(default)).Fault);
        Assert.Equal(TargetFault.Sealed, Assert.Throws<TargetException>(() => session.Identify(default)).Fault);
    }

    private static int Bits(byte[] before, byte[] after, bool oneAndItsComplement)
    {
        var changed = before.Zip(after, (a, b) => System.Numerics.BitOperations.PopCount((uint)(a ^ b))).Sum();
        return oneAndItsComplement ? changed / 2 : changed;
    }
}
