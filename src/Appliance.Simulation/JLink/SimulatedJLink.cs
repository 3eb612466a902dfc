// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;
using Appliance.Simulation.Probes;

namespace Appliance.Simulation.JLink;

/// <summary>
/// A J-Link on lane 0 of a simulated board: commands in, answers out, whatever carries them. Simulated is what SEGGER's RM08001 describes and libjaylink asks for, of that
/// what a host needs that shifts bits by itself. It is strict: without registration where it wants one, on the wrong interface, or with more bits than it
/// has memory for, it shifts nothing and says so, or stalls where it has no way to say it.
/// </summary>
public sealed class SimulatedJLink
{
    private const uint KnowsHardware = 1 << 1, KnowsState = 1 << 3, KnowsSpeeds = 1 << 9, KnowsMemory = 1 << 11, ChoosesInterface = 1 << 17, Registers = 1 << 27;
    private const uint BaseHertz = 12_000_000;
    private const ushort SmallestDivider = 1;
    private const ushort Handle = 0x0102;
    private const byte NotDone = 0x04;
    private const int ShiftOverhead = 16, LargestShift = 2048;
    private readonly SimulatedBoard _board;
    private byte _interface;
    private bool _registered;
    private bool _resetLow;

    internal SimulatedJLink(SimulatedBoard board, SimulatedJLinkOptions options)
    {
        (_board, Options) = (board, options);
        Clock = new BoardClock(board);
        Traffic = new SimulatedTraffic(board);
    }

    /// <summary>How it was made.</summary>
    public SimulatedJLinkOptions Options { get; }

    /// <summary>What went over its cable.</summary>
    public SimulatedTraffic Traffic { get; }

    /// <summary>The time of the board it is on.</summary>
    public ITargetClock Clock { get; }

    /// <summary>The cable, plugged in.</summary>
    public IPacketPipe OpenPipe() => new JLinkPipe(this, $"sim-jlink:{_board.Target}");

    /// <summary>Back to the state after it was plugged in.</summary>
    internal void Plug()
    {
        (_interface, _registered, _resetLow) = (0, false, false);
        _board.Driver.PullReset(0);
    }

    /// <summary>How many bytes a command has that begins so; 0 where that is not known yet.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> begun) => begun.Length == 0 ? 0 : begun[0] switch
    {
        0x05 => 3,
        0x08 or 0xC7 => 2,
        0x09 => 14,
        0xC1 or 0xC2 => 5,
        0xCE or 0xCF => begun.Length < 4 ? 0 : 4 + (2 * Bytes(begun)),
        0xF3 => 257,
        _ => 1,
    };

    /// <summary>Does one command.</summary>
    /// <returns>The answer in the packets it comes in; null: the firmware does not know the command and stalls.</returns>
    internal byte[][]? Execute(ReadOnlySpan<byte> command)
    {
        switch (command[0])
        {
            case 0x01:
                return Version();
            case 0xE8:
                return One(Capabilities);
            case 0xF0:
                return One((uint)Options.Hardware);
            case 0xC0:
                return [[.. Word(BaseHertz), (byte)SmallestDivider, (byte)(SmallestDivider >> 8)]];
            case 0xD4 when Options.FreeMemory is { } free:
                return One((uint)free);
            case 0x07:
                return [State()];
            case 0x05:
                _board.Time.SetFrequency(Math.Max(1, (int)BinaryPrimitives.ReadUInt16LittleEndian(command[1..])) * 1000);
                return [];
            case 0x09 when Options.WantsRegistration:
                return Register(command[1]);
            case 0xC7 when Options.HasSwd:
                return Interface(command[1]);
            case 0xCE:
                return Options.Hardware >= 5_00_00 && _interface != 0 ? null : Shift(command, status: false);
            case 0xCF when Options.Hardware >= 5_00_00:
                return Shift(command, status: true);
            case 0xDC or 0xDD:
                _resetLow = command[0] == 0xDC;
                _board.Driver.PullReset(_resetLow ? 1u : 0);
                return [];
            case 0xDE:
                _board.Driver.TestReset();
                return [];
            case 0xDF:
                return [];
            default:
                return null;
        }
    }

