// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Appliance.Flashing.OptionBytes;
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
