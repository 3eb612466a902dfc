// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Appliance.Ports.Serial;
using Appliance.Ports.Wires;
using Appliance.Simulation.Probes;

namespace Appliance.Simulation.BlackMagic;

/// <summary>
/// A Black Magic Probe on lane 0 of a simulated board: GDB's remote protocol in and out, whatever carries the bytes. What is simulated is what its firmware
/// (<c>gdb_main.c</c>, <c>command.c</c>) does for somebody who programs flash; it is stricter where a host asks for more than a packet holds.
/// </summary>
public sealed class SimulatedBlackMagic
{
    private const string AttachVerb = "vAttach;", EraseVerb = "vFlashErase:", WriteVerb = "vFlashWrite:", MonitorVerb = "qRcmd,", MapVerb = "qXfer:memory-map:read::";
    private readonly SimulatedBoard _board;
    private readonly BlackMagicTrouble _trouble;
    private readonly BlackMagicTarget _target;
    private readonly BlackMagicFlash _flash;
    private readonly BlackMagicMonitor _monitor;
    private readonly GdbServerPort _port;
    private readonly Queue<byte> _answers = new();

    internal SimulatedBlackMagic(SimulatedBoard board, SimulatedBlackMagicOptions options)
    {
        (_board, Options) = (board, options);
        _trouble = BlackMagicFaults.Make(options.Fault, board.Chip.Context.Dice);
        _target = new BlackMagicTarget(board);
        _flash = new BlackMagicFlash(_target);
        _monitor = new BlackMagicMonitor(_target, _flash, options, Print);
        _port = new GdbServerPort(options.PacketBytes, Obey, Send);
        Clock = new BoardClock(board);
    }

    /// <summary>How it was made.</summary>
    public SimulatedBlackMagicOptions Options { get; }

    /// <summary>The time of the board it is on.</summary>
    public ITargetClock Clock { get; }

    /// <summary>Its serial port, within this process and on the time of the board.</summary>
    public IByteLine OpenLine() => new BlackMagicLine(this, $"sim-black-magic:{_board.Target}");

    internal Queue<byte> Answers => _answers;

    internal void Restart() => _port.Restart();

    internal void Receive(byte value) => _port.Receive(value);

    internal void Pass(TimeSpan time)
    {
        _board.Time.Advance(time);
        _board.Driver.Settle();
    }

    private void Send(byte[] bytes)
    {
        foreach (var value in _trouble.ToHost(bytes)) _answers.Enqueue(value);
    }

    private void Print(string text) => _port.Answer(Encoding.ASCII.GetBytes($"O{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text))}"));

    private void Say(string text) => _port.Answer(Encoding.ASCII.GetBytes(text));

    private void Say(bool well) => Say(well ? "OK" : "EFF");

    private void Obey(byte[] packet)
    {
        var text = Encoding.Latin1.GetString(packet);
        var (wasAttached, kills) = (_target.Attached, packet is [(byte)'k', ..] || text.StartsWith("vKill", StringComparison.Ordinal));
        switch (packet.Length == 0 ? '\0' : (char)packet[0])
        {
            case 'q' or 'Q':
                Query(text);
                break;
            case 'v':
                Verbose(packet, text);
                break;
            case '!':
                Say("OK");
                break;
            case '?':
                Say(_target.Attached ? "T05" : "W00");
                break;
            case 'm':
                Read(text);
                break;
            case 'M' or 'X':
                Write(packet, text);
                break;
            case 'g':
                Say(_target.Attached ? new string('0', 16 * 8) : "EFF");
                break;
            case 'H':
                Say("OK");
                break;
            case 'R' or 'r':
                if (_target.Attached) _target.Reset();
                break;
            case 'k':
                Kill();
                return;
            case 'D':
                if (_target.Attached) _target.Detach();
                Say("OK");
                return;
            default:
                Say("");
                break;
        }

        if (wasAttached && !_target.Attached && !kills) _port.Notify("Stop:W00"u8);
    }

