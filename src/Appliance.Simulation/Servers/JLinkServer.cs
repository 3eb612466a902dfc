// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using Appliance.Simulation.JLink;

namespace Appliance.Simulation.Servers;

/// <summary>
/// A J-Link on TCP as libjaylink speaks to it (its <c>transport_tcp.c</c>): a greeting with version and name, then each command behind a byte 07h, and answers as they are. A host that
/// sends anything else is dropped.
/// </summary>
internal sealed class JLinkServer(SimulatedJLink probe) : IByteDevice
{
    /// <summary>The port libjaylink and SEGGER's own programs use.</summary>
    public const int Port = 19020;

    private const byte ServerGreets = 0x00;
    private const byte ClientCommands = 0x07;
    private readonly List<byte> _bytes = [];

    /// <inheritdoc/>
    public void Connected(IBufferWriter<byte> greeting)
    {
        _bytes.Clear();
        probe.Plug();
        greeting.Write((ReadOnlySpan<byte>)[ServerGreets, 0x02, 0x00, 7]);
        greeting.Write("J-Link\0"u8);
    }

    /// <inheritdoc/>
    public bool Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> answers)
    {
        foreach (var one in bytes)
        {
            _bytes.Add(one);
            if (_bytes[0] != ClientCommands) return false;
            if (_bytes.Count == 1) continue;
            var wanted = SimulatedJLink.LengthOf([.. _bytes.Skip(1).Take(4)]);
            if (wanted == 0 || _bytes.Count - 1 < wanted) continue;
            probe.Traffic.Sent(_bytes.Count, 1);
            var packets = probe.Execute([.. _bytes.Skip(1)]);
            _bytes.Clear();
            if (packets is null) return false;
            foreach (var packet in packets) answers.Write(packet);
            if (packets.Length > 0) probe.Traffic.Answered(packets.Sum(packet => packet.Length), false);
        }

        return true;
    }
}
