// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Mpsse;

/// <summary>
/// Cycles in the making: shifts as commands, and where their answers go. Sent together with as few round trips as the chip's memory for answers allows.
/// </summary>
internal sealed class MpsseShifter(MpsseProbe probe)
{
    /// <summary>Cycles of one command that moves TMS (AN_108, section 3.5).</summary>
    public const int MostModeCycles = 7;

    /// <summary>OpenOCD's measure; more gains nothing.</summary>
    private const int MostCommands = 16 * 1024;
    private const int MostBytes = 4096;
    private readonly List<byte> _commands = [];
    private readonly List<Piece> _pieces = [];
    private int _answers;

    /// <summary>Cycles with TMS at rest.</summary>
    /// <param name="levels">TDI, one byte a cycle.</param>
    /// <param name="seen">Receives TDO, one byte a cycle; null where nobody looks.</param>
    /// <param name="at">Where in it.</param>
    public void Shift(ReadOnlySpan<byte> levels, byte[]? seen, int at)
    {
        for (int done = 0; done < levels.Length;)
        {
            MakeRoom();
            int bytes = Math.Min(Math.Min((levels.Length - done) / 8, MostBytes), seen is null ? MostBytes : probe.Chip.AnswerBytes - _answers);
            int cycles = bytes > 0 ? bytes * 8 : Math.Min(8, levels.Length - done);
            if (bytes > 0) _commands.AddRange([(byte)(seen is null ? MpsseCommand.BytesOut : MpsseCommand.BytesOutIn), (byte)(bytes - 1), (byte)((bytes - 1) >> 8)]);
            else _commands.AddRange([(byte)(seen is null ? MpsseCommand.BitsOut : MpsseCommand.BitsOutIn), (byte)(cycles - 1)]);
            Pack(levels.Slice(done, cycles));
            Expect(seen, at + done, cycles, bytes);
            done += cycles;
        }

        if (levels.Length > 0) probe.Remember(FtdiLayout.Tdi, levels[^1] != 0);
    }

    /// <summary>At most seven cycles that move TMS, with TDI at rest.</summary>
    public void Mode(ReadOnlySpan<byte> modes, byte data, byte[]? seen, int at)
    {
        MakeRoom();
        int bits = data << 7;
        for (int i = 0; i < modes.Length; i++) bits |= modes[i] << i;
        _commands.AddRange([(byte)(seen is null ? MpsseCommand.ModeOut : MpsseCommand.ModeOutIn), (byte)(modes.Length - 1), (byte)bits]);
        Expect(seen, at, modes.Length, 0);
        probe.Remember(FtdiLayout.Tms, modes[^1] != 0);
        probe.Remember(FtdiLayout.Tdi, data != 0);
    }

    /// <summary>Pins change between two cycles.</summary>
    public void Put(FtdiPins pins) => probe.Put(pins, _commands);

    /// <summary>Sends all, and puts what was seen where it belongs.</summary>
    public void Flush()
    {
        if (_commands.Count == 0) return;
        List<byte> commands = [.. _commands];
        Piece[] pieces = [.. _pieces];
        int expected = _answers;
        _commands.Clear();
        _pieces.Clear();
        _answers = 0;
        byte[] answer = probe.Exchange(commands, expected);
        int from = 0;
        foreach (Piece piece in pieces)
        {
            // Bits come in from the top: of a byte that is not full the highest are theirs (AN_108, section 3.3).
            int first = piece.Bytes > 0 ? 0 : 8 - piece.Cycles;
            for (int i = 0; i < piece.Cycles; i++) piece.Seen[piece.At + i] = (byte)(answer[from + ((first + i) / 8)] >> ((first + i) % 8) & 1);
            from += Math.Max(piece.Bytes, 1);
        }
    }

    private void MakeRoom()
    {
        if (_answers >= probe.Chip.AnswerBytes || _commands.Count >= MostCommands) Flush();
    }

    private void Expect(byte[]? seen, int at, int cycles, int bytes)
    {
        if (seen is null) return;
        _pieces.Add(new Piece(seen, at, cycles, bytes));
        _answers += Math.Max(bytes, 1);
    }

    private void Pack(ReadOnlySpan<byte> levels)
    {
        for (int i = 0; i < levels.Length; i += 8)
        {
            int bits = 0;
            for (int bit = 0; bit < 8 && i + bit < levels.Length; bit++) bits |= (levels[i + bit] & 1) << bit;
            _commands.Add((byte)bits);
        }
    }

    /// <summary>Where the answer of a command goes.</summary>
    /// <param name="Seen">The cycles.</param>
    /// <param name="At">The first.</param>
    /// <param name="Cycles">How many.</param>
    /// <param name="Bytes">Whole bytes it comes in; 0 for one that is not full.</param>
    private readonly record struct Piece(byte[] Seen, int At, int Cycles, int Bytes);
}
