// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Tests.Wire;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Tests;

public class GoodPathTests
{
    [Fact]
    public void Dpidr_AfterSwitchAndLineReset_IsThatOfCortexM3()
    {
        var bench = new Bench();
        bench.Host.SelectSerialWire();
        bench.Host.MustRead(false, 0, out var value);
        Assert.Equal(0x1BA0_1477u, value);
        Assert.True(bench.Host.ParityWasRight);
    }

    [Fact]
    public void Ram_WrittenInEverySize_ReadsBack()
    {
        var bench = Bench.Connected();
        bench.Word(0x2000_0100, 0x1122_3344);
        Assert.True(bench.TryWrite(0x2000_0101, 1, 0xAA));
        Assert.True(bench.TryWrite(0x2000_0102, 2, 0xBBCC));
        Assert.Equal(0xBBCC_AA44u, bench.Word(0x2000_0100));
        Assert.True(bench.TryRead(0x2000_0103, 1, out var top));
        Assert.Equal(0xBBu, top);
        Assert.Empty(bench.Chip.Violations.List);
    }

    [Fact]
    public void Flash_ErasedAndProgrammed_HoldsTheHalfWords()
    {
        var bench = Bench.Connected();
        bench.Chip.Flash.AsSpan().Clear();
        bench.Unlock();
        bench.Control(0x02);
        bench.Word(Bench.FlashBase + 0x14, 0x0800_0400);
        bench.Control(0x42);
        Assert.Equal(1u, bench.Status() & 1);
        bench.WaitReady();
        bench.Control(0x01);
        Assert.True(bench.TryWrite(0x0800_0402, 2, 0x1234));
        Assert.True(bench.TryWrite(0x0800_0400, 2, 0x5678));
        bench.WaitReady();
        bench.Control(0x80);
        Assert.Equal(0x1234_5678u, bench.Word(0x0800_0400));
        Assert.Equal(0u, bench.Word(0x0800_03FC));
        Assert.Equal(uint.MaxValue, bench.Word(0x0800_07FC));
        Assert.Equal(1, bench.Chip.Busy.Count(BusyKind.PageErase));
        Assert.Equal(2, bench.Chip.Busy.Count(BusyKind.Program));
        Assert.Empty(bench.Chip.Violations.List);
    }
}
