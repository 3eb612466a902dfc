// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using Appliance.Ports.Wires;
using Appliance.Simulation.BlackMagic;
using Appliance.Simulation.BootLoaders;
using Appliance.Simulation.Chips;
using Appliance.Simulation.CmsisDap;
using Appliance.Simulation.Ftdi;
using Appliance.Simulation.JLink;
using Appliance.Simulation.Pins;
using Appliance.Simulation.Servers;
using Appliance.Simulation.StLink;
using Appliance.Simulation.Time;
using Appliance.Simulation.Usb;

namespace Appliance.Simulation;

/// <summary>One or several simulated boards in a fixture, all on one SWCLK, each with a lane of its own.</summary>
public sealed class SimulatedBoard
{
    private const int MostLanes = 32;
    private readonly SimulatedChip[] _chips;
    private readonly VirtualTime _time = new();
    private readonly Lock _gate = new();

    private SimulatedBoard(string target, SimulationOptions options)
    {
        (Target, Options) = (target, options);
        _time.SetFrequency(options.Frequency);
        _chips = new SimulatedChip[options.Lanes];
        for (var lane = 0; lane < _chips.Length; lane++)
            _chips[lane] = Make(lane);
        Driver = new PinDriver(_time, _chips);
    }

    /// <summary>The target asked for; a board with a fault may carry another chip.</summary>
    public string Target { get; }

    /// <summary>How the board was made.</summary>
    public SimulationOptions Options { get; }

    /// <summary>The chip of each lane.</summary>
    public IReadOnlyList<SimulatedChip> Chips => _chips;

    /// <summary>The chip of lane 0.</summary>
    public SimulatedChip Chip => _chips[0];

    /// <summary>What a wire or a probe on this board must say of it: simulated, and whether it executes no code.</summary>
    public WireFeatures Surroundings => Options.Cpu is null ? WireFeatures.Simulated | WireFeatures.NoCode : WireFeatures.Simulated;

    internal VirtualTime Time => _time;

    internal PinDriver Driver { get; }

    /// <summary>Makes a fixture with powered boards.</summary>
    /// <exception cref="ArgumentException">Unknown target, unknown fault or an impossible number of lanes.</exception>
    public static SimulatedBoard Create(string target, SimulationOptions? options = null)
    {
        options ??= new SimulationOptions();
        if (SimulatedParts.Find(target) is null)
            throw new ArgumentException($"no simulated target '{target}'; there are: {KnownTargets}", nameof(target));
        if (options.Lanes is < 1 or > MostLanes)
            throw new ArgumentException($"1 to {MostLanes} lanes, not {options.Lanes}", nameof(options));
        return new SimulatedBoard(target, options);
    }

    /// <summary>A wire to the boards. All wires of a fixture share its time.</summary>
    public ISwdLine OpenSwd() => new SimulatedSwdLine(this);

    /// <summary>The pins themselves, for a host that is a set of GPIO pins.</summary>
    public FixturePins OpenPins() => new(this);

    /// <summary>Offers lane 0 as a Bus Pirate in raw wire mode; a client that wants a tty needs a pseudo-terminal in between.</summary>
    /// <param name="port">TCP port on the loopback interface; 0 for any.</param>
    /// <param name="provider">The wall clock that is added to target time.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public LoopbackServer ServeBusPirate(int port, TimeProvider provider)
    {
        _time.SetFrequency(BusPirate.Frequency);
        return Serve(port, new BusPirate(Driver), provider);
    }

    /// <summary>Offers lane 0 to a remote_bitbang client, with the characters for the serial wire and those for JTAG.</summary>
    /// <param name="port">TCP port on the loopback interface; 0 for any.</param>
    /// <param name="provider">The wall clock that is added to target time.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public LoopbackServer ServeRemoteBitbang(int port, TimeProvider provider) => Serve(port, new RemoteBitbang(Driver, _time), provider);

    /// <summary>Opens the JTAG pins of lane 0 as a wire port on virtual time.</summary>
    public IJtagLine OpenJtag() => new SimulatedJtagLine(this);

    /// <summary>Attaches a CMSIS-DAP probe to lane 0.</summary>
    /// <exception cref="ArgumentException">There is no such probe.</exception>
    public SimulatedCmsisDap AttachCmsisDap(SimulatedCmsisDapOptions options) => new(this, options);

    /// <summary>Offers the reports of a CMSIS-DAP version 1 probe as a stream, see <see cref="HidReports"/>.</summary>
    /// <param name="port">TCP port on the loopback interface; 0 for any.</param>
    /// <param name="provider">The wall clock that is added to target time.</param>
    /// <param name="probe">A probe of this board.</param>
    /// <param name="fullSpeed">Reports take the target time of a full-speed cable.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public LoopbackServer ServeHidReports(int port, TimeProvider provider, SimulatedCmsisDap probe, bool fullSpeed = false) =>
        Serve(port, new HidReports(probe, fullSpeed ? new FullSpeedFrames(this, interrupt: true) : null), provider);

    /// <summary>Attaches an ST-LINK to lane 0.</summary>
    public SimulatedStLink AttachStLink(SimulatedStLinkOptions? options = null) => new(this, options ?? new SimulatedStLinkOptions());

    /// <summary>Offers an ST-LINK on lane 0 by the protocol of stlink-server, at its own port 7184 or another.</summary>
    /// <param name="port">TCP port on the loopback interface; 0 for any.</param>
    /// <param name="provider">The wall clock that is added to target time.</param>
    /// <param name="options">Its firmware.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public LoopbackServer ServeStLink(int port, TimeProvider provider, SimulatedStLinkOptions? options = null) =>
        ServeStLink(port, provider, AttachStLink(options));