    private void Query(string text)
    {
        if (text.StartsWith("qSupported", StringComparison.Ordinal))
            Say(string.Create(CultureInfo.InvariantCulture, $"PacketSize={Options.PacketBytes:x};qXfer:memory-map:read+;vContSupported+"));
        else if (text.StartsWith(MonitorVerb, StringComparison.Ordinal))
            Monitor(text[MonitorVerb.Length..]);
        else if (text.StartsWith(MapVerb, StringComparison.Ordinal))
            Map(text[MapVerb.Length..]);
        else
            Say(text switch { "qC" => "QC1", "qfThreadInfo" => _target.Attached ? "m1" : "l", "qsThreadInfo" => "l", "qAttached" => "1", _ => "" });
    }

    private void Monitor(string hex)
    {
        switch (_monitor.Run(Encoding.ASCII.GetString(Convert.FromHexString(hex))))
        {
            case true:
                Say("OK");
                break;
            case false:
                Say(Convert.ToHexStringLower("Failed\n\0"u8));
                break;
            default:
                Say("");
                break;
        }
    }

    private void Map(string range)
    {
        if (_target.Found is not { } chip || Numbers(range, ',') is not [var offset, var length])
        {
            Say("E01");
            return;
        }

        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"<memory-map><memory type=\"ram\" start=\"0x20000000\" length=\"0x5000\"/><memory type=\"flash\" start=\"0x08000000\" length=\"0x{chip.FlashBytes:x}\"><property name=\"blocksize\">0x{chip.PageBytes:x}</property></memory></memory-map>");
        if (offset >= text.Length) Say(offset == text.Length ? "l" : "E01");
        else Say($"m{text.Substring((int)offset, (int)Math.Min(length, text.Length - offset))}");
    }

    private void Verbose(byte[] packet, string text)
    {
        if (text.StartsWith(AttachVerb, StringComparison.Ordinal)) Say(text == $"{AttachVerb}1" && _target.Attach() ? "T05thread:1;" : "E01");
        else if (text.StartsWith(EraseVerb, StringComparison.Ordinal)) Say(_target.Attached && Numbers(text[EraseVerb.Length..], ',') is [var at, var length] && _flash.Erase(at, length));
        else if (text.StartsWith(WriteVerb, StringComparison.Ordinal)) WriteFlash(packet, text);
        else if (text == "vFlashDone") Say(_target.Attached && _flash.Complete());
        else if (text.StartsWith("vRun", StringComparison.Ordinal)) Say(_target.Attached && _target.Reset() ? "T05" : "E01");
        else if (text.StartsWith("vKill", StringComparison.Ordinal)) Say(Kill());
        else Say("");
    }

    /// <summary>A target cannot be killed: it is started anew and let go.</summary>
    private bool Kill()
    {
        if (_target.Attached && _target.Reset()) _target.Detach();
        return true;
    }

    private void WriteFlash(byte[] packet, string text)
    {
        var colon = text.IndexOf(':', WriteVerb.Length);
        var well = colon > 0 && !Options.RefusesWrites && _target.Attached && Numbers(text[WriteVerb.Length..colon], ',') is [var at] && _flash.Write(at, packet.AsSpan(colon + 1));
        Say(well);
    }

    private void Read(string text)
    {
        if (!_target.Attached || Numbers(text[1..], ',') is not [var at, var count] || count > Options.PacketBytes / 2) Say("EFF");
        else Say(_target.Read(at, (int)count) is { } bytes ? Convert.ToHexStringLower(bytes) : "E01");
    }

    private void Write(byte[] packet, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (!_target.Attached || colon < 0 || Numbers(text[1..colon], ',') is not [var at, var count])
        {
            Say("EFF");
            return;
        }

        var bytes = packet[0] == (byte)'X' ? packet[(colon + 1)..] : Convert.FromHexString(text[(colon + 1)..]);
        Say(bytes.Length == count && (count == 0 || _target.Write(at, bytes, at % 4 == 0 && count % 4 == 0 ? 4 : 1)));
    }

    private static uint[]? Numbers(string text, char separator)
    {
        var parts = text.Split(separator);
        var numbers = new uint[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!uint.TryParse(parts[i], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out numbers[i])) return null;
        }

        return numbers;
    }
}
