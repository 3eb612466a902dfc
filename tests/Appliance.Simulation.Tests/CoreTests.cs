// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Tests.Wire;

namespace Appliance.Simulation.Tests;

/// <summary>Halt, registers, resets of every kind, watchdog.</summary>
public class CoreTests
{
    private const uint Dhcsr = 0xE000_EDF0;
    private const uint Dcrsr = 0xE000_EDF4;
    private const uint Dcrdr = 0xE000_EDF8;
    private const uint Demcr = 0xE000_EDFC;
    private const uint Aircr = 0xE000_ED0C;
    private const uint Dfsr = 0xE000_ED30;
    private const uint Key = 0xA05F_0000;
    private const uint SHalt = 1u << 17;
    private const uint SLockup = 1u << 19;
    private const uint SResetSt = 1u << 25;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Halt_WithKeyAndDebugEnable_Halts()
    {
        var bench = WithFirmware();
        Assert.True(bench.Chip.IsRunning);
        bench.Word(Dhcsr, Key | 3);
        Assert.Equal(SHalt, bench.Word(Dhcsr) & SHalt);
        bench.Word(Dhcsr, Key | 1);
        Assert.True(bench.Chip.IsRunning);
        Assert.Empty(bench.Chip.Violations.List);
    }

    [Fact]
    public void Halt_WithoutKey_DoesNothingAndIsAViolation()
    {
        var bench = WithFirmware();
        bench.Word(Dhcsr, 3);
        Assert.False(bench.Chip.IsHalted);
        Assert.Single(bench.Chip.Violations.List);
    }

    [Fact]
    public void Registers_OfAHaltedCore_KeepWhatIsWritten()
    {
        var bench = WithFirmware();
        bench.Word(Dhcsr, Key | 3);
        for (var register = 0u; register < 13; register++)
        {
            bench.Word(Dcrdr, 0x1000 + register);
            bench.Word(Dcrsr, 0x10000 | register);
        }

        bench.Word(Dcrsr, 7);
        Assert.Equal(0x1007u, bench.Word(Dcrdr));
        Assert.Empty(bench.Chip.Violations.List);
    }

    [Fact]
    public void Registers_OfARunningCore_AreAViolation()
    {
        var bench = WithFirmware();
        bench.Word(Dcrsr, 0);
        Assert.Single(bench.Chip.Violations.List);
    }

    [Fact]
    public void SystemReset_WithVectorCatch_HaltsAtTheResetVectorAndShowsAtThePin()
    {
        var bench = WithFirmware();
        bench.Word(Dhcsr, Key | 1);
        bench.Word(Demcr, 1);
        bench.Word(Aircr, 0x05FA_0004);
        Assert.Equal(1u, bench.Host.Line.SampleReset());
        bench.Host.Line.Delay(Second, CancellationToken.None);
        Assert.Equal(0u, bench.Host.Line.SampleReset());
        Assert.Equal(SResetSt | SHalt, bench.Word(Dhcsr) & (SResetSt | SHalt));
        Assert.Equal(0u, bench.Word(Dhcsr) & SResetSt);
        bench.Word(Dcrsr, 15);
        Assert.Equal(0x0800_0100u, bench.Word(Dcrdr));
        Assert.Equal(8u, bench.Word(Dfsr) & 8);
        Assert.Equal(ResetCause.Software, bench.Chip.Events.List[^2].Cause);
    }

    [Fact]
    public void ConnectUnderReset_CanSetTheCatchBeforeTheFirstInstruction()
    {
        var bench = new Bench();
        Load(bench);
        bench.Host.Line.DriveReset(1);
        bench.Connect();
        Assert.False(bench.TryRead(0x2000_0000, 4, out _));
        Assert.Equal(0x2003_6410u, bench.Word(0xE004_2000));
        bench.Word(Dhcsr, Key | 1);
        bench.Word(Demcr, 1);
        bench.Host.Line.DriveReset(0);
        Assert.True(bench.Chip.IsHalted);
        Assert.Empty(bench.Chip.Violations.List);
    }

    [Fact]
    public void EmptyFlash_LocksTheCoreUp()
    {
        var bench = Bench.Connected();
        Assert.Equal(SLockup, bench.Word(Dhcsr) & SLockup);
        bench.Word(Dhcsr, Key | 3);
        Assert.True(bench.Chip.IsHalted);
    }

    [Fact]
    public void PowerCycle_ForgetsTheDebugPort()
    {
        var bench = WithFirmware();
        bench.Chip.PowerOff();
        Assert.Equal(1u, bench.Host.Line.SampleReset());
        Assert.Equal(BitHost.Silence, bench.Host.Read(false, 0, out _));
        bench.Chip.PowerOn();
        Assert.Equal(BitHost.Silence, bench.Host.Read(false, 0, out _));
        bench.Connect();
        Assert.Empty(bench.Chip.Violations.List);
    }

    [Fact]
    public void Watchdog_OfAHaltedCore_BitesUnlessFrozen()
    {
        var bench = WithFirmware(new SimulationOptions { Fault = "watchdog" });
        bench.Host.Line.Delay(Second, CancellationToken.None);
        var resets = bench.Chip.Events.Resets;
        bench.Word(Dhcsr, Key | 3);
        bench.Word(0xE004_2004, 0x100);
        bench.Host.Line.Delay(Second, CancellationToken.None);
        Assert.True(bench.Chip.IsHalted);
        Assert.Equal(resets, bench.Chip.Events.Resets);
        bench.Word(0xE004_2004, 0);
        bench.Host.Line.Delay(Second, CancellationToken.None);
        Assert.False(bench.Chip.IsHalted);
        Assert.Equal(resets + 1, bench.Chip.Events.Resets);
        Assert.Equal(ResetCause.Watchdog, bench.Chip.Events.List[^2].Cause);
        Assert.Equal(1u << 29, bench.Word(0x4002_1024) & (1u << 29));
    }

    private static Bench WithFirmware(SimulationOptions? options = null)
    {
        var bench = new Bench(options: options);
        Load(bench);
        bench.Host.Line.DriveReset(1);
        bench.Host.Line.DriveReset(0);
        bench.Connect();
        return bench;
    }

    private static void Load(Bench bench) => new byte[] { 0x00, 0x10, 0x00, 0x20, 0x01, 0x01, 0x00, 0x08 }.CopyTo(bench.Chip.Flash, 0);
}
