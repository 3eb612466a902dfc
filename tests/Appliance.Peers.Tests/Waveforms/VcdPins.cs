// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Peers.Tests.Waveforms;

/// <summary>Reads a value change dump of one-bit nets (IEEE 1364-2001, clause 18) and samples one net at each rising edge of another.</summary>
internal static class VcdPins
{
    public static List<byte> SampleAtRisingEdges(TextReader vcd, string clock, string data)
    {
        var (clockId, dataId) = Header(vcd, clock, data);
        var bits = new List<byte>();
        byte clockLevel = 1, dataLevel = 1;
        while (vcd.ReadLine() is { } line)
        {
            if (line.Length < 2 || line[0] is not ('0' or '1')) continue;
            var level = (byte)(line[0] - '0');
            var id = line.AsSpan(1).Trim();
            if (id.SequenceEqual(dataId)) dataLevel = level;
            if (!id.SequenceEqual(clockId)) continue;
            if (level == 1 && clockLevel == 0) bits.Add(dataLevel);
            clockLevel = level;
        }

        return bits;
    }

    private static (string Clock, string Data) Header(TextReader vcd, string clock, string data)
    {
        var ids = new Dictionary<string, string>();
        while (vcd.ReadLine() is { } line && !line.Contains("$enddefinitions", StringComparison.Ordinal))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 5 && words[0] == "$var") ids[words[4]] = words[3];
        }

        return (ids[clock], ids[data]);
    }
}
