// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using Appliance.Simulation.Servers;
using Appliance.Simulation.Tests.Wire;

namespace Appliance.Simulation.Tests.Servers;

/// <summary>The devices behind the servers, without a network.</summary>
public class ByteDeviceTests
{
    private readonly SimulatedBoard _board = SimulatedBoard.Create("stm32f103cb");

    [Fact]
    public void RemoteBitbang_SerialWireCharacters_ReadDpidr()
    {
        var device = new RemoteBitbang(_board.Driver, _board.Time);
        device.Connected(new ArrayBufferWriter<byte>());
        var text = new StringBuilder("O");
        Drive(text, ulong.MaxValue, 52);
        Drive(text, 0xE79E, 16);
        Drive(text, ulong.MaxValue, 52);
        Drive(text, 0, 4);
        Drive(text, BitHost.Request(false, true, 0), 8);
        text.Append("odf");
        for (var i = 0; i < 36; i++)
            text.Append("dcf");
        var answer = Send(device, text.ToString());
        Assert.Equal("100", answer[..3]);
        Assert.Equal(0x1BA0_1477u, Bits(answer[3..35]));
    }

    [Fact]
    public void RemoteBitbang_JtagCharacters_ShiftBothIdCodesWithTheCoreFirst()
    {
        var device = new RemoteBitbang(_board.Driver, _board.Time);
        device.Connected(new ArrayBufferWriter<byte>());
        var text = new StringBuilder();
        foreach (var mode in "111110100")
            text.Append(mode == '1' ? "26" : "04");
        for (var i = 0; i < 64; i++)
            text.Append("0R4");
        var answer = Send(device, text.ToString());
        Assert.Equal(0x3BA0_0477u, Bits(answer[..32]));
        Assert.Equal(0x1641_0041u, Bits(answer[32..]));
    }

    [Fact]
    public void RemoteBitbang_ResetAndSleep_MoveThePinAndTheTime()
    {
        var device = new RemoteBitbang(_board.Driver, _board.Time);
        device.Connected(new ArrayBufferWriter<byte>());
        Send(device, "s");
        Assert.True(_board.Chip.ResetIsLow);
        var before = _board.Time.Elapsed;
        Send(device, "rZz");
        Assert.False(_board.Chip.ResetIsLow);
        Assert.Equal(TimeSpan.FromMicroseconds(1001), _board.Time.Elapsed - before);
    }

    [Fact]
    public void RemoteBitbang_Quit_EndsTheSession()
    {
        Assert.False(new RemoteBitbang(_board.Driver, _board.Time).Receive("Q"u8, new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void BusPirate_EntersRawWireAndSamplesAfterTheClock()
    {
        var device = new BusPirate(_board.Driver);
        device.Connected(new ArrayBufferWriter<byte>());
        Assert.Equal("BBIO1RAW1", Send(device, "\0\x05"));
        byte[] reset = [0x16, .. Enumerable.Repeat((byte)0xFF, 7)];
        Raw(device, [.. reset, 0x11, 0x9E, 0xE7, .. reset, 0x11, 0x00, 0xA5]);
        var ack = Raw(device, [0x07, 0x07, 0x07]);
        Assert.Equal(new byte[] { 1, 0, 0 }, ack);
        Assert.Equal(0x1BA0_1477u, BitConverter.ToUInt32(Raw(device, [0x06, 0x06, 0x06, 0x06])));
    }

    private static void Drive(StringBuilder text, ulong bits, int count)
    {
        for (var i = 0; i < count; i++)
            text.Append((bits >> i & 1) == 0 ? "df" : "eg");
    }

    private static uint Bits(string answer) => (uint)answer.Select((bit, place) => bit == '1' ? 1L << place : 0).Sum();

    private static string Send(IByteDevice device, string text) => Encoding.ASCII.GetString(Raw(device, Encoding.ASCII.GetBytes(text)));

    private static byte[] Raw(IByteDevice device, byte[] bytes)
    {
        var answers = new ArrayBufferWriter<byte>();
        Assert.True(device.Receive(bytes, answers));
        return answers.WrittenSpan.ToArray();
    }
}
