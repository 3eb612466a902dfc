// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Serial;

namespace Appliance.Flashing.Tests.Fakes;

/// <summary>Spoils what is read from a line from a certain byte on, for a while or for ever: what troubles every protocol. A protocol's own come from who derives.</summary>
internal abstract class SpoiltByteLine(IByteLine line, int after, string how, Random random) : IByteLine
{
    /// <summary>Bytes that are garbage, and answers of the wrong kind.</summary>
    protected const int GarbageBytes = 300, FewBytes = 3;

    private int _read;

    public string Name => line.Name;

    protected int After => after;

    protected string How => how;

    protected Random Random => random;

    public void Write(ReadOnlySpan<byte> bytes, TimeSpan limit)
    {
        if (how == "gone" && _read >= after) throw new SerialException(SerialFault.Gone, $"The serial line {line.Name} is gone: it was unplugged.");
        line.Write(bytes, limit);
    }

    public int Read(Span<byte> buffer, TimeSpan limit)
    {
        var count = line.Read(buffer, limit);
        var begun = _read;
        _read += count;
        if (_read <= after) return count;
        switch (how)
        {
            case "short" when begun <= after && count > 0:
                return Math.Max(1, count / 2);
            case "silent":
                return 0;
            case "garbage" when begun < after + GarbageBytes:
                random.NextBytes(buffer[..count]);
                return count;
            case "babble":
                line.Read(buffer, TimeSpan.FromMilliseconds(1));
                random.NextBytes(buffer);
                return buffer.Length;
            default:
                return Spoil(buffer, count, begun);
        }
    }

    public void Discard() => line.Discard();

    public void Dispose() => line.Dispose();

    /// <summary>A trouble of this protocol.</summary>
    /// <param name="buffer">What was read.</param>
    /// <param name="count">How much.</param>
    /// <param name="begun">Bytes read before it.</param>
    /// <returns>How much the reader sees.</returns>
    protected abstract int Spoil(Span<byte> buffer, int count, int begun);

    /// <summary>Reads on, so that time passes.</summary>
    protected void Pass(Span<byte> buffer) => line.Read(buffer, TimeSpan.FromMilliseconds(1));
}
