// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Appliance.Ports.Remote;

namespace Appliance.Platform.Remote;

/// <summary>
/// What waits to be sent to one caller: bytes, or a change of speed between them. Whoever answers never waits for the wire. It is never closed: an
/// answer to a caller who has just gone is forgotten with it.
/// </summary>
/// <param name="greets">Whether the caller wants a greeting.</param>
/// <param name="speeds">Which speeds the wire has.</param>
internal sealed class CallerQueue(bool greets, Func<int, bool> speeds) : IRemoteCaller
{
    private const int MostWaiting = 4096;

    private readonly BlockingCollection<(byte[] Bytes, int Baud)> _waiting = new(MostWaiting);

    /// <inheritdoc/>
    public bool WantsGreeting => greets;

    /// <summary>The caller did not read for so long that something was lost: he must be cut off.</summary>
    public bool Overflowed { get; private set; }

    /// <inheritdoc/>
    public bool HasSpeed(int baud) => speeds(baud);

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> bytes) => Add(bytes.ToArray(), 0);

    /// <inheritdoc/>
    public void ChangeSpeed(int baud) => Add([], baud);

    /// <summary>The next thing to do: bytes, or (not 0) a speed; false when the time was up.</summary>
    public bool TryTake(out byte[] bytes, out int baud, TimeSpan limit)
    {
        var taken = _waiting.TryTake(out var next, limit);
        (bytes, baud) = taken ? next : ([], 0);
        return taken;
    }

    private void Add(byte[] bytes, int baud)
    {
        if (!_waiting.TryAdd((bytes, baud))) Overflowed = true;
    }
}
