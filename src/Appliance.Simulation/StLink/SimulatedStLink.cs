// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;
using Appliance.Simulation.Probes;
using Appliance.Simulation.Usb;

namespace Appliance.Simulation.StLink;

/// <summary>
/// An ST-LINK on lane 0 of a simulated board: a command and its data in, an answer out, whatever carries them. ST publishes no
/// description; what is simulated is what OpenOCD, pyOCD and probe-rs ask for.
/// </summary>
public sealed class SimulatedStLink
{
    /// <summary>Bytes of every command.</summary>
    public const int CommandBytes = 16;

    private readonly SimulatedBoard _board;
    private readonly StLinkDebugCommands _debug;
    private bool _debugging;

    internal SimulatedStLink(SimulatedBoard board, SimulatedStLinkOptions options)
    {
        (_board, Options) = (board, options);
        _debug = new StLinkDebugCommands(board, options);
        Clock = new BoardClock(board);
        Traffic = new SimulatedTraffic(board);
    }

    /// <summary>How it was made.</summary>
    public SimulatedStLinkOptions Options { get; }

    /// <summary>What went over its cable.</summary>
    public SimulatedTraffic Traffic { get; }

    /// <summary>The time of the board it is on.</summary>
    public ITargetClock Clock { get; }

    /// <summary>The cable, plugged in.</summary>
    public IPacketPipe OpenPipe() => Open();

    /// <summary>The same on a full-speed cable: its packets take target time.</summary>
    public IPacketPipe OpenFullSpeedPipe()
    {
        var pipe = Open();
        return new FullSpeedCable(pipe, () => pipe.AnswerReady, new FullSpeedFrames(_board, interrupt: false));
    }

    private StLinkPipe Open() => new(this, $"sim-stlink:{_board.Target}");

    /// <summary>How many bytes of data follow a command; 0 where the probe answers instead or nothing follows.</summary>
    internal static int DataAfter(ReadOnlySpan<byte> command) => command[0] != 0xF2 ? 0 : command[1] switch
    {
        0x08 or 0x0D or 0x48 => BinaryPrimitives.ReadUInt16LittleEndian(command[6..]),
        0x51 => StLinkBatch.Bytes(BinaryPrimitives.ReadUInt32LittleEndian(command[2..])),
        _ => 0,
    };

    /// <summary>Whether a command only asks what became of the one before: the last status, short or with an address.</summary>
    internal static bool TellsOfTheOneBefore(ReadOnlySpan<byte> command) => command[0] == 0xF2 && command[1] is 0x3B or 0x3E;

    /// <summary>Back to the state after it was plugged in.</summary>
    internal void Plug()
    {
        _debugging = false;
        _debug.Leave();
    }

    /// <summary>Does one command.</summary>
    /// <returns>The answer; null: the firmware does not know the command and stalls.</returns>
    internal byte[]? Execute(ReadOnlySpan<byte> command, ReadOnlySpan<byte> data) => command[0] switch
    {
        0xF1 => Version(),
        0xFB when Options.Hardware >= 3 => ExtendedVersion(),
        0xF5 => [(byte)(_debugging ? 2 : 1), 0],
        0xF7 when Options.DebugVersion >= 13 || Options.Hardware >= 3 => Voltage(),
        0xF2 => Debug(command, data),
        _ => null,
    };

    private byte[]? Debug(ReadOnlySpan<byte> command, ReadOnlySpan<byte> data)
    {
        switch (command[1])
        {
            case 0x30 when command[2] is 0xA3 or 0xA4:
                var status = _debug.Enter(jtag: command[2] == 0xA4);
                _debugging = status == AccessCode.Ok;
                return [status, 0];
            case 0x21:
                Plug();
                return [];
            default:
                return _debug.Execute(command, data, _debugging);
        }
    }

    private byte[] Version()
    {
        var answer = new byte[6];
        var word = Options.Hardware << 12;
        if (Options.Hardware < 3)
            word |= Options.DebugVersion << 6 | 27;
        BinaryPrimitives.WriteUInt16BigEndian(answer, (ushort)word);
        BinaryPrimitives.WriteUInt16LittleEndian(answer.AsSpan(2), 0x0483);
        BinaryPrimitives.WriteUInt16LittleEndian(answer.AsSpan(4), (ushort)Options.ProductId);
        return answer;
    }

    private byte[] ExtendedVersion()
    {
        var answer = new byte[12];
        answer[0] = 3;
        answer[2] = (byte)Options.DebugVersion;
        answer[3] = 3;
        BinaryPrimitives.WriteUInt16LittleEndian(answer.AsSpan(8), 0x0483);
        BinaryPrimitives.WriteUInt16LittleEndian(answer.AsSpan(10), (ushort)Options.ProductId);
        return answer;
    }

    /// <summary>Two conversions: of the 1.2 V reference and of half the target's supply.</summary>
    private byte[] Voltage()
    {
        var answer = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(answer, 1500);
        var powered = Options.SensesVoltage && _board.Chip.Pins.Alive;
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(4), powered ? 2062u : 0);
        return answer;
    }
}
