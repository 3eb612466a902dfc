// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Simulation.Debug;

namespace Appliance.Simulation.Tests.Wire;

/// <summary>The rules of the serial wire protocol, bit by bit.</summary>
public class SerialWireTests
{
    private const uint StickyErr = 1u << 5;
    private const uint StickyOrun = 1u << 1;
    private const uint WdataErr = 1u << 7;

    [Fact]
    public void PowerOn_WithoutSwitchSequence_IsSilent()
    {
        var host = new Bench().Host;
        host.LineReset();
        Assert.Equal(BitHost.Silence, host.Read(false, 0, out _));
    }

    [Fact]
    public void SwitchBackToJtag_IsSilent()
    {
        var host = Bench.Connected().Host;
        host.LineReset(52, 0);
        host.Drive(0xE73C, 16);
        host.LineReset();
        Assert.Equal(BitHost.Silence, host.Read(false, 0, out _));
    }

    [Theory]
    [InlineData(49, 4, false)]
    [InlineData(50, 4, true)]
    [InlineData(50, 2, true)]
    [InlineData(50, 1, false)]
    public void LineReset_NeedsFiftyOnesAndTwoIdle(int ones, int idle, bool works)
    {
        var host = Bench.Connected().Host;
        host.Drive(0x81 ^ 0x20, 8);
        host.Drive(0, 8);
        Assert.Equal(BitHost.Silence, host.Read(false, 0, out _));
        host.Drive(0, 8);
        host.LineReset(ones, idle);
        Assert.Equal(works ? BitHost.Ok : BitHost.Silence, host.Read(false, 0, out _));
    }

    [Fact]
    public void LineReset_FirstAccessIsNotDpidr_IsSilentUntilTheNextLineReset()
    {
        var host = Bench.Connected().Host;
        host.LineReset();
        Assert.Equal(BitHost.Silence, host.Read(false, Bench.ControlStatus, out _));
        Assert.Equal(BitHost.Silence, host.Read(false, 0, out _));
        host.LineReset();
        Assert.Equal(BitHost.Ok, host.Read(false, 0, out _));
        Assert.Equal(BitHost.Ok, host.Read(false, Bench.ControlStatus, out _));
    }

    [Theory]
    [InlineData(0x20)]
    [InlineData(0x40)]
    [InlineData(0x80)]
    public void Request_WithWrongParityStopOrPark_IsSilentUntilLineReset(int flipped)
    {
        var bench = Bench.Connected();
        var host = bench.Host;
        host.Drive((ulong)(BitHost.Request(false, true, 0) ^ flipped), 8);
        host.Turn();
        Assert.Equal(7UL, host.Sample(3));
        host.Drive(0, 40);
        Assert.Equal(BitHost.Silence, host.Read(false, 0, out _));
        Assert.True(bench.Chip.ProtocolErrors > 0);
        host.LineReset();
        Assert.Equal(BitHost.Ok, host.Read(false, 0, out _));
    }

    [Fact]
    public void Write_WithWrongParity_IsDroppedAndFaultsTheNextAccess()
    {
        var bench = Bench.Connected();
        var host = bench.Host;
        host.MustWrite(true, Bench.Tar, 0x2000_0000);
        Assert.Equal(BitHost.Ok, host.Write(true, Bench.Tar, 0x2000_0004, wrongParity: true));
        Assert.Equal(BitHost.Fault, host.Read(true, Bench.Tar, out _));
        host.MustRead(false, Bench.ControlStatus, out var status);
        Assert.Equal(WdataErr, status & WdataErr);
        host.MustWrite(false, Bench.Abort, 0x08);
        host.MustRead(true, Bench.Tar, out _);
        host.MustRead(false, Bench.ReadBuffer, out var tar);
        Assert.Equal(0x2000_0000u, tar);
    }

