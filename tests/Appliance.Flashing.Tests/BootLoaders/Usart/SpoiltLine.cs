// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Serial;

namespace Appliance.Flashing.Tests.BootLoaders.Usart;

/// <summary>Spoils what is read from a line from a certain byte on, for a while or for ever.</summary>
internal sealed class SpoiltLine(ISerialLine line, int after, string how, Random random) : ISerialLine
{
    private int _read;

    public string Name => line.Name;

    public SerialFormat Format => line.Format;

    public void Change(SerialFormat format) => line.Change(format);

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
            case "garbage" when begun < after + 300:
                random.NextBytes(buffer[..count]);
                return count;
            case "babble":
                random.NextBytes(buffer);
                return buffer.Length;
            case "nack" when begun < after + 3:
                buffer[..count].Fill(0x1F);
                return count;
            case "ack":
                buffer[..Math.Max(1, count)].Fill(0x79);
                return Math.Max(1, count);
            default:
                return count;
        }
    }

    public void Discard() => line.Discard();

    public void SetOutputs(bool dtr, bool rts) => line.SetOutputs(dtr, rts);

    public void SetBreak(bool on) => line.SetBreak(on);

    public void Dispose() => line.Dispose();
}
