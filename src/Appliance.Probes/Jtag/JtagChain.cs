// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Jtag;

/// <summary>The TAPs of a board, the one next to TDO first.</summary>
/// <param name="Taps">All of them.</param>
internal sealed record JtagChain(IReadOnlyList<JtagTap> Taps)
{
    private const int MostTaps = 16;
    private const int IdBits = 32;
    private const int MostInstructionBits = 16 * MostTaps;

    /// <summary>Length of the instruction register of what is known by its IDCODE: a debug port has 4 bits (ARM IHI 0031, B3.2), the boundary scan TAP of an STM32 5 (RM0008, 31.6.1).</summary>
    private static readonly (uint Mask, uint Value, int Bits)[] Known = [(0x0FF0_0FFF, 0x0BA0_0477, 4), (0x0000_0FFF, 0x0000_0041, 5)];

    /// <summary>Finds all TAPs: Test-Logic-Reset, IDCODEs, lengths of the instruction registers. Leaves BYPASS everywhere.</summary>
    /// <param name="line">The wire, in JTAG.</param>
    /// <param name="name">Who says so in errors.</param>
    /// <exception cref="DapException">There is no chain, or it makes no sense.</exception>
    public static JtagChain Find(IJtagLine line, string name)
    {
        byte[] ones = Fill(MostTaps * IdBits * 2, 1), instruction = [.. Fill(MostInstructionBits, 1), .. Fill(MostInstructionBits, 0), .. Fill(MostInstructionBits, 1)];
        var batch = new JtagBatch(TapState.Unknown).Reset();
        int ids = batch.Scan(instruction: false, ones), lengths = batch.Scan(instruction: true, instruction);
        batch.Run(line);
        uint?[] found = Ids(batch.Bits(ids, ones.Length), name);
        int total = batch.Bits(lengths + MostInstructionBits, MostInstructionBits).IndexOf((byte)0);
        if (total <= 0) throw Nonsense(name, DapFault.Protocol, $"{Text(found)}, and an instruction register that does not end within {MostInstructionBits} bits");
        return new JtagChain(Lengths(found, batch.Bits(lengths, total), name));
    }

    /// <summary>The one debug port in it.</summary>
    /// <exception cref="DapException">There is none, or more than one.</exception>
    public int DebugPort(string name)
    {
        int[] ports = [.. Enumerable.Range(0, Taps.Count).Where(index => Taps[index].IsDebugPort)];
        return ports.Length == 1
            ? ports[0]
            : throw Nonsense(name, DapFault.Identity, $"{(ports.Length == 0 ? "no debug port" : $"{ports.Length} debug ports")} among {this}");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Taps);

    private static uint?[] Ids(ReadOnlySpan<byte> bits, string name)
    {
        if (!bits.Contains((byte)0)) throw Nonsense(name, DapFault.NoAnswer, "TDO stays high: no board, or one without JTAG on these pins");
        if (!bits.Contains((byte)1)) throw Nonsense(name, DapFault.StuckLow, "TDO stays low");
        var found = new List<uint?>();
        while (found.Count <= MostTaps && bits.Length >= IdBits)
        {
            if (bits[0] == 0)
            {
                found.Add(null);
                bits = bits[1..];
                continue;
            }

            uint id = 0;
            for (int i = 0; i < IdBits; i++) id |= (uint)bits[i] << i;
            if (id == uint.MaxValue) break; // What was put in comes out again: the chain is at its end.
            found.Add(id);
            bits = bits[IdBits..];
        }

        return found.Count is > 0 and <= MostTaps ? [.. found] : throw Nonsense(name, DapFault.Protocol, $"a chain of {found.Count} TAPs: {Text([.. found])}");
    }

    /// <summary>
    /// Where one length is not known it is what the others leave. Where more are not, each register must begin at a one that a zero follows,
    /// as Capture-IR loads them (IEEE 1149.1, 7.1.1).
    /// </summary>
    private static JtagTap[] Lengths(uint?[] ids, ReadOnlySpan<byte> captured, string name)
    {
        int[] bits = [.. ids.Select(id => Known.FirstOrDefault(known => (id & known.Mask) == known.Value).Bits)];
        int left = captured.Length - bits.Sum();
        if (bits.Count(length => length == 0) == 1) bits[Array.IndexOf(bits, 0)] = left;
        else if (left != 0) bits = ByMarks(captured);
        if (bits.Length != ids.Length || bits.Sum() != captured.Length || bits.Any(length => length < 2))
            throw Nonsense(name, DapFault.Protocol, $"{captured.Length} instruction bits do not fit {Text(ids)}");
        return [.. ids.Zip(bits, (id, length) => new JtagTap(id, length))];
    }

    private static int[] ByMarks(ReadOnlySpan<byte> captured)
    {
        var starts = new List<int>();
        for (int i = 0; i + 1 < captured.Length; i++)
        {
            if (captured[i] == 1 && captured[i + 1] == 0) starts.Add(i);
        }

        starts.Add(captured.Length);
        return [.. starts.Zip(starts.Skip(1), (start, next) => next - start)];
    }

    private static byte[] Fill(int count, byte bit) => [.. Enumerable.Repeat(bit, count)];

    private static string Text(uint?[] ids) => string.Join(", ", ids.Select(id => new JtagTap(id, 0)));

    private static DapException Nonsense(string name, DapFault fault, string what) => new(fault, "JTAG chain scan", $"{name}: the chain shows {what}");
}
