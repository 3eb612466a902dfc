// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;
using Appliance.Ports.Wires;
using Appliance.Probes.Jtag;
using Appliance.Probes.Swd;

namespace Appliance.Probes.Mpsse;

/// <summary>
/// An adapter with a chip of FTDI: bits on JTAG or SWD by its MPSSE, nRESET and nTRST by pins its layout names. Acknowledges, WAIT and parity are the affair of the link
/// above. Sources: FTDI AN_108 (commands), AN_135 (start), AN_232B-10 (bit modes).
/// </summary>
public sealed class MpsseProbe : IDisposable
{
    private const ushort ResetAll = 0, DropCommands = 1, DropAnswers = 2;
    private const ushort PinsAsSerialPort = 0x0000, Mpsse = 0x0200;
    private const ushort LatencyMilliseconds = 16;
    private const int MostStale = 8192;

    private readonly FtdiChannel _channel;
    private readonly ITargetClock _clock;
    private readonly FtdiLayout _layout;
    private FtdiPins _pins;
    private bool _disposed;

    private MpsseProbe(FtdiChannel channel, FtdiChip chip, FtdiLayout layout, ITargetClock clock, WireFeatures surroundings)
    {
        (_channel, Chip, _layout, _clock, Surroundings) = (channel, chip, layout, clock, surroundings);
        Name = $"{channel.Name}, {layout.Name}, {chip.Name}";
    }

    /// <summary>What the record calls it: model, socket, serial, layout, chip.</summary>
    public string Name { get; }

    internal FtdiChip Chip { get; }

    internal FtdiLayout Layout => _layout;

    internal ITargetClock Clock => _clock;

    internal WireFeatures Surroundings { get; }

    /// <summary>The levels the pins have as far as this side knows.</summary>
    internal FtdiPins Pins => _pins;

    /// <summary>Starts the MPSSE and makes a link over it. Owns the USB link from then on, also when it fails.</summary>
    /// <param name="link">The device.</param>
    /// <param name="port">The channel of the layout.</param>
    /// <param name="layout">How it is wired.</param>
    /// <param name="name">What the record calls it.</param>
    /// <param name="clock">The clock of the target.</param>
    /// <param name="wiring">How SWDIO is wired; null for JTAG.</param>
    /// <param name="surroundings"><see cref="WireFeatures.Simulated"/> where it holds.</param>
    /// <exception cref="WireException">The chip has no MPSSE there, does not start, or the layout has no such wiring.</exception>
    public static IDapLink Open(
        IUsbLink link, FtdiPort port, FtdiLayout layout, string name, ITargetClock clock, FtdiSwdWiring? wiring, WireFeatures surroundings = WireFeatures.None)
    {
        var channel = new FtdiChannel(link, port, name, clock);
        try
        {
            if (wiring is { } swd && !layout.Wirings.Contains(swd)) throw new WireException(name, $"layout {layout.Name} has no SWD by {swd.ToString().ToLowerInvariant()}");
            ushort version = channel.Version();
            FtdiChip chip = FtdiChip.Of(version) ?? throw new WireException(name, $"this chip (bcdDevice {version:x4}) is not known to have an MPSSE");
            if (layout.Channel >= chip.Channels) throw new WireException(name, $"channel {(char)('A' + layout.Channel)} of an {chip.Name} has no MPSSE");
            channel.Claim();
            var probe = new MpsseProbe(channel, chip, layout, clock, surroundings);
            probe.Start();
            return wiring is { } wired ? new SwdLink(new MpsseSwdLine(probe, wired)) : new JtagLink(new MpsseJtagLine(probe));
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            if (!_channel.IsBroken) _channel.Request(FtdiRequest.SetBitMode, PinsAsSerialPort);
        }
        catch (WireException)
        {
            // The probe is gone: there is nothing left to release.
        }
        finally
        {
            _channel.Dispose();
        }
    }

