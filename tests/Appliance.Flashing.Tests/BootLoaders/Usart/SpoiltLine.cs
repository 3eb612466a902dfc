// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Tests.Fakes;
using Appliance.Ports.Serial;

namespace Appliance.Flashing.Tests.BootLoaders.Usart;

/// <summary>A serial line with troubles, AN3155's own among them: refusals and acknowledges that nobody sent.</summary>
internal sealed class SpoiltLine(ISerialLine line, int after, string how, Random random) : SpoiltByteLine(line, after, how, random), ISerialLine
{
    private readonly ISerialLine _line = line;

    public SerialFormat Format => _line.Format;

    public void Change(SerialFormat format) => _line.Change(format);

    public void SetOutputs(bool dtr, bool rts) => _line.SetOutputs(dtr, rts);

    public void SetBreak(bool on) => _line.SetBreak(on);

    protected override int Spoil(Span<byte> buffer, int count, int begun)
    {
        switch (How)
        {
            case "nack" when begun < After + FewBytes:
                buffer[..count].Fill(0x1F);
                return count;
            case "ack":
                buffer[..Math.Max(1, count)].Fill(0x79);
                return Math.Max(1, count);
            default:
                return count;
        }
    }
}