    /// <summary>The same with a probe that is already attached to this board; where <paramref name="fullSpeed"/> is set its packets take the target time of a full-speed cable.</summary>
    public LoopbackServer ServeStLink(int port, TimeProvider provider, SimulatedStLink probe, bool fullSpeed = false) =>
        Serve(port, new StLinkServer(probe, fullSpeed ? new FullSpeedFrames(this, interrupt: false) : null), provider);

    /// <summary>Attaches a J-Link to lane 0.</summary>
    public SimulatedJLink AttachJLink(SimulatedJLinkOptions? options = null) => new(this, options ?? new SimulatedJLinkOptions());

    /// <summary>Attaches an adapter with a chip of FTDI to lane 0.</summary>
    public SimulatedFtdi AttachFtdi(SimulatedFtdiOptions? options = null) => new(this, options ?? new SimulatedFtdiOptions());

    /// <summary>Offers a J-Link on TCP as libjaylink speaks to it, on its own port 19020.</summary>
    /// <param name="address">An address of the loopback interface.</param>
    /// <param name="provider">The wall clock that is added to target time.</param>
    /// <param name="probe">A probe of this board.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public LoopbackServer ServeJLink(IPAddress address, TimeProvider provider, SimulatedJLink probe) =>
        Serve(new IPEndPoint(address, JLinkServer.Port), new JLinkServer(probe), provider);

    /// <summary>Wires the USART of lane 0, with the boot loader in ROM behind it.</summary>
    /// <exception cref="ArgumentException">There is no such fault.</exception>
    public SimulatedUsart AttachUsart(SimulatedUsartOptions? options = null) => new(this, options ?? new SimulatedUsartOptions());

    /// <summary>Attaches a Black Magic Probe to lane 0.</summary>
    /// <exception cref="ArgumentException">There is no such fault.</exception>
    public SimulatedBlackMagic AttachBlackMagic(SimulatedBlackMagicOptions? options = null) => new(this, options ?? new SimulatedBlackMagicOptions());

    /// <summary>Offers the GDB server of a Black Magic Probe as a stream of bytes.</summary>
    /// <param name="port">TCP port on the loopback interface; 0 for any.</param>
    /// <param name="provider">The wall clock that is added to target time.</param>
    /// <param name="probe">A probe of this board.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public LoopbackServer ServeBlackMagic(int port, TimeProvider provider, SimulatedBlackMagic probe) => Serve(port, new BlackMagicStream(probe), provider);

    /// <summary>Resets the chip of lane 0 into its DFU boot loader, on USB.</summary>
    /// <exception cref="ArgumentException">The chip has none in its ROM, or there is no such fault.</exception>
    public SimulatedDfu AttachDfu(SimulatedDfuOptions? options = null) => new(this, options ?? new SimulatedDfuOptions());

    /// <summary>Offers the USART of lane 0 as a stream of bytes; a client that wants a tty needs a pseudo-terminal in between.</summary>
    /// <param name="port">TCP port on the loopback interface; 0 for any.</param>
    /// <param name="provider">The wall clock that is added to target time.</param>
    /// <param name="usart">A USART of this board.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public LoopbackServer ServeUsart(int port, TimeProvider provider, SimulatedUsart usart) => Serve(port, new UsartStream(usart), provider);

    /// <summary>Offers a USB device of this board by the USB redirection protocol, as QEMU's usb-redir wants it.</summary>
    /// <param name="socket">Path of a Unix socket, at most 107 bytes; made here, and removed by whoever owns its folder.</param>
    /// <param name="provider">The wall clock that is added to target time.</param>
    /// <param name="device">A probe of this board: see <see cref="ProbeDevices"/>.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The path is taken.</exception>
    public UsbRedirServer ServeUsb(string socket, TimeProvider provider, SimulatedUsbDevice device)
    {
        var redir = new UsbRedir(device);
        return new UsbRedirServer(redir, Serve(new UnixDomainSocketEndPoint(socket), redir, provider));
    }

    /// <summary>Writes all pins as a value change dump from now on, in units of 10 ns; the caller closes the writer afterwards.</summary>
    public void TraceTo(TextWriter writer)
    {
        var trace = new VcdTrace(writer, _chips.Length);
        for (var lane = 0; lane < _chips.Length; lane++)
            _chips[lane].ResetLine.Trace = (trace, lane);
        Driver.Trace = trace;
    }

    private static string KnownTargets => string.Join(' ', SimulatedTargets.Names);

    private LoopbackServer Serve(int port, IByteDevice device, TimeProvider provider) => Serve(new IPEndPoint(IPAddress.Loopback, port), device, provider);

    private LoopbackServer Serve(EndPoint address, IByteDevice device, TimeProvider provider) =>
        new(address, device, new WallTime(_time, provider, () => _chips.Any(chip => chip.IsWorking)), _gate);

    private SimulatedChip Make(int lane)
    {
        var faults = Faults.Chosen(Options, lane);
        var part = SimulatedParts.Find(Target)!;
        var chip = new SimulatedChip(Target, faults.Aggregate(part, (chosen, fault) => fault.ChoosePart(chosen)),
            new ChipContext(_time, unchecked((Options.Seed * 1_000_003) + lane)), Options);
        foreach (var fault in faults)
            fault.Prepare(chip);
        chip.PowerOn();
        foreach (var fault in faults)
            fault.Begin(chip);
        return chip;
    }
}
