// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_JTAG_Sequence: runs of TCK cycles, each with TMS at one level.</summary>
/// <param name="packetBytes">Bytes of the largest command and answer.</param>
/// <param name="seen">Receives TDO, one byte a cycle; null where nobody looks.</param>
internal sealed class JtagSequenceCommand(int packetBytes, byte[]? seen) : ICommand<bool>
{
    /// <summary>Cycles of one run; its count is then written as 0.</summary>
    public const int MostCycles = 64;

    private const int MostRuns = 255;
    private const int Header = 2;
    private const byte ModeHigh = 0x40, Captures = 0x80;
    private readonly List<byte> _runs = [];
    private readonly List<(int At, int Cycles)> _places = [];
    private int _answer;

    /// <inheritdoc/>
    public byte Id => CommandId.JtagSequence;

    /// <summary>Takes a run, where there is room for it.</summary>
    /// <param name="mode">TMS.</param>
    /// <param name="data">TDI, one byte a cycle, at most <see cref="MostCycles"/>.</param>
    /// <param name="at">Where its first cycle is in what is seen.</param>
    /// <returns>Whether there was room. An answer is never longer than its command.</returns>
    public bool Take(byte mode, ReadOnlySpan<byte> data, int at)
    {
        int bytes = (data.Length + 7) / 8;
        if (_places.Count == MostRuns || Header + _runs.Count + 1 + bytes > packetBytes) return false;
        _runs.Add((byte)((data.Length % MostCycles) | (mode != 0 ? ModeHigh : 0) | (seen is null ? 0 : Captures)));
        for (int i = 0; i < data.Length; i += 8)
        {
            int bits = 0;
            for (int bit = 0; bit < 8 && i + bit < data.Length; bit++) bits |= (data[i + bit] & 1) << bit;
            _runs.Add((byte)bits);
        }

        _places.Add((at, data.Length));
        _answer += bytes;
        return true;
    }

    /// <inheritdoc/>
    public int Write(Span<byte> packet)
    {
        packet[0] = Id;
        packet[1] = (byte)_places.Count;
        for (int i = 0; i < _runs.Count; i++) packet[Header + i] = _runs[i];
        return Header + _runs.Count;
    }

    /// <summary>Whether the probe did it; what it saw goes where it belongs.</summary>
    public bool Read(ReadOnlySpan<byte> answer)
    {
        BadAnswerException.ThrowIfShort(answer, 1);
        if (answer[0] != 0) return false;
        if (seen is null) return true;
        BadAnswerException.ThrowIfShort(answer, 1 + _answer);
        int from = 1;
        foreach ((int at, int cycles) in _places)
        {
            for (int i = 0; i < cycles; i++) seen[at + i] = (byte)(answer[from + (i / 8)] >> (i % 8) & 1);
            from += (cycles + 7) / 8;
        }

        return true;
    }
}
