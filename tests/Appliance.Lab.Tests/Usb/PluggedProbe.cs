// SPDX-License-Identifier: Apache-2.0
using Appliance.Lab.Tests.Lab;
using Appliance.Simulation;
using Appliance.Simulation.Servers;
using Appliance.Simulation.Usb;

namespace Appliance.Lab.Tests.Usb;

/// <summary>A simulated probe of a simulated board in a USB socket of the guest.</summary>
internal sealed class PluggedProbe : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Guest _guest;
    private readonly PluggedDevice _plugged;

    private PluggedProbe(string folder, Guest guest, UsbRedirServer server, PluggedDevice plugged, string serial)
    {
        (_folder, _guest, Server, _plugged, Serial) = (folder, guest, server, plugged, serial);
    }

    /// <summary>Unplugs and plugs it without QEMU's help.</summary>
    public UsbRedirServer Server { get; }

    public string Serial { get; }

    /// <summary>The guest's test whether it has the device.</summary>
    private string IsThere => $"grep -qsx {Serial} /sys/bus/usb/devices/*/serial";

    /// <summary>Plugs it in and waits until the guest has it.</summary>
    public static async Task<PluggedProbe> PlugAsync(Guest guest, SimulatedBoard board, SimulatedUsbDevice device)
    {
        var folder = Directory.CreateTempSubdirectory("probe-").FullName;
        var socket = Path.Combine(folder, "usb");
        var server = board.ServeUsb(socket, TimeProvider.System, device);
        var probe = new PluggedProbe(folder, guest, server, await guest.Usb.RedirectAsync(socket), device.Description.Serial);
        await probe.UntilThereAsync();
        return probe;
    }

    public Task UntilThereAsync() => _guest.UntilAsync($"{IsThere} && udevadm settle");

    public Task UntilGoneAsync() => _guest.UntilAsync($"! {IsThere}");

    public async ValueTask DisposeAsync()
    {
        await _plugged.PullAsync();
        Assert.Null(Server.Failure);
        Server.Dispose();
        Directory.Delete(_folder, recursive: true);
        await UntilGoneAsync();
    }
}
