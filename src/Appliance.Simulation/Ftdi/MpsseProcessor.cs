// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Appliance.Simulation.Ftdi;

/// <summary>
/// The command processor of a channel (FTDI AN_108), written for the simulation alone. It does nothing more while its memory for answers is full, and answers what it does not know
/// with FA and that byte. Shifts that JTAG and SWD have no use for (highest bit first, out on the rising edge) are violations.
/// </summary>
internal sealed class MpsseProcessor(SimulatedBoard board, FtdiTarget target, SimulatedFtdiChip chip)
{
    private const int ByLevel = 0x01, ByBits = 0x02, LateSample = 0x04, LowestFirst = 0x08, Out = 0x10, In = 0x20, MovesMode = 0x40;
    private readonly List<byte> _commands = [];
    private readonly Queue<byte> _answers = new();
    private int _divisor;
    private bool _divided = true;

    /// <summary>Answers that wait for the host.</summary>
    public int Waiting => _answers.Count;

    /// <summary>The most that ever waited.</summary>
    public int MostWaiting { get; private set; }

    /// <summary>The host wants what there is, however little.</summary>
    public bool SendsNow { get; private set; }

    /// <summary>Back to the state after power came.</summary>
    public void Reset()
    {
        DropCommands();
        DropAnswers();
        (_divisor, _divided) = (0, true);
    }

    public void DropCommands() => _commands.Clear();

    public void DropAnswers()
    {
        _answers.Clear();
        SendsNow = false;
    }

    /// <summary>Takes commands, which may come in any pieces.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes) _commands.Add(one);
        Run();
    }

    /// <summary>Gives answers.</summary>
    public byte[] Take(int most)
    {
        var taken = new byte[Math.Min(most, _answers.Count)];
        for (var i = 0; i < taken.Length; i++) taken[i] = _answers.Dequeue();
        if (_answers.Count == 0) SendsNow = false;
        Run();
        return taken;
    }

    private void Run()
    {
        var at = 0;
        while (at < _commands.Count && _answers.Count < chip.AnswerBytes)
        {
            var rest = CollectionsMarshal.AsSpan(_commands)[at..];
            var length = LengthOf(rest);
            if (length == 0 || length > rest.Length) break;
            Do(rest[..length]);
            MostWaiting = Math.Max(MostWaiting, _answers.Count);
            at += length;
        }

        _commands.RemoveRange(0, at);
        board.Driver.Settle();
    }

    /// <summary>Bytes of the command that begins so; 0 where that is not known yet.</summary>
    private int LengthOf(ReadOnlySpan<byte> begun)
    {
        var command = begun[0];
        if (IsShift(command))
        {
            if ((command & (MovesMode | ByBits)) != 0) return (command & (MovesMode | Out)) != 0 ? 3 : 2;
            if ((command & Out) == 0) return 3;
            return begun.Length < 3 ? 0 : 3 + Count(begun);
        }

        return command switch
        {
            0x80 or 0x82 or 0x86 => 3,
            0x8E when chip.IsHighSpeed => 2,
            0x8F when chip.IsHighSpeed => 3,
            _ => 1,
        };
    }

    private static bool IsShift(byte command) => command < 0x80 && (command & (Out | In | MovesMode)) != 0 && (command & 0x08) == LowestFirst;

    private static int Count(ReadOnlySpan<byte> command) => BinaryPrimitives.ReadUInt16LittleEndian(command[1..]) + 1;

    private void Do(ReadOnlySpan<byte> command)
    {
        switch (command[0])
        {
            case < 0x80 when IsShift(command[0]):
                Shift(command);
                break;
            case 0x80:
                target.SetLow(command[1], command[2]);
                break;
            case 0x82:
                target.SetHigh(command[1], command[2]);
                break;
            case 0x81:
                _answers.Enqueue(target.LowPins());
                break;
            case 0x83:
                _answers.Enqueue(target.HighPins);
                break;
            case 0x85:
                break;
            case 0x86:
                _divisor = BinaryPrimitives.ReadUInt16LittleEndian(command[1..]);
                SetClock();
                break;
            case 0x87:
                SendsNow = _answers.Count > 0;
                break;
            case 0x8A or 0x8B when chip.IsHighSpeed:
                _divided = command[0] == 0x8B;
                SetClock();
                break;
            case 0x8D or 0x97 when chip.IsHighSpeed:
                break;
            case 0x8E when chip.IsHighSpeed:
                Idle(command[1] + 1);
                break;
            case 0x8F when chip.IsHighSpeed:
                Idle(8 * Count(command));
                break;
            default:
                _answers.Enqueue(0xFA);
                _answers.Enqueue(command[0]);
                break;
        }
    }

    private void SetClock() => board.Time.SetFrequency((chip.IsHighSpeed && !_divided ? 60_000_000 : 12_000_000) / (2 * (_divisor + 1)));

    private void Idle(int cycles)
    {
        for (var i = 0; i < cycles; i++) target.Cycle(target.Mode, target.Data);
    }

    private void Shift(ReadOnlySpan<byte> command)
    {
        var code = command[0];
        if ((code & (Out | MovesMode)) != 0 && (code & ByLevel) == 0) board.Chip.Violations.Add($"MPSSE: command {code:X2} moves data on the rising edge");
        if ((code & In) != 0 && (code & LateSample) != 0) board.Chip.Violations.Add($"MPSSE: command {code:X2} samples on the falling edge");
        if ((code & MovesMode) != 0) MoveMode(command);
        else if ((code & ByBits) != 0) Bits(command[1] + 1, (code & Out) != 0 ? command[2] : null, (code & In) != 0);
        else ShiftBytes(command, Count(command));
    }

    private void ShiftBytes(ReadOnlySpan<byte> command, int count)
    {
        for (var i = 0; i < count; i++) Bits(8, (command[0] & Out) != 0 ? command[3 + i] : null, (command[0] & In) != 0);
    }

    /// <summary>What comes in is pushed in from the top.</summary>
    private void Bits(int count, int? levels, bool answers)
    {
        var seen = 0;
        for (var bit = 0; bit < Math.Min(count, 8); bit++)
            seen = seen >> 1 | target.Cycle(target.Mode, levels is { } some ? some >> bit & 1 : target.Data) << 7;
        if (answers) _answers.Enqueue((byte)seen);
    }

    private void MoveMode(ReadOnlySpan<byte> command)
    {
        var seen = 0;
        for (var bit = 0; bit < Math.Min(command[1] + 1, 7); bit++) seen = seen >> 1 | target.Cycle(command[2] >> bit & 1, command[2] >> 7) << 7;
        if ((command[0] & In) != 0) _answers.Enqueue((byte)seen);
    }
}
