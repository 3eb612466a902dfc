// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;
using Appliance.Simulation.Probes;
using Appliance.Simulation.Usb;

namespace Appliance.Simulation.CmsisDap;

/// <summary>
/// A CMSIS-DAP probe on the pins of lane 0 of a simulated board: its commands, one after another, whatever carries them. Made from the
/// CMSIS-DAP specification (Arm-software, ref_dap, "CMSIS-DAP Commands"), with no code of the product.
/// </summary>
public sealed class SimulatedCmsisDap
{
    private const byte Unknown = 0xFF;
    private readonly ProbeInfo _info;
    private readonly ProbePins _pins;
    private readonly ProbeTransfers _transfers;
    private readonly ProbeBlocks _blocks;
    private readonly SimulatedBoard _board;

    internal SimulatedCmsisDap(SimulatedBoard board, SimulatedCmsisDapOptions options)
    {
        if (options.PacketBytes is < 64 or > 1024)
            throw new ArgumentException($"packets of 64 to 1024 bytes, not {options.PacketBytes}", nameof(options));
        if (options.Version is not (1 or 2))
            throw new ArgumentException($"version 1 or 2, not {options.Version}", nameof(options));
        (_board, Options) = (board, options);
        var host = new PinSwdHost(board.Driver);
        _info = new ProbeInfo(options);
        _pins = new ProbePins(board, host, options);
        _transfers = new ProbeTransfers(host, options.PacketBytes);
        _blocks = new ProbeBlocks(_transfers, options.PacketBytes);
        Clock = new BoardClock(board);
        Traffic = new SimulatedTraffic(board);
    }

    /// <summary>How it was made.</summary>
    public SimulatedCmsisDapOptions Options { get; }

    /// <summary>The board's time.</summary>
    public ITargetClock Clock { get; }

    /// <summary>What was sent and answered, and how often the host had to wait.</summary>
    public SimulatedTraffic Traffic { get; }

    /// <summary>A connection in this process: one HID device or one pair of bulk endpoints.</summary>
    public IPacketPipe OpenPipe() => Open();

    /// <summary>The same on a full-speed cable: its packets take target time.</summary>
    public IPacketPipe OpenFullSpeedPipe()
    {
        var pipe = Open();
        return new FullSpeedCable(pipe, () => pipe.AnswerReady, new FullSpeedFrames(_board, Options.Version == 1));
    }

    /// <summary>Does one command.</summary>
    /// <returns>Its answer; null for the command that has none.</returns>
    public byte[]? Execute(ReadOnlySpan<byte> command)
    {
        var answer = new ProbeAnswer(command[0]);
        if (!Do(command[0], new ProbeCommand(command[1..]), answer))
            return [Unknown];
        return answer.Silent ? null : answer.ToArray();
    }

    private SimulatedCmsisDapPipe Open() => new(this, $"sim-cmsis-dap:{_board.Target}");

    private bool Do(byte id, ProbeCommand command, ProbeAnswer answer) => id switch
    {
        0x00 => _info.Tell(command, answer),
        0x01 => ProbePins.HostStatus(answer),
        0x02 => _pins.Connect(command, answer),
        0x03 => _pins.Disconnect(answer),
        0x04 => _transfers.Configure(command, answer),
        0x05 => _transfers.Transfer(command, answer),
        0x06 => _blocks.TransferBlock(command, answer),
        0x07 => answer.Nothing(),
        0x08 => _transfers.WriteAbort(command, answer),
        0x09 => _pins.Delay(command, answer),
        0x0A => ProbePins.ResetTarget(answer),
        0x10 => _pins.Pins(command, answer),
        0x11 => _pins.Clock(command, answer),
        0x12 => _pins.Sequence(command, answer),
        0x13 => _pins.Configure(command, answer),
        0x14 when Options.Jtag => _pins.JtagSequence(command, answer),
        0x1D => _pins.SwdSequence(command, answer),
        _ => false,
    };
}

/// <summary>The bytes of a command after its id, taken from the front; what a short packet leaves out reads as 0.</summary>
internal sealed class ProbeCommand(ReadOnlySpan<byte> bytes)
{
    private readonly byte[] _bytes = bytes.ToArray();
    private int _at;

    public byte Byte() => _at < _bytes.Length ? _bytes[_at++] : (byte)0;

    public int Half() => Byte() | Byte() << 8;

    public uint Word() => (uint)Half() | (uint)Half() << 16;

    public byte[] Bytes(int count)
    {
        var taken = new byte[count];
        for (var i = 0; i < count; i++)
            taken[i] = Byte();
        return taken;
    }
}

/// <summary>An answer in the making.</summary>
internal sealed class ProbeAnswer(byte id)
{
    private readonly List<byte> _bytes = [id];

    public bool Silent { get; private set; }

    public int Length => _bytes.Count;

    public bool Nothing() => Silent = true;

    public bool Byte(int value)
    {
        _bytes.Add((byte)value);
        return true;
    }

    public void Word(uint value)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        _bytes.AddRange(word);
    }

    public void Set(int at, int value) => _bytes[at] = (byte)value;

    public byte[] ToArray() => [.. _bytes];
}