    private uint Capabilities =>
        KnowsHardware | KnowsState | KnowsSpeeds | (Options.FreeMemory is null ? 0 : KnowsMemory) | (Options.HasSwd ? ChoosesInterface : 0) | (Options.WantsRegistration ? Registers : 0);

    private byte[][] Version()
    {
        if (Options.Firmware.Length == 0) return [[0, 0]];
        var text = new byte[112];
        Encoding.ASCII.GetBytes(Options.Firmware).CopyTo(text, 0);
        return [[(byte)text.Length, 0], text];
    }

    private byte[] State()
    {
        var powered = _board.Chip.IsPowered && _board.Chip.Pins.Alive;
        var low = _board.Driver.SampleReset() & 1;
        var state = new byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(state, (ushort)(powered ? 3300 : 0));
        state[6] = (byte)(low == 0 ? 1 : 0);
        state[7] = 1;
        return state;
    }

    private byte[][] Register(byte verb)
    {
        _registered = verb == 0x64;
        var answer = new byte[0x4C];
        BinaryPrimitives.WriteUInt16LittleEndian(answer, Handle);
        BinaryPrimitives.WriteUInt16LittleEndian(answer.AsSpan(2), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(answer.AsSpan(4), 16);
        BinaryPrimitives.WriteUInt16LittleEndian(answer.AsSpan(8 + 10), Handle);
        return [answer];
    }

    private byte[][] Interface(byte wanted)
    {
        if (wanted == 0xFF) return One(0b11);
        var before = _interface;
        if (wanted <= 1) _interface = wanted;
        return One(before);
    }

    private byte[][]? Shift(ReadOnlySpan<byte> command, bool status)
    {
        var bytes = Bytes(command);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(command[2..]);
        var fits = bytes <= LargestShift && (Options.FreeMemory is not { } free || (2 * bytes) + ShiftOverhead <= free);
        var seen = new byte[bytes];
        var done = bits > 0 && fits && (_registered || !Options.WantsRegistration);
        if (!done && !status) return null;
        if (done && _interface == 1) ShiftSerialWire(command.Slice(4, bytes), command.Slice(4 + bytes, bytes), bits, seen);
        else if (done) ShiftJtag(command.Slice(4, bytes), command.Slice(4 + bytes, bytes), bits, seen);
        if (!status) return [seen];
        var code = done ? (byte)0 : NotDone;
        return Options.StatusComesAlone ? [seen, [code]] : [[.. seen, code]];
    }

    /// <summary>A bit is sampled after the clock rose, when the target shows its next one: OpenOCD and Black Magic look for the acknowledge right behind the request, in the turnaround's place.</summary>
    private void ShiftSerialWire(ReadOnlySpan<byte> driven, ReadOnlySpan<byte> levels, int bits, Span<byte> seen)
    {
        for (var bit = 0; bit < bits; bit++)
        {
            var (at, mask) = (bit / 8, 1 << (bit % 8));
            var (lanes, level) = ((driven[at] & mask) != 0 ? 1u : 0, (levels[at] & mask) != 0 ? 1u : 0);
            _board.Driver.Cycle(lanes, level);
            if ((_board.Driver.Levels(lanes, level) & 1) != 0) seen[at] |= (byte)mask;
        }

        _board.Driver.Settle();
    }

    private void ShiftJtag(ReadOnlySpan<byte> modes, ReadOnlySpan<byte> data, int bits, Span<byte> seen)
    {
        for (var bit = 0; bit < bits; bit++)
        {
            var (at, mask) = (bit / 8, 1 << (bit % 8));
            _board.Driver.FallingEdge();
            if (_board.Driver.TestDataOut != 0) seen[at] |= (byte)mask;
            _board.Driver.Cycle(1, (modes[at] & mask) != 0 ? 1u : 0, (data[at] & mask) != 0 ? 1 : 0);
        }

        _board.Driver.Settle();
    }

    private static int Bytes(ReadOnlySpan<byte> command) => (BinaryPrimitives.ReadUInt16LittleEndian(command[2..]) + 7) / 8;

    private static byte[][] One(uint word) => [Word(word)];

    private static byte[] Word(uint word)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, word);
        return bytes;
    }
}