    [Fact]
    public void Fault_LastsUntilAbort_AndOnlyThreeRegistersAnswer()
    {
        var bench = Bench.Connected();
        var host = bench.Host;
        host.MustWrite(true, Bench.Csw, 0x2300_0002);
        host.MustWrite(true, Bench.Tar, 0x7000_0000);
        host.MustRead(true, Bench.Drw, out _);
        host.Idle(16);
        Assert.Equal(BitHost.Fault, host.Read(false, Bench.ReadBuffer, out _));
        Assert.Equal(BitHost.Fault, host.Write(false, Bench.Select, 0));
        Assert.Equal(BitHost.Fault, host.Write(true, Bench.Tar, 0));
        Assert.Equal(BitHost.Ok, host.Read(false, 0, out _));
        Assert.Equal(BitHost.Ok, host.Read(false, Bench.ControlStatus, out var status));
        Assert.Equal(StickyErr, status & StickyErr);
        Assert.Equal(BitHost.Ok, host.Write(false, Bench.Abort, 0x04));
        Assert.Equal(BitHost.Ok, host.Read(false, Bench.ReadBuffer, out _));
    }

    [Fact]
    public void Overrun_Detected_KeepsTheDataPhaseAndSetsStickyOrun()
    {
        var bench = Bench.Connected();
        var host = bench.Host;
        host.MustWrite(false, Bench.ControlStatus, 0x5000_0001);
        host.Overrun = true;
        bench.Chip.Wire.Plan(WireTroubleKind.Wait, bench.Chip.Transfers + 1);
        Assert.Equal(BitHost.Wait, host.Write(true, Bench.Tar, 0x2000_0000));
        Assert.Equal(BitHost.Fault, host.Write(true, Bench.Tar, 0x2000_0000));
        Assert.Equal(BitHost.Fault, host.Read(true, Bench.Tar, out _));
        Assert.Equal(BitHost.Ok, host.Read(false, Bench.ControlStatus, out var status));
        Assert.Equal(StickyOrun, status & StickyOrun);
        Assert.Equal(BitHost.Ok, host.Write(false, Bench.Abort, 0x10));
        Assert.Equal(BitHost.Ok, host.Write(true, Bench.Tar, 0x2000_0000));
    }

    [Fact]
    public void Wait_WithoutOverrunDetection_HasNoDataPhase()
    {
        var bench = Bench.Connected();
        bench.Chip.Wire.Plan(WireTroubleKind.Wait, bench.Chip.Transfers + 1, 2);
        Assert.Equal(BitHost.Wait, bench.Host.Write(true, Bench.Tar, 0x2000_0000));
        Assert.Equal(BitHost.Wait, bench.Host.Read(true, Bench.Tar, out _));
        Assert.Equal(BitHost.Ok, bench.Host.Write(true, Bench.Tar, 0x2000_0000));
    }

    [Fact]
    public void AccessPort_WithoutPower_Faults()
    {
        var bench = new Bench();
        bench.Host.SelectSerialWire();
        bench.Host.MustRead(false, 0, out _);
        Assert.Equal(BitHost.Fault, bench.Host.Read(true, Bench.Csw, out _));
        Assert.NotEmpty(bench.Chip.Violations.List);
    }

    [Fact]
    public void PowerUp_AcknowledgesWithinItsTimeAndFallsWithTheRequest()
    {
        var bench = Bench.Connected();
        bench.Host.MustWrite(false, Bench.ControlStatus, 0);
        bench.Host.MustRead(false, Bench.ControlStatus, out var status);
        Assert.Equal(0u, status & 0xA000_0000);
        bench.PowerUp();
    }

    [Fact]
    public void PostedRead_GivesTheResultOneAccessLater()
    {
        var bench = Bench.Connected();
        bench.Word(0x2000_0000, 0x1111_1111);
        bench.Word(0x2000_0004, 0x2222_2222);
        var host = bench.Host;
        host.MustWrite(true, Bench.Csw, 0x2300_0012);
        host.MustWrite(true, Bench.Tar, 0x2000_0000);
        host.MustRead(true, Bench.Drw, out _);
        host.MustRead(true, Bench.Drw, out var first);
        host.MustRead(false, Bench.ReadBuffer, out var second);
        Assert.Equal((0x1111_1111u, 0x2222_2222u), (first, second));
    }