    internal int SetFrequency(int hertz)
    {
        var (divisor, really) = Chip.SpeedFor(hertz);
        _channel.Write([(byte)MpsseCommand.Divisor, (byte)divisor, (byte)(divisor >> 8)]);
        return really;
    }

    /// <summary>Sends commands and fetches their answers.</summary>
    internal byte[] Exchange(List<byte> commands, int answers)
    {
        if (answers > 0) commands.Add((byte)MpsseCommand.SendImmediate);
        _channel.Write([.. commands]);
        return answers == 0 ? [] : _channel.Read(answers);
    }

    /// <summary>The levels of xDBUS.</summary>
    internal byte ReadLowPins() => Exchange([(byte)MpsseCommand.ReadLowPins], 1)[0];

    /// <summary>The commands that bring the pins to a state; none where they are in it.</summary>
    internal void Put(FtdiPins pins, List<byte> commands)
    {
        if ((byte)pins.Output != (byte)_pins.Output || (byte)pins.Direction != (byte)_pins.Direction)
            commands.AddRange([(byte)MpsseCommand.SetLowPins, (byte)pins.Output, (byte)pins.Direction]);
        if (pins.Output >> 8 != _pins.Output >> 8 || pins.Direction >> 8 != _pins.Direction >> 8)
            commands.AddRange([(byte)MpsseCommand.SetHighPins, (byte)(pins.Output >> 8), (byte)(pins.Direction >> 8)]);
        _pins = pins;
    }

    /// <summary>Brings the pins to a state.</summary>
    internal void Put(FtdiPins pins)
    {
        var commands = new List<byte>();
        Put(pins, commands);
        if (commands.Count > 0) Exchange(commands, 0);
    }

    /// <summary>A shift left a pin at a level.</summary>
    internal void Remember(ushort pin, bool high) => _pins = _pins with { Output = (ushort)(high ? _pins.Output | pin : _pins.Output & ~pin) };

    /// <summary>
    /// From whatever state another program left to an MPSSE that answers (AN_135, chapter 4): what is in the buffers goes, a command that is none is told as such, and then the pins and the
    /// clock are ours. The last command has one byte for an answer: one that the chip did not know would stand before it.
    /// </summary>
    private void Start()
    {
        _channel.Request(FtdiRequest.Reset, ResetAll);
        _channel.Request(FtdiRequest.SetLatencyTimer, LatencyMilliseconds);
        _channel.Request(FtdiRequest.SetBitMode, PinsAsSerialPort);
        _channel.Request(FtdiRequest.SetBitMode, Mpsse);
        _channel.Request(FtdiRequest.Reset, DropCommands);
        _channel.Request(FtdiRequest.Reset, DropAnswers);
        _channel.Write([(byte)MpsseCommand.None, (byte)MpsseCommand.SendImmediate]);
        if (!_channel.ReadUntil([(byte)MpsseCommand.BadCommand, (byte)MpsseCommand.None], MostStale)) throw _channel.Break("its MPSSE does not start", null);
        _pins = _layout.Initial;
        if (_layout.Reset is { } reset) _pins = reset.Released(_pins);
        if (_layout.TestReset is { } testReset) _pins = testReset.Released(_pins);
        _pins = _pins with { Output = (ushort)(_pins.Output & ~FtdiLayout.Tck) };
        byte[] clock = Chip.IsHighSpeed ? [(byte)MpsseCommand.UndividedClock, (byte)MpsseCommand.OwnClock, (byte)MpsseCommand.TwoPhases] : [];
        Exchange(
            [
                .. clock, (byte)MpsseCommand.LoopbackOff, (byte)MpsseCommand.SetLowPins, (byte)_pins.Output, (byte)_pins.Direction,
                (byte)MpsseCommand.SetHighPins, (byte)(_pins.Output >> 8), (byte)(_pins.Direction >> 8), (byte)MpsseCommand.ReadLowPins,
            ],
            1);
    }
}
