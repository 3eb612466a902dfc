// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Simulation.CmsisDap;
using Appliance.Simulation.StLink;

namespace Appliance.Simulation.Tests.Servers;

/// <summary>What a cable takes, and what is counted on it.</summary>
public class CableTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);
    private static readonly byte[] HostStatus = [0x01, 0, 0];

    [Theory]
    [InlineData(1, 64)]
    [InlineData(2, 3)]
    public void FullSpeed_CommandAndAnswer_TakeAFrameEach(int version, int length)
    {
        var probe = SimulatedBoard.Create("stm32f103cb").AttachCmsisDap(new SimulatedCmsisDapOptions { Version = version });
        using var pipe = probe.OpenFullSpeedPipe();
        for (var i = 0; i < 100; i++)
            Ask(pipe, length);

        Assert.InRange(probe.Clock.Now.TotalMilliseconds, 99, version == 1 ? 201 : 110);
    }

    [Fact]
    public void FullSpeed_BulkCommandsUnderWay_ShareTheirFrames()
    {
        var probe = SimulatedBoard.Create("stm32f103cb").AttachCmsisDap(new SimulatedCmsisDapOptions { PacketCount = 100 });
        using var pipe = probe.OpenFullSpeedPipe();
        for (var i = 0; i < 95; i++)
            pipe.Write(HostStatus, Deadline);
        for (var i = 0; i < 95; i++)
            Assert.Equal(2, pipe.Read(new byte[64], Deadline));

        // 95 packets each way, 19 a frame.
        Assert.InRange(probe.Clock.Now.TotalMilliseconds, 9.9, 10.1);
    }

    [Fact]
    public void Traffic_LooksAgainAtTheSameWord_ArePolls()
    {
        var probe = SimulatedBoard.Create("stm32f103cb").AttachStLink(new SimulatedStLinkOptions());
        using var pipe = probe.OpenPipe();
        StLink(pipe, 2, 0xF2, 0x30, 0xA3);
        var (trips, polls) = (probe.Traffic.RoundTrips, probe.Traffic.Polls);

        Look(pipe, 0x00);
        Assert.Equal((2, 0), (probe.Traffic.RoundTrips - trips, probe.Traffic.Polls - polls));
        Look(pipe, 0x00);
        Assert.Equal((4, 2), (probe.Traffic.RoundTrips - trips, probe.Traffic.Polls - polls));
        Look(pipe, 0x04);
        StLink(pipe, 2, 0xF2, 0x35, 0, 0, 0, 0x20, 1);
        Look(pipe, 0x00);
        Assert.Equal((9, 2), (probe.Traffic.RoundTrips - trips, probe.Traffic.Polls - polls));
    }

    /// <summary>A word of RAM and its status.</summary>
    private static void Look(IPacketPipe pipe, byte offset)
    {
        StLink(pipe, 4, 0xF2, 0x07, offset, 0, 0, 0x20, 4);
        StLink(pipe, 12, 0xF2, 0x3E);
    }

    private static void StLink(IPacketPipe pipe, int length, params byte[] command)
    {
        pipe.Write([.. command, .. new byte[16 - command.Length]], Deadline);
        Assert.Equal(length, pipe.Read(new byte[64], Deadline));
    }

    private static void Ask(IPacketPipe pipe, int length)
    {
        pipe.Write([.. HostStatus, .. new byte[length - HostStatus.Length]], Deadline);
        pipe.Read(new byte[64], Deadline);
    }
}
