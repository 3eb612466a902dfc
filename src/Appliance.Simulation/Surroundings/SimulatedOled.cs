// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.I2c;
using Appliance.Ports.Panel;

namespace Appliance.Simulation.Surroundings;

/// <summary>Which controller a simulated OLED has.</summary>
public enum SimulatedOledKind
{
    /// <summary>128 columns, addressed by page, by row or by column; charge pump by command 8Dh.</summary>
    Ssd1306,

    /// <summary>132 columns, addressed by page alone; the glass shows the middle 128; DC-DC by command ADh.</summary>
    Sh1106,
}

/// <summary>
/// A small OLED module on an I2C bus of its own, with memory, remaps and supply as the datasheets have them (SSD1306 rev 1.1, SH1106 v2.3). Every
/// command that neither knows is a mistake of the sender and throws. Unplugged it does not acknowledge, and forgets everything.
/// </summary>
/// <param name="kind">Its controller.</param>
/// <param name="glass">Its pixels.</param>
/// <param name="upsideDown">How it is built in; the viewer stays where he is.</param>
public sealed class SimulatedOled(SimulatedOledKind kind, PanelSize glass, bool upsideDown = false) : II2c
{
    /// <summary>Name of its bus.</summary>
    public const string Bus = "simulated i2c";

    /// <summary>Its address.</summary>
    public const int Address = 0x3C;

    private const int Rows = 64;
    private const int NotSet = -1;

    private readonly Lock _gate = new();
    private readonly int _columns = kind == SimulatedOledKind.Sh1106 ? 132 : 128;
    private readonly Queue<byte> _commands = new();
    private byte[] _memory = [];
    private bool _plugged = true;
    private bool _on;
    private bool _supplied;
    private bool _mirrored;
    private bool _flipped;
    private bool _inverted;
    private int _lines;
    private int _pins;
    private int _addressing;
    private int _page;
    private int _column;

    /// <summary>Transfers acknowledged since the start.</summary>
    public int Transfers { get; private set; }

    /// <summary>What a viewer sees: dark unless it is on, supplied, and set up for its glass.</summary>
    public PanelFrame Seen()
    {
        lock (_gate)
        {
            var seen = new PanelFrame(glass);
            if (!_on || !_supplied || _lines != glass.Height || _pins != (glass.Height == 32 ? 0x02 : 0x12)) return seen;
            for (var row = 0; row < glass.Height; row++)
            {
                for (var column = 0; column < _columns; column++)
                {
                    if (Bit(row, column) == _inverted) continue;
                    var (x, y) = OnTheGlass(row, column);
                    seen[x, y] = true;
                }
            }

            return seen;
        }
    }

    /// <summary>Pulls the plug.</summary>
    public void Unplug()
    {
        lock (_gate) _plugged = false;
    }

    /// <summary>Plugs it in: the state after power-on, with random memory.</summary>
    public void PlugIn()
    {
        lock (_gate)
        {
            _plugged = true;
            _memory = [];
            (_on, _supplied, _mirrored, _flipped, _inverted) = (false, kind == SimulatedOledKind.Sh1106, false, false, false);
            (_lines, _pins, _addressing, _page, _column) = (64, 0x12, 2, 0, 0);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<I2cBus> Buses() => [new I2cBus(1, Bus, "")];

    /// <inheritdoc/>
    public II2cDevice Open(string bus, int address)
    {
        _ = I2cBus.Find(Buses(), bus);
        return new Device(this, address);
    }

    private void Take(int address, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (!_plugged || address != Address) throw new I2cException(I2cFault.NoAnswer, $"The simulated device at 0x{address:x2} does not answer.");
            if (_memory.Length == 0)
            {
                PlugIn();
                _memory = new byte[_columns * Rows / 8];
                new Random(7).NextBytes(_memory);
            }

            Transfers++;
            Decode(bytes);
        }
    }

    /// <summary>SSD1306 8.1.5.2: a control byte, then commands or data; Co = 1 announces one byte and another control byte.</summary>
    private void Decode(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var control = bytes[at++];
            if ((control & 0x3F) != 0) throw Mistake($"control byte 0x{control:x2}");
            var end = (control & 0x80) != 0 ? Math.Min(at + 1, bytes.Length) : bytes.Length;
            for (; at < end; at++)
            {
                if ((control & 0x40) != 0) Store(bytes[at]);
                else _commands.Enqueue(bytes[at]);
            }
        }

        while (_commands.Count > 0) Obey(_commands.Dequeue());
    }

