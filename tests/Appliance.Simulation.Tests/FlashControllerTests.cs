// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Tests.Wire;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Tests;

/// <summary>The F1 flash controller, mostly where it refuses.</summary>
public class FlashControllerTests
{
    private const uint Flash = 0x0800_0000;
    private const uint Keyr = Bench.FlashBase + 0x04;
    private const uint Optkeyr = Bench.FlashBase + 0x08;
    private const uint Cr = Bench.FlashBase + 0x10;
    private const uint Ar = Bench.FlashBase + 0x14;
    private const uint Pgerr = 1u << 2;
    private const uint Wrprterr = 1u << 4;
    private const uint Eop = 1u << 5;

    [Fact]
    public void Key_Wrong_LocksUntilReset()
    {
        var bench = Bench.Connected();
        bench.Word(Keyr, 0x4567_0123);
        Assert.False(bench.TryWrite(Keyr, 4, 0xDEAD_BEEF));
        Assert.False(bench.TryWrite(Keyr, 4, 0x4567_0123));
        Assert.Equal(0x80u, bench.Word(Cr));
        bench.Host.Line.DriveReset(1);
        bench.Host.Line.DriveReset(0);
        bench.Unlock();
        Assert.Equal(0u, bench.Word(Cr));
    }

    [Fact]
    public void Key_WhenAlreadyOpen_LocksUntilReset()
    {
        var bench = Bench.Connected();
        bench.Unlock();
        Assert.False(bench.TryWrite(Keyr, 4, 0x4567_0123));
        Assert.Equal(0x80u, bench.Word(Cr));
    }

    [Fact]
    public void Control_Locked_ChangesNothingAndIsAViolation()
    {
        var bench = Bench.Connected();
        bench.Control(1);
        Assert.Equal(0x80u, bench.Word(Cr));
        Assert.Single(bench.Chip.Violations.List);
    }

