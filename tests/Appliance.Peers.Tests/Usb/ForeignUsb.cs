// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation;
using Appliance.Simulation.Servers;
using Appliance.Simulation.Usb;

namespace Appliance.Peers.Tests.Usb;

/// <summary>
/// A simulated USB device for programs nobody here wrote, without a kernel in between: they load a libusb of ours (<c>libusb.c</c>), which speaks the USB redirection protocol with the device.
/// </summary>
internal sealed class ForeignUsb : IDisposable
{
    private static readonly TimeSpan CompileDeadline = TimeSpan.FromSeconds(90);
    private readonly string _folder = Directory.CreateTempSubdirectory("usb").FullName;
    private readonly UsbRedirServer _server;

    public ForeignUsb(SimulatedBoard board, SimulatedUsbDevice device)
    {
        PeerProcess.Run(
            "gcc",
            [
                "-Wall", "-Werror", "-shared", "-fPIC", "-O1", "-I/usr/include/libusb-1.0", "-Wl,-soname,libusb-1.0.so.0", "-o", Path.Combine(_folder, "libusb-1.0.so.0"),
                Path.Combine(AppContext.BaseDirectory, "Usb", "libusb.c"),
            ],
            CompileDeadline).MustSucceed();
        _server = board.ServeUsb(Path.Combine(_folder, "s"), TimeProvider.System, device);
    }

    /// <summary>Runs a program with the device on its bus.</summary>
    public PeerResult Run(TimeSpan deadline, string folder, string program, params IEnumerable<string> arguments)
    {
        var result = PeerProcess.Run("env", [$"LD_LIBRARY_PATH={_folder}", $"USB_SOCKET={Path.Combine(_folder, "s")}", program, .. arguments], deadline, folder);
        Assert.Null(_server.Failure);
        return result;
    }

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