    private void Store(byte pixels)
    {
        if (_column < _columns) _memory[(_page * _columns) + _column] = pixels;
        _column++;
        if (_addressing == 2 || _column < _columns) return;
        (_column, _page) = (0, (_page + 1) % (Rows / 8));
    }

    private void Obey(byte command)
    {
        switch (command)
        {
            case <= 0x0F: _column = (_column & 0xF0) | command; break;
            case <= 0x1F: _column = (_column & 0x0F) | ((command & 0xF) << 4); break;
            case 0x20 when kind == SimulatedOledKind.Ssd1306: _addressing = Argument(command, 0, 2); break;
            case 0x2E when kind == SimulatedOledKind.Ssd1306: break;
            case >= 0x30 and <= 0x33 when kind == SimulatedOledKind.Sh1106: break;
            case >= 0x40 and <= 0x7F: Demand(command == 0x40, "a start line other than 0"); break;
            case 0x81: Argument(command, 0, 255); break;
            case 0x8D when kind == SimulatedOledKind.Ssd1306: Pump(Argument(command, 0x10, 0x14) == 0x14); break;
            case 0xA0 or 0xA1: _mirrored = command == 0xA1; break;
            case 0xA4: break;
            case 0xA6 or 0xA7: _inverted = command == 0xA7; break;
            case 0xA8: _lines = Argument(command, 15, 63) + 1; break;
            case 0xAD when kind == SimulatedOledKind.Sh1106: Pump(Argument(command, 0x8A, 0x8B) == 0x8B); break;
            case 0xAE or 0xAF: _on = command == 0xAF; break;
            case >= 0xB0 and <= 0xB7: _page = command & 7; break;
            case 0xC0 or 0xC8: _flipped = command == 0xC8; break;
            case 0xD3: Demand(Argument(command, 0, 63) == 0, "a display offset"); break;
            case 0xD5 or 0xD9 or 0xDB: Argument(command, 0, 255); break;
            case 0xDA: _pins = Argument(command, 0x02, 0x32); break;
            case 0xE3: break;
            default: throw Mistake($"command 0x{command:x2}");
        }
    }

    /// <summary>Both datasheets: the supply is switched while the display is off.</summary>
    private void Pump(bool on)
    {
        Demand(!_on, "switching the supply of a display that is on");
        _supplied = on;
    }

    private int Argument(byte command, int least, int most)
    {
        var value = _commands.TryDequeue(out var argument) ? argument : NotSet;
        Demand(value >= least && value <= most, $"argument {value} of command 0x{command:x2}");
        return value;
    }

    private bool Bit(int row, int column) => _memory.Length > 0 && (_memory[(row / 8 * _columns) + column] & (1 << (row % 8))) != 0;

    /// <summary>Modules join SEG0 to the right edge and COM0 to the bottom: read upright they need both remaps.</summary>
    private (int X, int Y) OnTheGlass(int row, int column)
    {
        var segment = _mirrored ? _columns - 1 - column : column;
        var common = _flipped ? glass.Height - 1 - row : row;
        var x = glass.Width - 1 - (segment - ((_columns - glass.Width) / 2));
        var y = glass.Height - 1 - common;
        return upsideDown ? (glass.Width - 1 - x, glass.Height - 1 - y) : (x, y);
    }

    private static void Demand(bool condition, string otherwise)
    {
        if (!condition) throw Mistake(otherwise);
    }

    private static InvalidOperationException Mistake(string what) => new($"The simulated display was sent {what}.");

    private sealed class Device(SimulatedOled oled, int address) : II2cDevice
    {
        public void Write(ReadOnlySpan<byte> bytes) => oled.Take(address, bytes);

        public void Dispose()
        {
        }
    }
}
