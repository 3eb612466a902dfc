// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;

namespace Appliance.Platform.Input;

/// <summary>
/// From key events of the kernel to lines of text, as a keyboard with US layout types them. Pure. A line ends with Enter; one that grows too long, or in
/// which a key has no letter, is dropped whole: half a code must not select anything.
/// </summary>
internal sealed class EvdevKeys
{
    /// <summary>Bytes of <c>struct input_event</c> on a 64-bit kernel (linux/input.h): two longs of time, type, code, value.</summary>
    public const int EventSize = 24;

    private const int TypeAt = 16;
    private const int CodeAt = 18;
    private const int ValueAt = 20;

    // linux/input-event-codes.h; a test compares them with the header of the machine.
    internal const int EventKey = 1; // EV_KEY
    internal const int EventSync = 0; // EV_SYN
    internal const int SyncDropped = 3; // SYN_DROPPED
    internal const int LeftShift = 42; // KEY_LEFTSHIFT
    internal const int RightShift = 54; // KEY_RIGHTSHIFT
    internal const int CapsLock = 58; // KEY_CAPSLOCK
    internal const int Enter = 28; // KEY_ENTER
    internal const int KeypadEnter = 96; // KEY_KPENTER

    private const int Released = 0;
    private const int Pressed = 1;

    /// <summary>Longest line, in characters; the longest barcodes of one dimension have some 80, names of projects 64.</summary>
    private const int MaximumLine = 128;

    /// <summary>Letters of each row of keys, without and with shift, from the first key's code on; a blank has no letter.</summary>
    internal static readonly IReadOnlyList<(int First, string Plain, string Shifted)> Rows =
    [
        (2, "1234567890-=", "!@#$%^&*()_+"),
        (16, "qwertyuiop[]", "QWERTYUIOP{}"),
        (30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
        (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
        (55, "*", "*"),
        (57, " ", " "),
        (71, "789-456+1230.", "789-456+1230."),
        (98, "/", "/"),
    ];

    private readonly StringBuilder _line = new();
    private readonly HashSet<int> _shifts = [];
    private bool _spoilt;
    private bool _capitals;

    /// <summary>Takes whole events.</summary>
    /// <returns>The lines that ended in them; empty ones are left out.</returns>
    public IReadOnlyList<string> Take(ReadOnlySpan<byte> events)
    {
        var lines = new List<string>();
        for (; events.Length >= EventSize; events = events[EventSize..])
        {
            var type = BinaryPrimitives.ReadUInt16LittleEndian(events[TypeAt..]);
            var code = BinaryPrimitives.ReadUInt16LittleEndian(events[CodeAt..]);
            var value = BinaryPrimitives.ReadInt32LittleEndian(events[ValueAt..]);
            if (type == EventSync && code == SyncDropped) _spoilt = true;
            if (type == EventKey && Key(code, value) is { } line) lines.Add(line);
        }

        return lines;
    }

    private string? Key(int code, int value)
    {
        if (code is LeftShift or RightShift)
        {
            _ = value == Released ? _shifts.Remove(code) : _shifts.Add(code);
            return null;
        }

        if (value != Pressed) return null;
        if (code is Enter or KeypadEnter) return End();
        if (code == CapsLock) _capitals = !_capitals;
        else Type(code);
        return null;
    }

    private void Type(int code)
    {
        var row = Rows.FirstOrDefault(row => code >= row.First && code < row.First + row.Plain.Length);
        if (row.Plain is null || _line.Length >= MaximumLine)
        {
            _spoilt = true;
            return;
        }

        var (plain, shift) = (row.Plain[code - row.First], _shifts.Count > 0);
        _line.Append((char.IsAsciiLetter(plain) ? shift != _capitals : shift) ? row.Shifted[code - row.First] : plain);
    }

    private string? End()
    {
        var line = _spoilt ? "" : _line.ToString();
        _line.Clear();
        _spoilt = false;
        return line.Length > 0 ? line : null;
    }
}
