// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;

namespace Appliance.Flashing.Tests.Fakes;

/// <summary>A cable that is pulled out, or that goes dead, when the test says so.</summary>
internal sealed class CutPipe(IPacketPipe inner) : IPacketPipe
{
    /// <summary>What everything ends with from now on.</summary>
    public PacketFault? Fault { get; set; }

    public string Name => inner.Name;

    public int MaximumPacket => inner.MaximumPacket;

    public void Write(ReadOnlySpan<byte> data, TimeSpan deadline)
    {
        if (Fault is { } fault and not PacketFault.Timeout) throw new PacketException(fault, Name, "cut");
        inner.Write(data, deadline);
    }

    public int Read(Span<byte> buffer, TimeSpan deadline) => Fault is { } fault ? throw new PacketException(fault, Name, "cut") : inner.Read(buffer, deadline);

    public void Dispose() => inner.Dispose();
}
