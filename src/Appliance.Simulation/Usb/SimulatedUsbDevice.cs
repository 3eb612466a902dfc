// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;

namespace Appliance.Simulation.Usb;

/// <summary>
/// A USB device, whatever bus carries it: descriptors, standard requests (USB 2.0 §9.4), and endpoints that halt and are cleared. It is
/// strict: an endpoint it does not have, one that is halted and one before the configuration was set all stall. One call at a time.
/// </summary>
public sealed class SimulatedUsbDevice
{
    /// <summary>bConfigurationValue.</summary>
    internal const byte OnlyConfiguration = 1;

    private const byte FromDevice = 0x80;
    private const int KindMask = 0x60;
    private readonly IUsbFunction _function;
    private readonly Dictionary<byte, UsbEndpointDescription> _endpoints;
    private readonly HashSet<byte> _halted = [];
    private readonly byte[] _alternates;

    internal SimulatedUsbDevice(UsbDescription description, IUsbFunction function)
    {
        (Description, _function) = (description, function);
        _alternates = new byte[description.Interfaces.Count];
        _endpoints = description.Interfaces.SelectMany(one => one.Endpoints).ToDictionary(one => one.Endpoint.Address);
    }

    /// <summary>What it says of itself.</summary>
    public UsbDescription Description { get; }

    /// <summary>The configuration the host chose; 0 before it did.</summary>
    internal byte Configuration { get; private set; }

    /// <summary>Its endpoints beside endpoint 0.</summary>
    internal IReadOnlyCollection<UsbEndpointDescription> Endpoints => _endpoints.Values;

    /// <summary>Plugged in, or the bus was reset.</summary>
    internal void Reset()
    {
        Configuration = 0;
        _halted.Clear();
        Array.Clear(_alternates);
        _function.Reset();
    }

    /// <summary>SET_CONFIGURATION.</summary>
    internal bool Configure(byte value)
    {
        if (value > OnlyConfiguration) return false;
        Configuration = value;
        _halted.Clear();
        return true;
    }

    /// <summary>Whether it went away from the bus by itself.</summary>
    internal bool IsGone => _function.IsGone;

    /// <summary>GET_INTERFACE.</summary>
    internal byte Alternate(byte number) => number < _alternates.Length ? _alternates[number] : (byte)0;

    /// <summary>SET_INTERFACE.</summary>
    internal bool SetAlternate(byte number, byte alternate)
    {
        if (number >= Description.Interfaces.Count || alternate > Description.Interfaces[number].Alternates.Count) return false;
        _alternates[number] = alternate;
        _function.Select(number, alternate);
        foreach (var one in Description.Interfaces[number].Endpoints) _halted.Remove(one.Endpoint.Address);
        return true;
    }

    /// <summary>A control transfer.</summary>
    internal UsbReply Control(UsbSetup setup, int length, ReadOnlySpan<byte> data)
    {
        var reply = (setup.RequestType & KindMask) == 0 ? Standard(setup) : _function.Control(setup, length, data);
        return reply.Data.Length > length ? reply with { Data = reply.Data[..length] } : reply;
    }

    /// <summary>A transfer to the device.</summary>
    internal UsbEnd Out(byte endpoint, ReadOnlySpan<byte> data) => Halting(endpoint, Works(endpoint) ? _function.Out(endpoint, data) : UsbEnd.Stall);

    /// <summary>A transfer from the device; null while it has nothing to send.</summary>
    internal UsbReply? In(byte endpoint, int room)
    {
        var reply = Works(endpoint) ? _function.In(endpoint, room) : UsbReply.Stalled;
        if (reply is { } some) Halting(endpoint, some.End);
        return reply;
    }

    private bool Works(byte endpoint) => Configuration != 0 && _endpoints.ContainsKey(endpoint) && !_halted.Contains(endpoint);

    private UsbEnd Halting(byte endpoint, UsbEnd end)
    {
        if (end == UsbEnd.Stall) _halted.Add(endpoint);
        return end;
    }

    private UsbReply Standard(UsbSetup setup) => (setup.RequestType, setup.Request) switch
    {
        (FromDevice, 0x06) => Give(UsbDescriptors.Find(Description, (byte)(setup.Value >> 8), (byte)setup.Value)),
        (FromDevice | 1, 0x06) => Give(UsbDescriptors.OfInterface(Description, (byte)(setup.Value >> 8), setup.Index)),
        (FromDevice, 0x00) or (FromDevice | 1, 0x00) => UsbReply.Sent(0, 0),
        (FromDevice | 2, 0x00) => UsbReply.Sent((byte)(_halted.Contains((byte)setup.Index) ? 1 : 0), 0),
        (FromDevice, 0x08) => UsbReply.Sent(Configuration),
        (FromDevice | 1, 0x0A) => UsbReply.Sent(Alternate((byte)setup.Index)),
        (0, 0x09) => Did(Configure((byte)setup.Value)),
        (1, 0x0B) => Did(SetAlternate((byte)setup.Index, (byte)setup.Value)),
        (2, 0x01) when setup.Value == 0 && _endpoints.ContainsKey((byte)setup.Index) => Clear((byte)setup.Index),
        _ => UsbReply.Stalled,
    };

    private UsbReply Clear(byte endpoint)
    {
        _halted.Remove(endpoint);
        return UsbReply.Sent();
    }

    private static UsbReply Give(byte[]? descriptor) => descriptor is null ? UsbReply.Stalled : UsbReply.Sent(descriptor);

    private static UsbReply Did(bool done) => done ? UsbReply.Sent() : UsbReply.Stalled;
}
