// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using Appliance.Ports.Wires;

namespace Appliance.Simulation.Tests.Wire;

/// <summary>A serial wire host of a few lines, made for these tests: one bit at a time on lane 0, no cleverness, no retries.</summary>
internal sealed class BitHost(ISwdLine line)
{
    public const int Ok = 1;
    public const int Wait = 2;
    public const int Fault = 4;
    public const int Silence = 7;

    public ISwdLine Line { get; } = line;

    /// <summary>The data parity of the last read was right.</summary>
    public bool ParityWasRight { get; private set; }

    /// <summary>Clock the data phase of refused transfers (ORUNDETECT).</summary>
    public bool Overrun { get; set; }

    public void Drive(ulong bits, int count)
    {
        var planes = new uint[count];
        for (var i = 0; i < count; i++)
            planes[i] = (uint)(bits >> i) & 1;
        Line.Clock(1, [new SwdPhase(SwdPhaseKind.Drive, count)], planes, []);
    }

    public ulong Sample(int count)
    {
        var planes = new uint[count];
        Line.Clock(1, [new SwdPhase(SwdPhaseKind.Sample, count)], [], planes);
        var bits = 0UL;
        for (var i = 0; i < count; i++)
            bits |= (ulong)(planes[i] & 1) << i;
        return bits;
    }

    public void Turn(int count = 1) => Line.Clock(1, [new SwdPhase(SwdPhaseKind.Float, count)], [], []);

    public void Idle(int clocks = 8) => Drive(0, clocks);

    public void LineReset(int ones = 52, int idle = 4)
    {
        for (var i = 0; i < ones; i++)
            Drive(1, 1);
        Drive(0, idle);
    }

    public void SelectSerialWire()
    {
        LineReset(52, 0);
        Drive(0xE79E, 16);
        LineReset();
    }

    public static byte Request(bool ap, bool read, int address)
    {
        var bits = (ap ? 1 : 0) | (read ? 2 : 0) | ((address >> 2 & 3) << 2);
        return (byte)(1 | (bits << 1) | ((BitOperations.PopCount((uint)bits) & 1) << 5) | 0x80);
    }

    public int Read(bool ap, int address, out uint value)
    {
        value = 0;
        Drive(Request(ap, true, address), 8);
        Turn();
        var ack = (int)Sample(3);
        if (ack == Ok || (Overrun && ack != Silence))
        {
            var data = Sample(33);
            value = (uint)data;
            ParityWasRight = (BitOperations.PopCount(value) & 1) == (int)(data >> 32);
        }

        Turn();
        return ack;
    }

    public int Write(bool ap, int address, uint value, bool wrongParity = false)
    {
        Drive(Request(ap, false, address), 8);
        Turn();
        var ack = (int)Sample(3);
        Turn();
        if (ack == Ok || (Overrun && ack != Silence))
            Drive(value | ((ulong)((BitOperations.PopCount(value) & 1) ^ (wrongParity ? 1 : 0)) << 32), 33);
        return ack;
    }

    public void MustRead(bool ap, int address, out uint value) => Assert.Equal(Ok, Retry(() => Read(ap, address, out _read), out value));

    public void MustWrite(bool ap, int address, uint value) => Assert.Equal(Ok, Retry(() => Write(ap, address, value), out _));

    private uint _read;

    private int Retry(Func<int> transfer, out uint value)
    {
        for (var tries = 0; tries < 100_000; tries++)
        {
            var ack = transfer();
            value = _read;
            if (ack != Wait)
                return ack;
        }

        value = 0;
        return Wait;
    }
}
