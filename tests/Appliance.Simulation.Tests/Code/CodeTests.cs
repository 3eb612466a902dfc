// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Tests.Wire;

namespace Appliance.Simulation.Tests.Code;

/// <summary>Code in RAM under a debugger: run, halt, step, breakpoints, faults, resets, the clock.</summary>
public class CodeTests
{
    private const uint Cfsr = 0xE000_ED28;
    private const uint Hfsr = 0xE000_ED2C;
    private const uint Dfsr = 0xE000_ED30;
    private const uint Bfar = 0xE000_ED38;
    private const uint CatchHardFault = 1u << 10;
    private const uint StartAfterReset = 1;
    private const ushort BranchToSelf = 0xE7FE;

    [Fact]
    public void Run_ToABreakpoint_HaltsThereWithItsCause()
    {
        var bench = new CodeBench();
        bench.Load(0x2005, 0x3001, CodeBench.Bkpt); // movs r0,#5; adds r0,#1; bkpt
        bench.Run();
        Assert.True(bench.IsHalted);
        Assert.Equal((6u, CodeBench.Ram + 4), (bench[0], bench[15]));
        Assert.Equal(2u, bench.Wire.Word(Dfsr) & 2);
        Assert.Empty(bench.Chip.Violations.List);
    }

    [Fact]
    public void Run_CodeThatNeverReturns_RunsUntilItIsHaltedWhereItIs()
    {
        var bench = new CodeBench();
        bench.Load(0x2000, 0x3001, 0xE7FD); // movs r0,#0; adds r0,#1; b back
        bench.Run(TimeSpan.FromMilliseconds(10));
        Assert.False(bench.IsHalted);
        bench.Control(3);
        Assert.True(bench.IsHalted);
        Assert.InRange(bench[15], CodeBench.Ram + 2, CodeBench.Ram + 4);
        Assert.InRange(bench[0], 15_900u, 16_800u); // 8 MHz, five cycles a turn: DDI 0337I, ADDS 1, B 1 + 3
    }

    [Fact]
    public void Step_GoesOneInstructionAtATime()
    {
        var bench = new CodeBench();
        bench.Load(0x2007, 0x3001, BranchToSelf);
        bench.Control(1 | 4);
        Assert.True(bench.IsHalted);
        Assert.Equal((7u, CodeBench.Ram + 2), (bench[0], bench[15]));
        bench.Control(1 | 4);
        Assert.Equal((8u, CodeBench.Ram + 4), (bench[0], bench[15]));
    }

    [Theory]
    [InlineData(new ushort[] { 0xDE00 }, 1u << 16)] // udf
    [InlineData(new ushort[] { 0x4700 }, 1u << 8)] // bx r0 to where nothing is
    [InlineData(new ushort[] { 0x6801 }, (1u << 9) | (1u << 15))] // ldr r1,[r0]: bus error
    public void Fault_CaughtAtTheHardFaultVector_LeavesFrameAndFaultRegisters(ushort[] code, uint cfsr)
    {
        var bench = new CodeBench();
        bench.Load([0x2163, .. code]); // movs r1,#0x63
        bench[0] = 0x6000_0001 & ~(code[0] == 0x6801 ? 1u : 0);
        bench.Wire.Word(CodeBench.Demcr, CatchHardFault);
        bench.Run();
        Assert.True(bench.IsHalted);
        Assert.Equal(cfsr, bench.Wire.Word(Cfsr));
        Assert.Equal(1u << 30, bench.Wire.Word(Hfsr));
        Assert.Equal(3u, bench[16] & 0x1FF);
        var stack = bench[13];
        Assert.Equal(CodeBench.Ram + 0x1000 - 32, stack);
        Assert.Equal(0x63u, bench.Wire.Word(stack + 4));
        var place = bench.Wire.Word(stack + 24);
        Assert.Equal(code[0] == 0x4700 ? 0x6000_0000u : CodeBench.Ram + 2, place);
        if (code[0] == 0x6801)
            Assert.Equal(0x6000_0000u, bench.Wire.Word(Bfar));
    }

    [Fact]
    public void Fault_NotCaughtWithNoHandler_LocksUp()
    {
        var bench = new CodeBench();
        bench.Load(0xDE00);
        bench.Run();
        Assert.Equal(CodeBench.LockedUp, bench.Wire.Word(CodeBench.Dhcsr) & (CodeBench.LockedUp | CodeBench.Halted));
        bench.Control(3);
        Assert.Equal(0xFFFF_FFFEu, bench[15]);
    }

    [Fact]
    public void Branch_IntoErasedFlash_IsAFault()
    {
        var bench = new CodeBench();
        bench.Load(0x4700);
        bench[0] = 0x0800_0101;
        bench.Wire.Word(CodeBench.Demcr, CatchHardFault);
        bench.Run();
        Assert.True(bench.IsHalted);
        Assert.Equal(1u << 16, bench.Wire.Word(Cfsr));
    }

