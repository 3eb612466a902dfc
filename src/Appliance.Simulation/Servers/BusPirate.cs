// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using Appliance.Simulation.Pins;

namespace Appliance.Simulation.Servers;

/// <summary>
/// A Bus Pirate in its binary raw wire mode on the pins of lane 0 (Dangerous Prototypes, "Bitbang" and "Raw-wire (binary)"): SWCLK on
/// CLK, SWDIO on MOSI. A read gives the clock first and samples after it has risen, as the real one does.
/// </summary>
internal sealed class BusPirate(PinDriver pins) : IByteDevice
{
    private const byte Done = 0x01;
    private const int FrequencyHertz = 400_000;
    private static readonly byte[] BitBangGreeting = "BBIO1"u8.ToArray();
    private static readonly byte[] RawWireGreeting = "RAW1"u8.ToArray();

    private bool _rawWire;
    private int _bytesToCome;

    /// <summary>The clock of its fastest raw wire speed.</summary>
    public static int Frequency => FrequencyHertz;

    /// <inheritdoc/>
    public void Connected(IBufferWriter<byte> greeting)
    {
        _rawWire = false;
        _bytesToCome = 0;
    }

    /// <inheritdoc/>
    public bool Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> answers)
    {
        foreach (var value in bytes)
            Take(value, answers);
        pins.Settle();
        return true;
    }

    private void Take(byte value, IBufferWriter<byte> answers)
    {
        if (_bytesToCome > 0)
        {
            _bytesToCome--;
            WriteByte(value);
            answers.Write([Done]);
        }
        else if (_rawWire)
        {
            TakeRawWire(value, answers);
        }
        else
        {
            TakeBitBang(value, answers);
        }
    }

    private void TakeBitBang(byte value, IBufferWriter<byte> answers)
    {
        switch (value)
        {
            case 0x00:
                answers.Write(BitBangGreeting);
                break;
            case 0x05:
                _rawWire = true;
                answers.Write(RawWireGreeting);
                break;
            case 0x0F:
                answers.Write([Done]);
                break;
        }
    }

    private void TakeRawWire(byte value, IBufferWriter<byte> answers)
    {
        switch (value)
        {
            case 0x00:
                _rawWire = false;
                answers.Write(BitBangGreeting);
                break;
            case 0x01:
                answers.Write(RawWireGreeting);
                break;
            case 0x06:
                answers.Write([(byte)ReadBits(8)]);
                break;
            case 0x07:
                answers.Write([(byte)ReadBits(1)]);
                break;
            case 0x0F:
                _rawWire = false;
                answers.Write([Done]);
                break;
            default:
                TakeBulk(value);
                answers.Write([Done]);
                break;
        }
    }

    private void TakeBulk(byte value)
    {
        var count = (value & 0x0F) + 1;
        if ((value & 0xF0) == 0x10)
            _bytesToCome = count;
        else if ((value & 0xF0) == 0x20)
            Float(count);
    }

    private void WriteByte(byte value)
    {
        for (var bit = 0; bit < 8; bit++)
            pins.Cycle(uint.MaxValue, (uint)value >> bit & 1);
    }

    private uint ReadBits(int count)
    {
        var value = 0u;
        for (var bit = 0; bit < count; bit++)
        {
            Float(1);
            value |= (pins.Levels(0, 0) & 1) << bit;
        }

        return value;
    }

    private void Float(int cycles)
    {
        for (var cycle = 0; cycle < cycles; cycle++)
            pins.Cycle(0, 0);
    }
}
