// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using Appliance.Ports.Serial;
using Appliance.Simulation.Servers;

namespace Appliance.Simulation.BlackMagic;

/// <summary>The probe's serial port within this process: answers are there at once, and waiting is time of the board that passes.</summary>
internal sealed class BlackMagicLine(SimulatedBlackMagic probe, string name) : IByteLine
{
    private bool _closed;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, TimeSpan limit)
    {
        Check();
        foreach (var value in bytes) probe.Receive(value);
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, TimeSpan limit)
    {
        Check();
        var count = 0;
        while (count < buffer.Length && probe.Answers.TryDequeue(out var value)) buffer[count++] = value;
        if (count == 0) probe.Pass(limit);
        return count;
    }

    /// <inheritdoc/>
    public void Discard()
    {
        Check();
        probe.Answers.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => _closed = true;

    private void Check()
    {
        if (_closed) throw new SerialException(SerialFault.Gone, $"The serial line {name} was closed.");
    }
}

/// <summary>The same as a stream of bytes, for foreign programs.</summary>
internal sealed class BlackMagicStream(SimulatedBlackMagic probe) : IByteDevice
{
    /// <inheritdoc/>
    public void Connected(IBufferWriter<byte> greeting)
    {
        probe.Restart();
        probe.Answers.Clear();
    }

    /// <inheritdoc/>
    public bool Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> answers)
    {
        foreach (var value in bytes) probe.Receive(value);
        while (probe.Answers.TryDequeue(out var value)) answers.Write([value]);
        return true;
    }
}
