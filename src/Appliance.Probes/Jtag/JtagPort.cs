// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Jtag;

/// <summary>Scans of one TAP of a chain, all others in BYPASS. Remembers its instruction.</summary>
internal sealed class JtagPort(IJtagLine line, JtagChain chain, int index)
{
    private readonly int _index = index;
    private readonly int _behind = chain.Taps.Count - 1 - index;
    private uint? _instruction;

    /// <summary>Gives scans in one batch, with idle cycles behind each.</summary>
    public JtagAnswer[] Give(IReadOnlyList<JtagRequest> requests, int idle)
    {
        var batch = new JtagBatch();
        int[] places = new int[requests.Count];
        for (int i = 0; i < places.Length; i++)
        {
            Select(batch, requests[i].Instruction);
            places[i] = Data(batch, requests[i].Word);
            batch.Idle(idle);
        }

        Run(batch);
        return [.. places.Select(place => Answer(batch.Number(place, JtagRequest.Bits)))];
    }

    /// <summary>Scans DAPABORT, which gives up the access under way.</summary>
    public void Abort()
    {
        var batch = new JtagBatch();
        Select(batch, JtagRequest.AbortInstruction);
        Data(batch, (ulong)DpAbort.DapAbort << 3);
        Run(batch.Idle(1));
    }

    private static JtagAnswer Answer(ulong bits) => new((int)(bits & 7), (uint)(bits >> 3));

    private void Run(JtagBatch batch)
    {
        uint? instruction = _instruction;
        _instruction = null;
        batch.Run(line);
        _instruction = instruction;
    }

    private void Select(JtagBatch batch, uint instruction)
    {
        if (_instruction == instruction) return;
        _instruction = instruction;
        var bits = new List<byte>();
        for (int tap = 0; tap < chain.Taps.Count; tap++)
        {
            for (int bit = 0; bit < chain.Taps[tap].InstructionBits; bit++)
                bits.Add(tap != _index || ((instruction | ~0xFu) >> bit & 1) != 0 ? (byte)1 : (byte)0);
        }

        batch.Scan(instruction: true, [.. bits]);
    }

    /// <returns>Where its first bit will be.</returns>
    private int Data(JtagBatch batch, ulong word)
    {
        byte[] bits = new byte[_index + JtagRequest.Bits + _behind];
        for (int i = 0; i < JtagRequest.Bits; i++) bits[_index + i] = (byte)(word >> i & 1);
        return batch.Scan(instruction: false, bits) + _index;
    }
}
