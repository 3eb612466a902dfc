// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Serial;
using Appliance.Ports.Wires;

namespace Appliance.Flashing.Gdb;

/// <summary>
/// Packets to a GDB server and its answers, one at a time, with acknowledges (GDB manual, appendix E.1). A packet or an answer that arrived broken is sent
/// again; after an answer that never came the link is good for nothing but to be disposed, for nobody knows what a later one belongs to.
/// </summary>
/// <param name="line">The line, owned.</param>
/// <param name="clock">The clock of the limits.</param>
/// <param name="name">What messages call the server.</param>
/// <param name="remote">The server is a program on a network, whose machine may be busy.</param>
internal sealed class GdbLink(IByteLine line, ITargetClock clock, string name, bool remote) : IDisposable
{
    private const int Tries = 4;
    private const int Knocks = 2;
    private const int MostData = 256 * 1024;

    /// <summary>Longest pause within an answer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>A probe answers within milliseconds what is no work; one that takes this long is gone.</summary>
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(remote ? 30 : 3);

    private readonly byte[] _buffer = new byte[4096];
    private int _have;
    private int _next;
    private bool _broken;

    /// <summary>What messages call the server.</summary>
    public string Name => name;

    /// <summary>How often something had to be sent again.</summary>
    public int Repeats { get; private set; }

    /// <summary>Sends what no answer comes to (<c>R</c>); the server acknowledges it.</summary>
    public void Tell(ReadOnlySpan<byte> data, CancellationToken cancel) => Guarded(data, cancel, packet => Exchange(packet, _patience, answers: false));

    /// <summary>Sends a packet and waits for its answer.</summary>
    /// <param name="data">Its data, escaped where they have to be.</param>
    /// <param name="limit">How long the work may take beside the way there and back.</param>
    /// <param name="cancel">Looked at before it is sent: what was sent is waited for, so that the next answer belongs to the next question.</param>
    /// <returns>Data of the answer, resolved.</returns>
    /// <exception cref="WireException">There is no answer, or none that makes sense; or the line is gone.</exception>
    public byte[] Ask(ReadOnlySpan<byte> data, TimeSpan limit, CancellationToken cancel) => Guarded(data, cancel, packet => Exchange(packet, _patience + limit, answers: true))!;

    /// <summary>The next packet the server sends by itself, without anything asked: what it prints while it works.</summary>
    public byte[] Next(TimeSpan limit) => Guarded([], CancellationToken.None, _ => Exchange(null, _patience + limit, answers: true))!;

    /// <summary>Speaks to a server nobody knows anything of: what it still had to say is skipped, and what it does not answer is said again.</summary>
    /// <param name="data">What is said.</param>
    /// <param name="limit">How long it may take to answer, all tries together.</param>
    /// <param name="cancel">Looked at before each try.</param>
    public byte[] Knock(ReadOnlySpan<byte> data, TimeSpan limit, CancellationToken cancel)
    {
        var each = limit / Knocks < _patience ? limit / Knocks : _patience;
        for (var tries = 1; ; tries++)
        {
            try
            {
                OnLine(() =>
                {
                    line.Write("+"u8, _patience);
                    return 0;
                });
                return Guarded(data, cancel, packet => Exchange(packet, each, answers: true))!;
            }
            catch (WireException) when (tries < Knocks && _broken)
            {
                (_broken, _have, _next) = (false, 0, 0);
                Repeats++;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => line.Dispose();

    private byte[]? Guarded(ReadOnlySpan<byte> data, CancellationToken cancel, Func<byte[], byte[]?> work)
    {
        cancel.ThrowIfCancellationRequested();
        if (_broken) throw new WireException(name, "the server did not answer before; it must be opened anew");
        _broken = true;
        var answer = work(data.Length == 0 ? [] : GdbFrame.Wrap(data));
        _broken = false;
        return answer;
    }

    /// <summary>Sends a packet, again as often as it arrives broken, and takes the answer, asking for it again as often as it does.</summary>
    private byte[]? Exchange(byte[]? packet, TimeSpan limit, bool answers)
    {
        var (deadline, tries, acknowledged, ended) = (clock.Now + limit, 1, packet is null, false);
        if (packet is not null) SendAnew(packet);
        while (true)
        {
            switch (Byte(ended ? Soon(deadline) : deadline))
            {
                case (byte)'+':
                    acknowledged = true;
                    if (!answers) return null;
                    break;
                case (byte)'-' when packet is not null && !acknowledged:
                    Again(ref tries, "refused every copy of a packet");
                    Send(packet);
                    break;
                case GdbFrame.Notification:
                    _ = Frame(deadline);
                    break;
                case GdbFrame.Start:
                    if (Frame(deadline) is { } data)
                    {
                        Send("+"u8);
                        return data;
                    }

                    AskAgain(ref tries);
                    break;
                case GdbFrame.End:
                    ended = true; // of an answer whose beginning was not seen
                    break;
                case null when ended:
                    ended = false;
                    AskAgain(ref tries);
                    break;
                case null:
                    throw new WireException(name, "the server did not answer, or not to the end");
            }
        }
    }

    /// <summary>Only where an answer was on its way: a server that still works would send the one before.</summary>
    private void AskAgain(ref int tries)
    {
        Again(ref tries, "every copy of an answer is broken");
        Send("-"u8);
    }

    private void Again(ref int tries, string what)
    {
        Repeats++;
        if (tries++ >= Tries) throw new WireException(name, $"{what} ({Tries} tries)");
    }

    /// <summary>What comes before the question belongs to none.</summary>
    private void SendAnew(byte[] packet)
    {
        (_have, _next) = (0, 0);
        OnLine(() =>
        {
            line.Discard();
            return 0;
        });
        Send(packet);
    }

    /// <summary>Data of a packet that began; null where it comes to no end, its sum is wrong or it makes no sense.</summary>
    private byte[]? Frame(TimeSpan deadline)
    {
        var data = new List<byte>();
        while (Byte(Soon(deadline)) is var value && value != GdbFrame.End)
        {
            if (value is null) return null;
            if (value == GdbFrame.Start) data.Clear();
            else data.Add(value.Value);
            if (data.Count > MostData) throw new WireException(name, $"an answer of more than {MostData} bytes");
        }

        if (Byte(Soon(deadline)) is not { } high || Byte(Soon(deadline)) is not { } low) return null;
        var all = data.ToArray();
        return GdbFrame.IsWhole(all, high, low) ? GdbFrame.Resolved(all, MostData) : null;
    }

    /// <summary>What has begun goes on at once.</summary>
    private TimeSpan Soon(TimeSpan deadline) => clock.Now + Pause < deadline ? clock.Now + Pause : deadline;

    /// <summary>The next byte; null where none comes.</summary>
    private byte? Byte(TimeSpan deadline)
    {
        while (_next == _have)
        {
            var left = deadline - clock.Now;
            if (left <= TimeSpan.Zero) return null;
            (_next, _have) = (0, OnLine(() => line.Read(_buffer, left)));
        }

        return _buffer[_next++];
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        var all = bytes.ToArray();
        OnLine(() =>
        {
            line.Write(all, _patience);
            return 0;
        });
    }

    private T OnLine<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SerialException gone)
        {
            _broken = true;
            throw new WireException(name, gone.Message, gone);
        }
    }
}
