// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;
using Appliance.Ports.Wires;
using Appliance.Simulation.Probes;
using Appliance.Simulation.Usb;

namespace Appliance.Simulation.Ftdi;

/// <summary>
/// An adapter with a chip of FTDI on lane 0 of a simulated board, as a USB device. Channel A has the MPSSE; others take what they are sent and say nothing. Each packet begins with two status
/// bytes; less than a packet is sent when the host asks for it by 87h, or when the latency timer has run out.
/// </summary>
public sealed class SimulatedFtdi
{
    private readonly SimulatedBoard _board;
    private readonly MpsseProcessor _processor;

    internal SimulatedFtdi(SimulatedBoard board, SimulatedFtdiOptions options)
    {
        (_board, Options) = (board, options);
        Clock = new BoardClock(board);
        Traffic = new SimulatedTraffic(board);
        var target = new FtdiTarget(board, options);
        _processor = new MpsseProcessor(board, target, options.Wiring.Chip);
        Device = new SimulatedUsbDevice(Describe(options), new FtdiFunction(board, options.Wiring.Chip, target, _processor, Traffic));
    }

    /// <summary>How it was made.</summary>
    public SimulatedFtdiOptions Options { get; }

    /// <summary>What went over its cable.</summary>
    public SimulatedTraffic Traffic { get; }

    /// <summary>The time of the board it is on.</summary>
    public ITargetClock Clock { get; }

    /// <summary>The device, for a bus.</summary>
    public SimulatedUsbDevice Device { get; }

    /// <summary>The most bytes of answers that ever waited for the host.</summary>
    public int MostWaiting => _processor.MostWaiting;

    /// <summary>The device opened in this process, on the time of the board.</summary>
    public IUsbLink OpenLink() => new SimulatedUsbLink(Device, $"sim-ftdi:{_board.Target}", () => true, Pass);

    private void Pass(TimeSpan time)
    {
        _board.Time.Advance(time);
        _board.Driver.Settle();
    }

    private static UsbDescription Describe(SimulatedFtdiOptions options)
    {
        const byte vendorClass = 0xFF;
        var (wiring, chip) = (options.Wiring, options.Wiring.Chip);
        var faces = Enumerable.Range(0, chip.Channels).Select(channel => new UsbInterfaceDescription(
            vendorClass, 0xFF, 0xFF, wiring.Product, [Endpoint(0x81 + (2 * channel)), Endpoint(0x02 + (2 * channel))]));
        return new UsbDescription(
            wiring.VendorId, wiring.ProductId, options.Version ?? chip.Version, chip.IsHighSpeed ? UsbSpeed.High : UsbSpeed.Full, "FTDI", wiring.Product, options.Serial, [.. faces]);

        UsbEndpointDescription Endpoint(int address) => new(new UsbEndpoint((byte)address, UsbTransfer.Bulk), (ushort)chip.PacketBytes);
    }
}
