// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;

namespace Appliance.Probes.Tests.Fakes;

/// <summary>What becomes of an answer: throws, changes its bytes, or says another length.</summary>
internal delegate int Spoiler(Span<byte> buffer, int got);

/// <summary>Spoils one answer of a probe.</summary>
/// <param name="inner">The probe.</param>
/// <param name="spoilAt">Which answer, from 0.</param>
/// <param name="spoil">How.</param>
internal sealed class SpoilingPipe(IPacketPipe inner, int spoilAt, Spoiler spoil) : IPacketPipe
{
    private int _answers;

    public bool Spoilt { get; private set; }

    public string Name => inner.Name;

    public int MaximumPacket => inner.MaximumPacket;

    public void Write(ReadOnlySpan<byte> data, TimeSpan deadline) => inner.Write(data, deadline);

    public int Read(Span<byte> buffer, TimeSpan deadline)
    {
        int got = inner.Read(buffer, deadline);
        if (_answers++ != spoilAt) return got;
        Spoilt = true;
        return spoil(buffer, got);
    }

    public void Dispose() => inner.Dispose();
}
