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

    private bool _pulled;

    private PluggedProbe(string folder, Guest guest, SimulatedBoard board, UsbRedirServer server, PluggedDevice plugged, string serial)
    {
        (_folder, _guest, Board, Server, _plugged, Serial) = (folder, guest, board, server, plugged, serial);
    }

    /// <summary>The board it is wired to.</summary>
    public SimulatedBoard Board { get; }

    /// <summary>Unplugs and plugs it without QEMU's help.</summary>
    public UsbRedirServer Server { get; }

    public string Serial { get; }

    /// <summary>The guest's count of devices with this serial: twins share one.</summary>
    private string Count => $"grep -lsx {Serial} /sys/bus/usb/devices/*/serial | wc -l";

    /// <summary>The guest's test whether it has the device.</summary>
    private string IsThere => $"grep -qsx {Serial} /sys/bus/usb/devices/*/serial";

    /// <summary>Plugs it in and waits until the guest has it.</summary>
    public static async Task<PluggedProbe> PlugAsync(Guest guest, SimulatedBoard board, SimulatedUsbDevice device)
    {
        var folder = Directory.CreateTempSubdirectory("probe-").FullName;
        var socket = Path.Combine(folder, "usb");
        var server = board.ServeUsb(socket, TimeProvider.System, device);
        var probe = new PluggedProbe(folder, guest, board, server, await guest.Usb.RedirectAsync(socket), device.Description.Serial);
        await probe.UntilThereAsync();
        return probe;
    }

    public Task UntilThereAsync() => _guest.UntilAsync($"{IsThere} && udevadm settle");

    /// <summary>Where it is plugged in, as the guest names it.</summary>
    public static async Task<IReadOnlyList<string>> SocketsAsync(Guest guest, string serial) =>
        (await guest.RunAsync($"grep -lx {serial} /sys/bus/usb/devices/*/serial | xargs -n1 dirname | xargs -n1 basename | sort")).Split('\n');

    public Task UntilGoneAsync() => _guest.UntilAsync($"! {IsThere}");

    /// <summary>Pulls it out for good.</summary>
    public async Task PullAsync()
    {
        _pulled = true;
        var there = int.Parse(await _guest.RunAsync($"{Count} || true"), System.Globalization.CultureInfo.InvariantCulture);
        await _plugged.PullAsync();
        await _guest.UntilAsync($"[ $({Count}) -le {Math.Max(0, there - 1)} ] && udevadm settle");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_pulled) await PullAsync();
        Assert.Null(Server.Failure);
        Server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