    [Fact]
    public void Resend_RepeatsTheLastReadAndBeginsNothing()
    {
        var bench = Bench.Connected();
        bench.Word(0x2000_0000, 0x1234_5678);
        var host = bench.Host;
        host.MustWrite(true, Bench.Csw, 0x2300_0012);
        host.MustWrite(true, Bench.Tar, 0x2000_0000);
        host.MustRead(true, Bench.Drw, out _);
        host.MustRead(false, Bench.ReadBuffer, out _);
        host.MustRead(false, Bench.Select, out var again);
        Assert.Equal(0x1234_5678u, again);
        host.MustRead(true, Bench.Tar, out _);
        host.MustRead(false, Bench.ReadBuffer, out var tar);
        Assert.Equal(0x2000_0004u, tar);
    }

    [Fact]
    public void LastWrite_WithoutEightClocks_NeverReachesTheMemory()
    {
        var bench = Bench.Connected();
        var host = bench.Host;
        host.MustWrite(true, Bench.Csw, 0x2300_0002);
        host.MustWrite(true, Bench.Tar, 0x2000_0000);
        bench.Chip.Ram.AsSpan(0, 4).Clear();
        host.MustWrite(true, Bench.Drw, uint.MaxValue);
        host.Idle(7);
        host.Line.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.Equal(0, bench.Chip.Ram[0]);
        host.Idle(1);
        host.Line.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.Equal(0xFF, bench.Chip.Ram[0]);
    }

    [Fact]
    public void Dlcr_ChangesTheTurnaround()
    {
        var bench = Bench.Connected();
        var host = bench.Host;
        host.MustWrite(false, Bench.Select, 1);
        host.MustWrite(false, Bench.ControlStatus, 0x200);
        host.Drive(BitHost.Request(false, true, 0), 8);
        host.Turn(3);
        Assert.Equal(1UL, host.Sample(3));
        Assert.Equal(0x1BA0_1477u, (uint)host.Sample(33));
        host.Turn(3);
        host.LineReset();
        Assert.Equal(BitHost.Ok, host.Read(false, 0, out _));
    }

    [Fact]
    public void HostDrivingAgainstTheTarget_IsAViolation()
    {
        var bench = Bench.Connected();
        bench.Host.Drive(BitHost.Request(false, true, 0), 8);
        bench.Host.Turn();
        bench.Host.Drive(0, 3);
        Assert.NotEmpty(bench.Chip.Violations.List);
    }

    [Fact]
    public void NoAnswer_Planned_LastsUntilLineReset()
    {
        var bench = Bench.Connected();
        bench.Chip.Wire.Plan(WireTroubleKind.NoAnswer, bench.Chip.Transfers + 1);
        Assert.Equal(BitHost.Silence, bench.Host.Read(false, 0, out _));
        Assert.Equal(BitHost.Silence, bench.Host.Read(false, 0, out _));
        bench.Host.LineReset();
        Assert.Equal(BitHost.Ok, bench.Host.Read(false, 0, out _));
    }

    [Fact]
    public void Lanes_Eight_EachAnswersForItself()
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions
        {
            Lanes = 8,
            LaneFaults = new Dictionary<int, string> { [3] = "no-target", [5] = "swdio-stuck-low" },
        });
        var line = board.OpenSwd();
        List<uint> planes = [.. Ones(52), .. Bits(0xE79E, 16), .. Ones(52), .. Bits(0, 4), .. Bits(0xA5, 8)];
        line.Clock(0xFF, [new SwdPhase(SwdPhaseKind.Drive, planes.Count), new SwdPhase(SwdPhaseKind.Float, 1)], [.. planes], []);
        var sample = new uint[36];
        line.Clock(0xFF, [new SwdPhase(SwdPhaseKind.Sample, 36)], [], sample);
        Assert.Equal(0b1101_1111u, sample[0]);
        Assert.Equal(0b0000_1000u, sample[1]);
        Assert.Equal(0b0000_1000u, sample[2]);
        Assert.Equal(0b1101_1111u, sample[3]);
    }

    private static IEnumerable<uint> Ones(int count) => Enumerable.Repeat(0xFFu, count);

    private static IEnumerable<uint> Bits(uint value, int count) => Enumerable.Range(0, count).Select(bit => (value >> bit & 1) * 0xFF);
}
