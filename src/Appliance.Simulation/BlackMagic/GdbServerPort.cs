// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Simulation.BlackMagic;

/// <summary>
/// The server's end of GDB's remote protocol (GDB manual, appendix E.1): packets with a checksum, an acknowledge for each, escapes. Written for the simulation alone.
/// A packet with a wrong checksum is refused by a minus, and an answer the host refuses so is sent again.
/// </summary>
/// <param name="most">Bytes of the longest packet, escapes resolved; a longer one is dropped without a word, as the firmware does.</param>
/// <param name="packet">Takes a packet that arrived whole.</param>
/// <param name="send">Sends bytes.</param>
internal sealed class GdbServerPort(int most, Action<byte[]> packet, Action<byte[]> send)
{
    private const byte Start = (byte)'$';
    private const byte End = (byte)'#';
    private const byte Escape = (byte)'}';
    private const int EscapeBit = 0x20;
    private readonly List<byte> _body = [];
    private readonly List<byte> _tail = [];
    private byte[] _last = [];
    private bool _within;
    private bool _escaped;
    private byte _sum;

    /// <summary>Forgets what was begun.</summary>
    public void Restart()
    {
        (_within, _last) = (false, []);
        _tail.Clear();
    }

    /// <summary>Takes one byte.</summary>
    public void Receive(byte value)
    {
        if (_within) Inside(value);
        else if (value == Start) Begin();
        else if (value == (byte)'-' && _last.Length > 0) send(_last);
    }

    /// <summary>Sends an answer.</summary>
    public void Answer(ReadOnlySpan<byte> body) => send(_last = Framed('$', body));

    /// <summary>Sends what nobody asked for and nobody acknowledges.</summary>
    public void Notify(ReadOnlySpan<byte> body) => send(Framed('%', body));

    private void Begin()
    {
        (_within, _escaped, _sum) = (true, false, 0);
        _body.Clear();
        _tail.Clear();
    }

    private void Inside(byte value)
    {
        if (_tail.Count > 0)
        {
            _tail.Add(value);
            if (_tail.Count == 3) Finish();
            return;
        }

        switch (value)
        {
            case Start:
                Begin();
                return;
            case End:
                _tail.Add(value);
                return;
        }

        _sum += value;
        if (value == Escape && !_escaped)
        {
            _escaped = true;
            return;
        }

        _body.Add(_escaped ? (byte)(value ^ EscapeBit) : value);
        _escaped = false;
        if (_body.Count >= most) _within = false;
    }

    private void Finish()
    {
        _within = false;
        var whole = byte.TryParse([(char)_tail[1], (char)_tail[2]], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var sum) && sum == _sum;
        send([whole ? (byte)'+' : (byte)'-']);
        if (whole) packet([.. _body]);
    }

    private static byte[] Framed(char start, ReadOnlySpan<byte> body)
    {
        var bytes = new List<byte> { (byte)start };
        byte sum = 0;
        foreach (var value in body)
        {
            if (value is Start or End or Escape or (byte)'*')
            {
                Put(Escape);
                Put((byte)(value ^ EscapeBit));
            }
            else
            {
                Put(value);
            }
        }

        bytes.Add(End);
        foreach (var digit in sum.ToString("x2", CultureInfo.InvariantCulture)) bytes.Add((byte)digit);
        return [.. bytes];

        void Put(byte value)
        {
            bytes.Add(value);
            sum += value;
        }
    }
}
