// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Appliance.Flashing.OptionBytes;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Ports.Wires;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.OptionBytes;

/// <summary>A chip that takes options and does not keep them, as worn or foreign ones do: registers that are plain memory, and a load that changes nothing.</summary>
public partial class OptionReadBackTests
{
    [Fact]
    public void Set_WhatTheChipDoesNotKeep_IsAnErrorByName()
    {
        var chip = ChipCatalog.Default.Find("stm32l476rg");
        var plan = OptionPlanner.Plan(chip, [new("nRST_STOP", "1"), new("BOR_LEV", "3")], []).Plan;
        var memory = new Forgetful();
        var work = new OptionWork(chip, new Still(), new WarningLog(), () => memory, access => access.Launch(), access => access.Launch());

        var error = Assert.Throws<FlashException>(() => work.Set(plan, default));

        Assert.Equal((FlashFault.OptionMismatch, "1", "0"), (error.Fault, error.Expected, error.Actual));
        Assert.Matches(Named(), error.Message);
    }

    /// <summary>Where options are cells of flash, the cells hold what was stored whether the chip goes by it or not.</summary>
    [Theory]
    [InlineData("stm32f103cb", "WDG_SW", "0")]
    [InlineData("stm32f030r8", "WRP0", "0xFE")]
    [InlineData("stm32f303vc", "DATA1", "0x12")]
    [InlineData("stm32l151cb", "BOR_LEV", "9")]
    [InlineData("stm32l072cz", "WRP1_31_16", "0x8000")]
    [InlineData("stm32f030r8", "RDP", "level-1")]
    public void Set_WhatIsStoredAndNotLoaded_IsAnErrorByName(string target, string name, string value)
    {
        using var rig = new BoardRig(target);
        var plan = OptionRig.Options(rig.Chip, (name, value));
        var work = new OptionWork(rig.Chip, rig.Clock, rig.Warnings, () => rig.Memory, _ => { }, _ => { });

        var error = Assert.Throws<FlashException>(() => work.Set(plan, default));

        Assert.Equal((FlashFault.OptionMismatch, value), (error.Fault, error.Expected));
        Assert.StartsWith($"{name} is not loaded: the chip shows 0x", error.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex("^nRST_STOP is 0 ")]
    private static partial Regex Named();

    private sealed class Still : ITargetClock
    {
        public TimeSpan Now => TimeSpan.Zero;

        public void Delay(TimeSpan time, CancellationToken cancel)
        {
        }
    }

    private sealed class Forgetful : IMemory
    {
        public void Read(uint address, Span<byte> destination) => destination.Clear();

        public void Write(uint address, ReadOnlySpan<byte> source)
        {
        }

        public uint ReadWord(uint address) => 0;

        public void WriteWord(uint address, uint value)
        {
        }

        public ushort ReadHalfWord(uint address) => 0;

        public void WriteHalfWord(uint address, ushort value)
        {
        }

        public void WriteHalfWords(uint address, ReadOnlySpan<byte> source)
        {
        }

        public void Flush()
        {
        }
    }
}
