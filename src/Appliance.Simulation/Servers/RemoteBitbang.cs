// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using Appliance.Simulation.Pins;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Servers;

/// <summary>
/// The remote_bitbang protocol on the pins of lane 0 (OpenOCD, doc/manual/jtag/drivers/remote_bitbang.txt): one character a request,
/// only samples are answered. JTAG and serial wire characters may be mixed; they move the same two pins. Sleeps are <c>Z</c> (1 ms) and <c>z</c> (1 µs); the older <c>D</c> and <c>d</c> clash with the serial wire and are not taken.
/// </summary>
internal sealed class RemoteBitbang(PinDriver pins, VirtualTime time) : IByteDevice
{
    private static readonly TimeSpan LongSleep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ShortSleep = TimeSpan.FromMicroseconds(1);

    private int _clock;
    private int _data;
    private bool _driven;

    /// <inheritdoc/>
    public void Connected(IBufferWriter<byte> greeting)
    {
        (_clock, _data, _driven) = (0, 1, true);
        pins.PullReset(0);
    }

    /// <inheritdoc/>
    public bool Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> answers)
    {
        foreach (var character in bytes)
        {
            if (character == 'Q')
                return false;
            Take((char)character, answers);
        }

        pins.Settle();
        return true;
    }

    private void Take(char character, IBufferWriter<byte> answers)
    {
        switch (character)
        {
            case >= '0' and <= '7':
                WriteJtag(character - '0');
                break;
            case 'R':
                Answer(pins.TestDataOut, answers);
                break;
            case >= 'r' and <= 'u':
                WriteResets(character - 'r');
                break;
            case >= 'd' and <= 'g':
                WriteSerialWire(character - 'd');
                break;
            case 'c':
                Answer((int)pins.Levels(_driven ? 1u : 0, (uint)_data) & 1, answers);
                break;
            case 'O' or 'o':
                _driven = character == 'O';
                break;
            case 'Z' or 'z':
                time.Advance(character == 'Z' ? LongSleep : ShortSleep);
                break;
        }
    }

    /// <summary>TCK in bit 2, TMS in bit 1, TDI in bit 0.</summary>
    private void WriteJtag(int levels)
    {
        _driven = true;
        Write(levels >> 2, levels >> 1 & 1, levels & 1);
    }

    /// <summary>SWCLK in bit 1, SWDIO in bit 0.</summary>
    private void WriteSerialWire(int levels) => Write(levels >> 1, levels & 1, 1);

    private void Write(int clock, int data, int testDataIn)
    {
        _data = data;
        if (clock == _clock)
            return;
        _clock = clock;
        if (clock == 0)
            pins.FallingEdge();
        else
            pins.Cycle(_driven ? 1u : 0, (uint)data, testDataIn);
    }

    /// <summary>nTRST in bit 1, nRESET in bit 0; a one pulls low.</summary>
    private void WriteResets(int resets)
    {
        if ((resets & 2) != 0)
            pins.TestReset();
        pins.PullReset((uint)resets & 1);
    }

    private static void Answer(int level, IBufferWriter<byte> answers) => answers.Write([(byte)('0' + level)]);
}
