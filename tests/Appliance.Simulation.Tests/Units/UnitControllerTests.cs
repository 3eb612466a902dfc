// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Tests.Wire;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Tests.Units;

/// <summary>The controller of double words with check bits (STM32WB), where it refuses.</summary>
public class UnitControllerTests
{
    private const uint Flash = 0x0800_0000;
    private const uint Base = 0x5800_4000;
    private const uint Keyr = Base + 0x08;
    private const uint OptionKey = Base + 0x0C;
    private const uint Sr = Base + 0x10;
    private const uint Cr = Base + 0x14;
    private const uint Optr = Base + 0x20;
    private const uint NotErased = 1u << 3;
    private const uint WriteProtected = 1u << 4;
    private const uint Alignment = 1u << 5;
    private const uint Size = 1u << 6;
    private const uint Sequence = 1u << 7;
    private const uint Locked = 0xC000_0000;

    [Fact]
    public void Key_WrongOrder_LocksUntilReset()
    {
        var bench = Bench.Connected("stm32wb55rg");
        Assert.False(bench.TryWrite(Keyr, 4, 0xCDEF_89AB));
        Assert.False(bench.TryWrite(Keyr, 4, 0x4567_0123));
        Assert.Equal(Locked, bench.Word(Cr));
        bench.Host.Line.DriveReset(1);
        bench.Host.Line.DriveReset(0);
        Unlock(bench);
        Assert.Equal(0u, bench.Word(Cr) & 0x8000_0000);
    }

    [Fact]
    public void Unit_Twice_SetsProgerrAndKeepsTheFirst()
    {
        var bench = Programming();
        Program(bench, 0, 0x1234_5678, 0x9ABC_DEF0);
        Program(bench, 0, 0x1234_5678, 0x9ABC_DEF0);
        Assert.Equal(NotErased, bench.Word(Sr));
        Assert.Equal(0x1234_5678u, bench.Word(Flash));
    }

    [Fact]
    public void Unit_OverwrittenByZero_IsAllowedOnceProgrammedButNotWhereItWasAllOnes()
    {
        var bench = Programming();
        Program(bench, 0, 1, 2);
        Program(bench, 0, 0, 0);
        Assert.Equal((0u, 0u), (bench.Word(Sr), bench.Word(Flash)));
        Program(bench, 8, uint.MaxValue, uint.MaxValue);
        Program(bench, 8, 0, 0);
        Assert.Equal((NotErased, uint.MaxValue), (bench.Word(Sr), bench.Word(Flash + 8)));
    }

    [Fact]
    public void ErrorFlag_NotCleared_LetsNothingBegin()
    {
        var bench = Programming();
        bench.Word(Flash + 4, 1);
        Assert.Equal(Alignment, bench.Word(Sr));
        bench.Word(Flash + 8, 1);
        Assert.Equal(Alignment | Sequence, bench.Word(Sr));
        bench.Word(Sr, Alignment | Sequence);
        Program(bench, 8, 1, 2);
        Assert.Equal((0u, 1u), (bench.Word(Sr), bench.Word(Flash + 8)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Write_InAnotherWidth_SetsSizerr(int size)
    {
        var bench = Programming();
        Assert.True(bench.TryWrite(Flash, size, 0));
        Assert.Equal(Size, bench.Word(Sr));
    }

    [Fact]
    public void Write_WhileBusy_IsAViolationAndChangesNothing()
    {
        var bench = Programming();
        bench.Word(Cr, 0x2);
        bench.Word(Cr, 0x1_0002);
        bench.Word(Flash + 0x2000, 1);
        Assert.Equal(Sequence | 1u << 16, bench.Word(Sr));
        Assert.Single(bench.Chip.Violations.List);
    }

    [Fact]
    public void Write_WithoutPg_SetsPgserr()
    {
        var bench = Bench.Connected("stm32wb55rg");
        Unlock(bench);
        bench.Word(Flash, 1);
        Assert.Equal(Sequence, bench.Word(Sr));
        Assert.Equal(uint.MaxValue, bench.Word(Flash));
    }

    [Fact]
    public void Erase_OfACoprocessorsPage_SetsWrperrAndReadsAreZero()
    {
        var bench = Programming();
        bench.Chip.Flash.AsSpan().Fill(0x55);
        bench.Word(Cr, (0xF4 << 3) | 0x2);
        bench.Word(Cr, (0xF4 << 3) | 0x1_0002);
        Assert.Equal(WriteProtected, bench.Word(Sr));
        Assert.Equal(0u, bench.Word(Flash + (0xF4 * 4096)));
        Assert.Equal(0x55, bench.Chip.Flash[0xF4 * 4096]);
        bench.Word(Sr, WriteProtected);
        bench.Word(Cr, 0x4);
        bench.Word(Cr, 0x1_0004);
        Assert.Equal(WriteProtected, bench.Word(Sr));
        Assert.Equal(0x55, bench.Chip.Flash[0]);
    }

    [Fact]
    public void Options_StoredAndLaunched_ProtectFromThenOn()
    {
        var bench = Bench.Connected("stm32wb55rg");
        Unlock(bench);
        bench.Word(OptionKey, 0x0819_2A3B);
        bench.Word(OptionKey, 0x4C5D_6E7F);
        bench.Word(Base + 0x2C, 0x0001_0001);
        bench.Word(Cr, 1u << 17);
        Wait(bench);
        Assert.Equal(0xFFu, bench.Word(Base + 0x2C));
        bench.Word(Cr, 1u << 27);
        bench.Host.Idle(4000);
        Assert.Equal(0x0001_0001u, bench.Word(Base + 0x2C));
        Unlock(bench);
        bench.Word(Cr, 1);
        Program(bench, 0x1000, 1, 2);
        Assert.Equal(WriteProtected, bench.Word(Sr));
        Assert.Empty(bench.Chip.Violations.List);
    }

    [Fact]
    public void ReadProtection_KeepsTheDebuggerOutOfFlash()
    {
        var bench = Bench.Connected("stm32wb55rg", new SimulationOptions { Fault = "read-protected" });
        Assert.False(bench.TryRead(Flash, 4, out _));
        Assert.NotEqual(0xAAu, bench.Word(Optr) & 0xFF);
    }

    [Fact]
    public void Times_AreDrawnWithinTheDataSheet()
    {
        var bench = Programming();
        for (var i = 0u; i < 20; i++)
            Program(bench, i * 8, i, ~i);
        Assert.InRange(bench.Chip.Busy.Sum(BusyKind.Program).TotalMicroseconds, 20 * 81.7, 20 * 90.8);
    }

    private static void Unlock(Bench bench)
    {
        bench.Word(Keyr, 0x4567_0123);
        bench.Word(Keyr, 0xCDEF_89AB);
    }

    private static Bench Programming()
    {
        var bench = Bench.Connected("stm32wb55rg");
        Unlock(bench);
        bench.Word(Cr, 1);
        return bench;
    }

    private static void Program(Bench bench, uint offset, uint low, uint high)
    {
        bench.Word(Flash + offset, low);
        bench.Word(Flash + offset + 4, high);
        Wait(bench);
    }

    private static void Wait(Bench bench)
    {
        for (var tries = 0; (bench.Word(Sr) & 1u << 16) != 0; tries++)
            Assert.True(tries < 10_000, "BSY never fell");
    }
}