    [Fact]
    public void VectReset_OfHaltedCode_StartsAtTheVectorsAgain()
    {
        var bench = new CodeBench();
        BitConverter.TryWriteBytes(bench.Chip.Flash.AsSpan(0), CodeBench.Ram + 0x800);
        BitConverter.TryWriteBytes(bench.Chip.Flash.AsSpan(4), CodeBench.Ram | 1);
        bench.Load(0x2101, CodeBench.Bkpt);
        bench.Wire.Word(CodeBench.Demcr, StartAfterReset);
        bench.Wire.Word(0xE000_ED0C, 0x05FA_0001);
        Assert.Equal((CodeBench.Ram, CodeBench.Ram + 0x800), (bench[15], bench[13]));
    }

    [Fact]
    public void SystemReset_ByTheCodeItself_EndsItsRun()
    {
        var bench = new CodeBench();
        bench.Load(0x6001, BranchToSelf); // str r1,[r0]
        (bench[0], bench[1]) = (0xE000_ED0C, 0x05FA_0004);
        bench.Wire.Word(CodeBench.Demcr, StartAfterReset);
        bench.Run();
        Assert.True(bench.IsHalted);
        Assert.Equal(1, bench.Chip.Events.Resets - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(150)]
    public void Time_DependsNotOnHowOftenSomebodyLooks(int looks)
    {
        var bench = new CodeBench();
        bench.Load(0x3001, 0x2A00, 0xD0FC, CodeBench.Bkpt); // adds r0,#1; cmp r2,#0; beq back
        bench[0] = 0;
        bench.Control(1);
        var start = bench.Wire.Host.Line.Now;
        for (var i = 0; i < looks; i++)
            bench.Wire.Word(CodeBench.Ram + 0x100);
        bench.Wire.Host.Line.Delay(TimeSpan.FromMilliseconds(20) - (bench.Wire.Host.Line.Now - start), default);
        bench.Control(3);
        Assert.InRange(bench[0], 26_600u, 26_800u); // 20 ms at 8 MHz: 1 + 1 + 4 cycles a turn
    }

    [Fact]
    public void Clock_RaisedThroughRcc_MakesTheCodeFaster()
    {
        var bench = new CodeBench();
        bench.Wire.Word(Bench.FlashBase, 0x32); // two wait states
        bench.Wire.Word(0x4002_1004, 14u << 18); // HSI / 2 × 16
        bench.Wire.Word(0x4002_1000, 0x0100_0081);
        bench.Wire.Word(0x4002_1004, (14u << 18) | 2);
        bench.Load(0x2000, 0x3001, 0xE7FD);
        bench.Run(TimeSpan.FromMilliseconds(10));
        bench.Control(3);
        Assert.InRange(bench[0], 127_900u, 129_000u);
        Assert.Empty(bench.Chip.Violations.List);
    }

    [Fact]
    public void Store_ToFlashThatIsBusy_WaitsForIt()
    {
        var bench = new CodeBench();
        bench.Wire.Unlock();
        bench.Wire.Control(1);
        bench.Load(0x8001, 0x8042, CodeBench.Bkpt); // strh r1,[r0]; strh r2,[r0,#2]
        (bench[0], bench[1], bench[2]) = (0x0800_0000, 0x1234, 0x5678);
        bench.Run();
        bench.Control(3);
        Assert.Equal([0x34, 0x12, 0x78, 0x56], bench.Chip.Flash[..4]);
        Assert.Equal(2, bench.Chip.Busy.Count(Appliance.Simulation.Time.BusyKind.Program));
        Assert.Empty(bench.Chip.Violations.List);
    }

    [Fact]
    public void Flash_ReadWithTooFewWaitStates_IsAViolation()
    {
        var bench = new CodeBench();
        bench.Wire.Word(0x4002_1004, 14u << 18);
        bench.Wire.Word(0x4002_1000, 0x0100_0081);
        bench.Wire.Word(0x4002_1004, (14u << 18) | 2);
        bench.Load(0x6801, CodeBench.Bkpt);
        bench[0] = 0x0800_0000;
        bench.Run();
        Assert.Contains("wait states", Assert.Single(bench.Chip.Violations.List), StringComparison.Ordinal);
    }

    [Fact]
    public void Watchdog_CodeThatDoesNotFeedIt_IsBitten()
    {
        var bench = new CodeBench(options: new SimulationOptions { Fault = "watchdog" });
        bench.Load(BranchToSelf);
        bench.Run();
        Assert.Contains(bench.Chip.Events.List, e => e.Cause == ResetCause.Watchdog);
    }

    [Fact]
    public void BoardWithoutAnEngine_SaysSoAndOnlyRuns()
    {
        var bench = Bench.Connected();
        Assert.False(bench.Chip.ExecutesCode);
        bench.Word(CodeBench.Dhcsr, CodeBench.Key | 3);
        bench.Word(CodeBench.Ram, 0xBE00_BE00);
        bench.Word(0xE000_EDF8, CodeBench.Ram);
        bench.Word(0xE000_EDF4, 0x1000F);
        bench.Word(CodeBench.Dhcsr, CodeBench.Key | 1);
        Assert.True(bench.Chip.IsRunning);
    }
}
