// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;

namespace Appliance.Simulation.Usb;

/// <summary>A probe's cable whose packets take target time.</summary>
/// <param name="inner">The cable.</param>
/// <param name="answerReady">When the answer fetched last was ready.</param>
/// <param name="frames">The time.</param>
internal sealed class FullSpeedCable(IPacketPipe inner, Func<TimeSpan> answerReady, FullSpeedFrames frames) : IPacketPipe
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public int MaximumPacket => inner.MaximumPacket;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> data, TimeSpan deadline)
    {
        frames.Out(data.Length);
        inner.Write(data, deadline);
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, TimeSpan deadline)
    {
        var length = inner.Read(buffer, deadline);
        frames.In(answerReady(), length);
        return length;
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
