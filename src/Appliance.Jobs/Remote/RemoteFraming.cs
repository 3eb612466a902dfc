// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Appliance.Jobs.Remote;

/// <summary>
/// Cuts bytes into commands: <c>#</c> to carriage return (UM08035 8.3.2). What lies between commands, as line feeds and the negotiation of a telnet
/// client, is nothing. A command that is too long is given up as a whole, never cut.
/// </summary>
internal sealed class RemoteFraming
{
    /// <summary>Longest command: a #FWRITE of 512 bytes in hex, with room for its numbers.</summary>
    public const int Longest = 1100;

    private const byte Delimiter = (byte)'#';
    private const byte CarriageReturn = 0x0D;
    private const byte BackSpace = 0x08;
    private const byte Delete = 0x7F;

    private readonly StringBuilder _command = new();
    private bool _inside;

    /// <summary>Takes one byte.</summary>
    /// <returns>The command that it ended, without its delimiters; null while there is none, empty where it was none that can be understood.</returns>
    public string? Take(byte value)
    {
        switch (value)
        {
            case Delimiter:
                (_inside, _) = (true, _command.Clear());
                return null;
            case CarriageReturn when _inside:
                _inside = false;
                return _command.Length > Longest ? "" : _command.ToString();
            case BackSpace or Delete:
                if (_command.Length is > 0 and <= Longest) _command.Length--;
                return null;
            default:
                if (_inside && _command.Length <= Longest) _command.Append(value is >= 0x20 and < 0x7F ? (char)value : '\0');
                return null;
        }
    }
}
