// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Ports.Usb;

namespace Appliance.Platform.Usb;

/// <summary>
/// Packets through a pair of endpoints of one interface. Reports of a HID device go the same way: the kernel's driver gives way, and a
/// device without an OUT endpoint gets its reports by SET_REPORT (HID 1.11 §7.2.2). Owns the link.
/// </summary>
public sealed class UsbPacketPipe : IPacketPipe
{
    private const byte ToInterface = 0x21; // class request to an interface: HID 1.11 §7.2
    private const byte SetReport = 0x09;
    private const ushort OutputReport = 0x0200; // report type output, no report id
    private static readonly TimeSpan StaleLimit = TimeSpan.FromMilliseconds(10);
    private const int MostStale = 64;

    private readonly IUsbLink _link;
    private readonly UsbPipeEnd? _out;
    private readonly UsbPipeEnd _in;
    private readonly byte _interface;
    private byte[] _buffer;

    private UsbPacketPipe(IUsbLink link, string name, byte number, UsbPipeEnd? toDevice, UsbPipeEnd fromDevice)
    {
        (_link, Name, _interface, _out, _in) = (link, name, number, toDevice, fromDevice);
        MaximumPacket = Math.Max(fromDevice.PacketBytes, toDevice?.PacketBytes ?? 0);
        _buffer = new byte[fromDevice.PacketBytes];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int MaximumPacket { get; }

    /// <summary>Takes an interface and the first pair of its endpoints.</summary>
    /// <param name="link">The open device; owned from then on, also when this fails.</param>
    /// <param name="name">What the record calls the device.</param>
    /// <param name="face">The interface.</param>
    /// <param name="transfer">Kind of the endpoints.</param>
    /// <exception cref="PacketException">It has no such endpoints, or cannot be taken.</exception>
    public static UsbPacketPipe Open(IUsbLink link, string name, UsbInterface face, UsbTransfer transfer)
    {
        try
        {
            var (toDevice, fromDevice) = (face.First(transfer, isIn: false), face.First(transfer, isIn: true));
            if (fromDevice is null || (toDevice is null && face.Class != UsbInterface.HidClass))
                throw new PacketException(PacketFault.Failed, name, $"interface {face.Number} has no pair of {transfer} endpoints");
            link.Claim(face.Number);
            return new UsbPacketPipe(link, name, face.Number, toDevice, fromDevice);
        }
        catch (UsbException refused)
        {
            link.Dispose();
            throw Refused(name, refused);
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Reads and forgets what the device still had to say to a program that broke off.</summary>
    /// <exception cref="PacketException">The device is gone, or does not stop talking.</exception>
    public void DropStale()
    {
        var stale = new byte[_in.PacketBytes];
        for (int packets = 0; packets < MostStale; packets++)
        {
            try
            {
                _link.Read(_in.Endpoint, stale, StaleLimit);
            }
            catch (UsbException silent) when (silent.Fault == UsbFault.Timeout)
            {
                return;
            }
            catch (UsbException refused)
            {
                throw Refused(Name, refused);
            }
        }

        throw new PacketException(PacketFault.Failed, Name, "the probe keeps sending what nobody asked for");
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> data, TimeSpan deadline)
    {
        try
        {
            if (_out is { } end)
            {
                _link.Write(end.Endpoint, data, deadline);
                return;
            }

            var report = data.ToArray();
            _link.Control(new UsbSetup(ToInterface, SetReport, OutputReport, _interface), report, deadline);
        }
        catch (UsbException refused)
        {
            throw Failed(refused, _out?.Endpoint);
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, TimeSpan deadline)
    {
        int room = (buffer.Length + _in.PacketBytes - 1) / _in.PacketBytes * _in.PacketBytes;
        if (_buffer.Length < room) _buffer = new byte[room];
        // A HID report is one packet; a bulk answer ends with a short packet, which the link waits for.
        int most = _in.Endpoint.Transfer == UsbTransfer.Interrupt ? _in.PacketBytes : room;
        int got;
        try
        {
            got = _link.Read(_in.Endpoint, _buffer.AsSpan(0, most), deadline);
        }
        catch (UsbException refused)
        {
            throw Failed(refused, _in.Endpoint);
        }

        if (got > buffer.Length) throw new PacketException(PacketFault.Failed, Name, $"it sent {got} bytes where {buffer.Length} at most were expected");
        _buffer.AsSpan(0, got).CopyTo(buffer);
        return got;
    }

    /// <inheritdoc/>
    public void Dispose() => _link.Dispose();

    private PacketException Failed(UsbException refused, UsbEndpoint? endpoint)
    {
        if (refused.Fault != UsbFault.Stall || endpoint is not { } halted) return Refused(Name, refused);
        try
        {
            _link.ClearHalt(halted);
        }
        catch (UsbException)
        {
            // The stall is what is told; a device that cannot be cleared either has to be plugged in anew.
        }

        return Refused(Name, refused);
    }

    private static PacketException Refused(string name, UsbException refused) => new(
        refused.Fault switch
        {
            UsbFault.Timeout => PacketFault.Timeout,
            UsbFault.Gone => PacketFault.Gone,
            UsbFault.Stall => PacketFault.Stall,
            _ => PacketFault.Failed,
        },
        name,
        refused.Fault switch
        {
            UsbFault.Gone => "it was unplugged",
            UsbFault.Timeout => "no answer in time",
            UsbFault.Busy => "another program has it",
            UsbFault.NoAccess => "this user may not use it (no udev rule gives access)",
            _ => refused.Message,
        },
        refused);
}
