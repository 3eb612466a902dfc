// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace Appliance.Simulation.Servers;

/// <summary>A device behind a stream of bytes, whatever carries them.</summary>
internal interface IByteDevice
{
    /// <summary>A client has connected: back to the state after power-on.</summary>
    /// <param name="greeting">What is said first.</param>
    void Connected(IBufferWriter<byte> greeting);

    /// <summary>Takes bytes and gives answers.</summary>
    /// <returns>False when the client said goodbye.</returns>
    bool Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> answers);
}
