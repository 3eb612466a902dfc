// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using Appliance.Simulation.Servers;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.BootLoaders;

/// <summary>The line as a stream of bytes, for foreign programs behind a pseudo terminal: time passes until the chip has answered.</summary>
internal sealed class UsartStream(SimulatedUsart usart) : IByteDevice
{
    /// <inheritdoc/>
    public void Connected(IBufferWriter<byte> greeting)
    {
        // A client that comes finds the boot loader as the one before left it.
    }

    /// <inheritdoc/>
    public bool Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> answers)
    {
        foreach (var value in bytes)
        {
            usart.Receive(value);
            while (usart.Next is { } next)
            {
                if (next.Due > usart.Now) usart.Pass(TimeSpan.FromTicks((next.Due - usart.Now + VirtualTime.PerTick - 1) / VirtualTime.PerTick));
                answers.Write([next.Value]);
                usart.Take();
            }
        }

        return true;
    }
}
