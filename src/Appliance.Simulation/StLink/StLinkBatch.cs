// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Simulation.Probes;

namespace Appliance.Simulation.StLink;

/// <summary>Batched accesses of one word each (commands 51 and 52): first all kinds, padded to a word, then a word for each; a value and a status for each come back.</summary>
internal sealed class StLinkBatch(ProbeMemory memory)
{
    private const int MostItems = 1227;
    private byte[] _answer = [];

    /// <summary>Bytes that follow the command.</summary>
    public static int Bytes(uint items) => (int)Math.Min(items, MostItems) is var count ? (count + 3) / 4 * 4 + count * 4 : 0;

    /// <summary>Takes a batch and does it.</summary>
    public void Run(int items, ReadOnlySpan<byte> data)
    {
        _answer = [];
        if (items < 0 || items > MostItems || data.Length != Bytes((uint)items))
            return;
        var words = data[((items + 3) / 4 * 4)..];
        _answer = new byte[items * 8];
        var (ap, address) = (0, 0u);
        memory.Status = AccessCode.Ok;
        for (var i = 0; i < items; i++)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(words[(i * 4)..]);
            var value = 0u;
            if (data[i] == 5)
                ap = (int)word;
            else if (data[i] == 1)
                address = word;
            else if (data[i] == 2)
                memory.WriteWord(address, word, ap);
            else
                value = memory.ReadWord(word, ap);
            BinaryPrimitives.WriteUInt32LittleEndian(_answer.AsSpan(i * 4), value);
            BinaryPrimitives.WriteUInt32LittleEndian(_answer.AsSpan((items + i) * 4), memory.Status);
        }
    }

    /// <summary>What came of it.</summary>
    public byte[] Take() => _answer;
}
