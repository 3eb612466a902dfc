// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using Appliance.Simulation.Pins;

namespace Appliance.Simulation.Probes;

/// <summary>
/// The serial wire host inside a simulated probe: the part of its firmware that clocks bits (ARM IHI 0031, chapter B4), on the pins of
/// lane 0. Written for the simulation alone and shared by all simulated probes.
/// </summary>
internal sealed class PinSwdHost(PinDriver pins)
{
    /// <summary>Acknowledge OK.</summary>
    public const int Ok = 1;

    /// <summary>Acknowledge WAIT.</summary>
    public const int Wait = 2;

    /// <summary>Acknowledge FAULT.</summary>
    public const int Fault = 4;

    /// <summary>Not an acknowledge: the target said OK, and its data had a wrong parity.</summary>
    public const int WrongParity = 8;

    private const int DataBits = 32;

    /// <summary>Cycles of a turnaround, 1 to 4.</summary>
    public int Turnaround { get; set; } = 1;

    /// <summary>Whether WAIT and FAULT are followed by a data phase, as ORUNDETECT wants it.</summary>
    public bool DataPhase { get; set; }

    /// <summary>Idle cycles after each transfer.</summary>
    public int IdleCycles { get; set; }

    /// <summary>Drives bits, the lowest of the first byte first.</summary>
    public void Drive(ReadOnlySpan<byte> bits, int count)
    {
        for (var bit = 0; bit < count; bit++)
            Put(bits[bit / 8] >> (bit % 8) & 1);
        pins.Settle();
    }

    /// <summary>Samples bits with the line released, into bytes of zeros.</summary>
    public void Sample(Span<byte> bits, int count)
    {
        for (var bit = 0; bit < count; bit++)
            bits[bit / 8] |= (byte)(Get() << (bit % 8));
        pins.Settle();
    }

    /// <summary>One transfer.</summary>
    /// <param name="access">APnDP in bit 0, RnW in bit 1, A[3:2] in bits 3:2.</param>
    /// <param name="data">Written, or read.</param>
    /// <returns>The acknowledge, or <see cref="WrongParity"/>.</returns>
    public int Transfer(int access, ref uint data)
    {
        access &= 0xF;
        var read = (access & 2) != 0;
        PutBits((uint)(0x81 | (access << 1) | (BitOperations.PopCount((uint)access) & 1) << 5), 8);
        Float(Turnaround);
        var acknowledge = Get() | Get() << 1 | Get() << 2;
        acknowledge = acknowledge switch
        {
            Ok => read ? ReadData(out data) : WriteData(data),
            Wait or Fault => Refused(acknowledge, read),
            _ => BackOff(acknowledge),
        };
        for (var cycle = 0; cycle < IdleCycles; cycle++)
            Put(0);
        pins.Settle();
        return acknowledge;
    }

    private int ReadData(out uint data)
    {
        data = 0;
        for (var bit = 0; bit < DataBits; bit++)
            data |= (uint)Get() << bit;
        var parity = Get();
        Float(Turnaround);
        return parity == (BitOperations.PopCount(data) & 1) ? Ok : WrongParity;
    }

    private int WriteData(uint data)
    {
        Float(Turnaround);
        PutBits(data, DataBits);
        Put(BitOperations.PopCount(data) & 1);
        return Ok;
    }

    private int Refused(int acknowledge, bool read)
    {
        if (DataPhase && read)
            Float(DataBits + 1);
        Float(Turnaround);
        for (var bit = 0; DataPhase && !read && bit <= DataBits; bit++)
            Put(0);
        return acknowledge;
    }

    /// <summary>Whoever answered with neither may still be driving: the line is left alone for a whole data phase.</summary>
    private int BackOff(int acknowledge)
    {
        Float(Turnaround + DataBits + 1);
        return acknowledge;
    }

    private void PutBits(uint bits, int count)
    {
        for (var bit = 0; bit < count; bit++)
            Put((int)(bits >> bit & 1));
    }

    private void Float(int cycles)
    {
        for (var cycle = 0; cycle < cycles; cycle++)
            Get();
    }

    private void Put(int level) => pins.Cycle(1, (uint)level);

    private int Get() => (int)pins.Cycle(0, 0) & 1;
}
