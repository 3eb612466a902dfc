// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Simulation.Probes;

namespace Appliance.Simulation.StLink;

/// <summary>The debug commands (first byte F2), each behind the firmware that brought it.</summary>
internal sealed class StLinkDebugCommands
{
    private const int DebugPortAccess = 0xFFFF;
    private const uint Aircr = 0xE000_ED0C;
    private const uint SystemReset = 0x05FA_0004;
    private const uint Dcrsr = 0xE000_EDF4;
    private const uint Dcrdr = 0xE000_EDF8;
    private const uint WriteRegister = 0x1_0000;
    private const int LargestBlock = 6144;
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(20);

    private readonly SimulatedBoard _board;
    private readonly SimulatedStLinkOptions _options;
    private readonly ProbeDebugPort _port;
    private readonly ProbeMemory _memory;
    private readonly StLinkBatch _batch;
    private readonly StLinkSpeeds _speeds;
    private readonly HashSet<int> _open = [];

    public StLinkDebugCommands(SimulatedBoard board, SimulatedStLinkOptions options)
    {
        (_board, _options) = (board, options);
        _port = new ProbeDebugPort(board.Driver, options.WaitTries, options.Hardware < 3 && options.DebugVersion < 32);
        _memory = new ProbeMemory(_port);
        _batch = new StLinkBatch(_memory);
        _speeds = new StLinkSpeeds(board.Time, options.Hardware);
    }

    public byte Enter(bool jtag)
    {
        _open.Clear();
        return jtag ? _port.EnterJtag() : _port.Enter();
    }

    public void Leave()
    {
        _open.Clear();
        _board.Driver.PullReset(0);
    }

    public byte[]? Execute(ReadOnlySpan<byte> command, ReadOnlySpan<byte> data, bool debugging) => command[1] switch
    {
        0x43 when Has(22, 99) => [_speeds.Choose(command[2] | command[3] << 8), 0],
        0x44 when Has(24, 99) => [_speeds.ChooseJtag(command[2] | command[3] << 8), 0],
        0x61 when Has(99, 0) => _speeds.Set(Word(command[4..])),
        0x62 when Has(99, 0) => _speeds.List(),
        0x3C => DriveReset(command[2]),
        0x3B => [_memory.Status, 0],
        0x3E when Has(15, 0) => LastStatus(),
        _ when !debugging => [AccessCode.ApError + AccessCode.DpOffset, 0],
        0x31 => Identify(),
        0x45 or 0x46 when Has(24, 0) => Register(command),
        0x4B or 0x4C when Has(28, 0) => Open(command[1] == 0x4B, command[2]),
        0x51 or 0x52 when Has(32, 2) => Batch(command, data),
        0x32 or 0x33 or 0x34 or 0x35 or 0x36 => Core(command),
        _ => Memory(command, data),
    };

    private bool Has(int second, int third) =>
        _options.Hardware >= 3 ? _options.DebugVersion >= third : _options.DebugVersion >= second;

    private byte[] DriveReset(byte how)
    {
        if (how == 2)
        {
            _board.Driver.PullReset(1);
            _board.Time.Advance(Pulse);
        }

        _board.Driver.PullReset(how == 0 ? 1u : 0);
        return [AccessCode.Ok, 0];
    }

    private byte[] LastStatus()
    {
        var answer = new byte[12];
        answer[0] = _memory.Status;
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(4), _memory.FaultAddress);
        return answer;
    }

    private byte[] Identify()
    {
        var answer = new byte[12];
        answer[0] = _port.ReadDp(0, out var id);
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(4), id);
        return answer;
    }

    private byte[] Register(ReadOnlySpan<byte> command)
    {
        var port = BinaryPrimitives.ReadUInt16LittleEndian(command[2..]);
        var register = BinaryPrimitives.ReadUInt16LittleEndian(command[4..]);
        var reads = command[1] == 0x45;
        var value = reads ? 0 : Word(command[6..]);
        byte status;
        if (port == DebugPortAccess)
            status = reads ? _port.ReadDp(register, out value) : _port.WriteDp(register, value);
        else if (Has(28, 0) && !_open.Contains(port))
            status = AccessCode.BadAp;
        else
            status = reads ? _port.ReadAp(port, register, out value) : _port.WriteAp(port, register, value);
        return reads ? WithValue(status, value) : [status, 0];
    }

    private byte[] Open(bool open, byte ap)
    {
        if (open)
            _open.Add(ap);
        else
            _open.Remove(ap);
        return [AccessCode.Ok, 0];
    }

    private byte[] Batch(ReadOnlySpan<byte> command, ReadOnlySpan<byte> data)
    {
        if (command[1] == 0x52)
            return _batch.Take();
        _batch.Run((int)Word(command[2..]), data);
        return [];
    }

    /// <summary>Words of the system control space and core registers, with a status of their own.</summary>
    private byte[] Core(ReadOnlySpan<byte> command)
    {
        var value = 0u;
        _memory.Status = AccessCode.Ok;
        switch (command[1])
        {
            case 0x32:
                _memory.WriteWord(Aircr, SystemReset);
                break;
            case 0x33:
                _memory.WriteWord(Dcrsr, command[2]);
                value = _memory.ReadWord(Dcrdr);
                break;
            case 0x34:
                _memory.WriteWord(Dcrdr, Word(command[3..]));
                _memory.WriteWord(Dcrsr, command[2] | WriteRegister);
                break;
            case 0x35:
                _memory.WriteWord(Word(command[2..]), Word(command[6..]));
                break;
            default:
                value = _memory.ReadWord(Word(command[2..]));
                break;
        }

        return command[1] is 0x33 or 0x36 ? WithValue(_memory.Status, value) : [_memory.Status, 0];
    }

    private byte[]? Memory(ReadOnlySpan<byte> command, ReadOnlySpan<byte> data)
    {
        var address = Word(command[2..]);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(command[6..]);
        var ap = Has(32, 2) ? command[8] : 0;
        var unit = command[1] switch { 0x07 or 0x08 => 4, 0x47 or 0x48 when Has(26, 0) => 2, 0x0C or 0x0D => 1, _ => 0 };
        if (unit == 0 || length > (unit > 1 ? LargestBlock : _options.Hardware >= 3 && _options.DebugVersion >= 6 ? 512 : 64))
            return null;
        _memory.Status = address % unit != 0 || length % unit != 0 ? AccessCode.Refused : AccessCode.Ok;
        if (command[1] is 0x07 or 0x0C or 0x47)
            return Padded(_memory.Status == AccessCode.Ok ? _memory.Read(ap, address, unit, length) : new byte[length]);
        if (_memory.Status == AccessCode.Ok)
            _memory.Write(ap, address, unit, data);
        return [];
    }

    /// <summary>A single byte comes back as two.</summary>
    private static byte[] Padded(byte[] bytes) => bytes.Length == 1 ? [bytes[0], 0] : bytes;

    private static byte[] WithValue(byte status, uint value)
    {
        var answer = new byte[8];
        answer[0] = status;
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(4), value);
        return answer;
    }

    private static uint Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