    [Fact]
    public void Program_WithoutPg_FaultsAndLeavesTheCells()
    {
        var bench = Bench.Connected();
        bench.Unlock();
        Assert.False(bench.TryWrite(Flash, 2, 0));
        Assert.Equal(uint.MaxValue, bench.Word(Flash));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Program_InAnotherSizeThanHalfWord_Faults(int size)
    {
        var bench = Programming();
        Assert.False(bench.TryWrite(Flash, size, 0));
        Assert.Equal(uint.MaxValue, bench.Word(Flash));
    }

    [Fact]
    public void Program_Twice_SetsPgerrAndKeepsTheFirst()
    {
        var bench = Programming();
        Assert.True(bench.TryWrite(Flash, 2, 0xF0F0));
        bench.WaitReady();
        Assert.Equal(Eop, bench.Status());
        bench.Word(Bench.FlashBase + 0x0C, Eop);
        Assert.True(bench.TryWrite(Flash, 2, 0x00F0));
        Assert.Equal(Pgerr, bench.Status());
        bench.Word(Bench.FlashBase + 0x0C, Pgerr);
        Assert.Equal(0u, bench.Status());
        Assert.Equal(0xFFFF_F0F0u, bench.Word(Flash));
        Assert.True(bench.TryWrite(Flash, 2, 0));
        bench.WaitReady();
        Assert.Equal(0xFFFF_0000u, bench.Word(Flash));
    }

    [Fact]
    public void Busy_HoldsFlashButNotRegisters()
    {
        var bench = Programming();
        var host = bench.Host;
        host.MustWrite(true, Bench.Csw, 0x2300_0001);
        host.MustWrite(true, Bench.Tar, Flash);
        host.MustWrite(true, Bench.Drw, 0x1234);
        host.MustWrite(true, Bench.Tar, Flash + 4);
        var began = host.Line.Now;
        host.MustWrite(true, Bench.Drw, 0x5678);
        Assert.Equal(BitHost.Ok, host.Read(false, Bench.ControlStatus, out _));
        host.Idle(4);
        Assert.Equal(BitHost.Wait, host.Write(true, Bench.Tar, Bench.FlashBase));
        host.MustWrite(true, Bench.Tar, Bench.FlashBase + 0x0C);
        Assert.InRange((host.Line.Now - began).TotalMicroseconds, 30, 90);
        Assert.Equal(1u, bench.Status() & 1);
        bench.WaitReady();
        Assert.Equal(2, bench.Chip.Busy.Count(BusyKind.Program));
        Assert.Equal(0x78, bench.Chip.Flash[4]);
    }

    [Fact]
    public void HeldWrites_OnAPartThatLosesThem_AreLost()
    {
        var bench = Bench.Connected(options: new SimulationOptions { LosesHeldWrites = true });
        bench.Host.Line.SetFrequency(40_000_000);
        bench.Unlock();
        bench.Control(1);
        Assert.True(bench.TryWrite(Flash, 2, 0x1234));
        Assert.True(bench.TryWrite(Flash + 2, 2, 0x5678));
        bench.WaitReady();
        Assert.Equal(0xFFFF_1234u, bench.Word(Flash));
    }

    [Fact]
    public void Times_AreDrawnWithinTheDataSheet()
    {
        var bench = Programming();
        for (var i = 0u; i < 50; i++)
            Assert.True(bench.TryWrite(Flash + (i * 2), 2, i));
        bench.WaitReady();
        bench.Control(0x02);
        bench.Word(Ar, Flash);
        bench.Control(0x42);
        bench.WaitReady();
        Assert.InRange(bench.Chip.Busy.Sum(BusyKind.Program).TotalMicroseconds, 50 * 45, 50 * 65);
        Assert.InRange(bench.Chip.Busy.Sum(BusyKind.PageErase).TotalMilliseconds, 20, 40);
    }

    [Fact]
    public void Start_WithNoOrTwoOperations_IsAViolation()
    {
        var bench = Bench.Connected();
        bench.Unlock();
        bench.Control(0x40);
        bench.Control(0x46);
        Assert.Equal(2, bench.Chip.Violations.Count);
        Assert.Equal(0u, bench.Status());
    }

    [Fact]
    public void Control_WrittenWhileBusy_IsAViolation()
    {
        var bench = Bench.Connected();
        bench.Unlock();
        bench.Control(0x04);
        bench.Control(0x44);
        bench.Control(0x80);
        Assert.Single(bench.Chip.Violations.List);
        bench.WaitReady();
        Assert.Equal(1, bench.Chip.Busy.Count(BusyKind.MassErase));
    }

    [Fact]
    public void Hsi_Off_StartsNothing()
    {
        var bench = Bench.Connected();
        bench.Unlock();
        bench.Word(0x4002_1000, 0x0001_0081); // HSEON, or HSI cannot be switched off
        bench.Word(0x4002_1004, 1);
        bench.Word(0x4002_1000, 0x0001_0000);
        bench.Control(0x04);
        bench.Control(0x44);
        Assert.Equal(0u, bench.Status());
        Assert.NotEmpty(bench.Chip.Violations.List);
    }

    [Theory]
    [InlineData("stm32f103c6", 1024)]
    [InlineData("stm32f103rc", 2048)]
    [InlineData("stm32f107vc", 2048)]
    [InlineData("stm32f100rb", 1024)]
    public void PageErase_ClearsOnePageOfTheDensity(string target, int pageBytes)
    {
        var bench = Bench.Connected(target);
        bench.Chip.Flash.AsSpan().Clear();
        bench.Unlock();
        bench.Control(0x02);
        bench.Word(Ar, Flash + 0x1004);
        bench.Control(0x42);
        bench.WaitReady();
        Assert.Equal(pageBytes, bench.Chip.Flash.Count(value => value == 0xFF));
        Assert.Equal(0xFF, bench.Chip.Flash[0x1000]);
        Assert.Empty(bench.Chip.Violations.List);
    }

    [Fact]
    public void SecondBank_HasItsOwnRegistersAndIsNotHeldByTheFirst()
    {
        var bench = Bench.Connected("stm32f103rg");
        bench.Chip.Flash.AsSpan().Clear();
        bench.Word(Bench.FlashBase + 0x44, 0x4567_0123);
        bench.Word(Bench.FlashBase + 0x44, 0xCDEF_89AB);
        bench.Word(Bench.FlashBase + 0x50, 0x04);
        bench.Word(Bench.FlashBase + 0x50, 0x44);
        Assert.Equal(1u, bench.Word(Bench.FlashBase + 0x4C) & 1);
        Assert.Equal(0u, bench.Word(Flash));
        Assert.Equal(1u, bench.Word(Bench.FlashBase + 0x4C) & 1);
        Assert.Equal(uint.MaxValue, bench.Word(Flash + (512 * 1024)));
        Assert.Equal(0u, bench.Word(Bench.FlashBase + 0x4C) & 1);
        Assert.Empty(bench.Chip.Violations.List);
    }

    [Fact]
    public void Options_ErasedAndProgrammed_WriteProtectFromTheNextResetOn()
    {
        var bench = Bench.Connected();
        bench.Unlock();
        bench.Word(Optkeyr, 0x4567_0123);
        bench.Word(Optkeyr, 0xCDEF_89AB);
        bench.Control(0x220);
        bench.Control(0x260);
        bench.WaitReady();
        bench.Control(0x210);
        Assert.True(bench.TryWrite(0x1FFF_F800, 2, 0x00A5));
        bench.WaitReady();
        Assert.True(bench.TryWrite(0x1FFF_F808, 2, 0x00FE));
        bench.WaitReady();
        Assert.Equal(0x5AA5u, bench.Word(0x1FFF_F800) & 0xFFFF);
        Assert.Equal(uint.MaxValue, bench.Word(Bench.FlashBase + 0x20));
        bench.Host.Line.DriveReset(1);
        bench.Host.Line.DriveReset(0);
        Assert.Equal(0xFFFF_FFFEu, bench.Word(Bench.FlashBase + 0x20));
        bench.Unlock();
        bench.Control(1);
        Assert.True(bench.TryWrite(Flash + 0x800, 2, 0));
        Assert.Equal(Wrprterr, bench.Status());
        Assert.Empty(bench.Chip.Violations.List);
    }

    [Fact]
    public void ReadProtection_RefusesFlashUntilItIsRemovedAtThePriceOfTheContents()
    {
        var bench = Bench.Connected(options: new SimulationOptions { Fault = "read-protected" });
        bench.Chip.Flash[0] = 0x42;
        Assert.False(bench.TryRead(Flash, 4, out _));
        Assert.Equal(2u, bench.Word(Bench.FlashBase + 0x1C) & 2);
        bench.Unlock();
        bench.Control(0x04);
        bench.Control(0x44);
        Assert.Equal(Wrprterr, bench.Status());
        bench.Word(Optkeyr, 0x4567_0123);
        bench.Word(Optkeyr, 0xCDEF_89AB);
        bench.Control(0x220);
        bench.Control(0x260);
        bench.WaitReady();
        bench.Control(0x210);
        Assert.True(bench.TryWrite(0x1FFF_F800, 2, 0x00A5));
        bench.WaitReady();
        Assert.False(bench.TryRead(Flash, 4, out _));
        bench.Host.Line.DriveReset(1);
        bench.Host.Line.DriveReset(0);
        Assert.Equal(uint.MaxValue, bench.Word(Flash));
    }

    private static Bench Programming()
    {
        var bench = Bench.Connected();
        bench.Unlock();
        bench.Control(1);
        return bench;
    }
}
