// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Serial;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.BootLoaders;

/// <summary>A serial line to a simulated chip within this process. A byte takes the time of its bits; waiting is time of the board that passes.</summary>
internal sealed class SimulatedSerialLine(SimulatedUsart usart, string name, SerialFormat format) : ISerialLine
{
    private const int Bits = 10;
    private bool _closed;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public SerialFormat Format { get; private set; } = format;

    /// <inheritdoc/>
    public void Change(SerialFormat changed) => Format = changed;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, TimeSpan limit)
    {
        Check();
        foreach (var value in bytes)
        {
            usart.Pass(ByteTime);
            // The boot loader wants even parity: without it every byte has a bit too few, and is none.
            if (Format.Parity == SerialParity.Even) usart.Receive(value);
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, TimeSpan limit)
    {
        Check();
        var end = usart.Now + (limit.Ticks * VirtualTime.PerTick);
        if (usart.Next is not { } next || next.Due > end)
        {
            usart.Pass(limit);
            return 0;
        }

        if (next.Due > usart.Now) usart.Pass(TimeSpan.FromTicks((next.Due - usart.Now + VirtualTime.PerTick - 1) / VirtualTime.PerTick));
        var count = 0;
        while (count < buffer.Length && usart.Next is { } due && due.Due <= usart.Now)
        {
            buffer[count++] = due.Value;
            usart.Take();
        }

        usart.Pass(ByteTime * count);
        return count;
    }

    /// <inheritdoc/>
    public void Discard()
    {
        Check();
        while (usart.Next is { } due && due.Due <= usart.Now) usart.Take();
    }

    /// <inheritdoc/>
    public void SetOutputs(bool dtr, bool rts)
    {
        Check();
        usart.SetOutputs(dtr, rts);
    }

    /// <inheritdoc/>
    public void SetBreak(bool on) => Check();

    /// <inheritdoc/>
    public void Dispose() => _closed = true;

    private TimeSpan ByteTime => TimeSpan.FromSeconds((double)(Bits + (Format.Parity == SerialParity.None ? 0 : 1)) / Format.Baud);

    private void Check()
    {
        if (_closed) throw new SerialException(SerialFault.Gone, $"The serial line {name} was closed.");
    }
}
