// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Servers;

/// <summary>A simulated USB device on a Unix socket, for QEMU's usb-redir or another client of the protocol, one at a time. Safe from several threads.</summary>
public sealed class UsbRedirServer : IDisposable
{
    private readonly UsbRedir _device;
    private readonly LoopbackServer _server;

    internal UsbRedirServer(UsbRedir device, LoopbackServer server) => (_device, _server) = (device, server);

    /// <summary>What ended the server before it was disposed; null while it runs.</summary>
    public Exception? Failure => _server.Failure;

    /// <summary>Pulls the device out of its socket, in the middle of whatever goes on. The client stays connected.</summary>
    public void Unplug() => _server.Tell(_device.Unplug);

    /// <summary>Plugs it in again: a device just powered.</summary>
    public void Plug() => _server.Tell(_device.Plug);

    /// <summary>Drops the client and stops listening.</summary>
    public void Dispose() => _server.Dispose();
}
