// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json.Nodes;

namespace Appliance.Lab.Tests.Lab;

/// <summary>Serial ports of the guest: an emulated 16550 on PCI, whose wire goes to a TCP port of this machine.</summary>
public sealed class GuestSerial(Guest guest)
{
    private int _last;

    /// <summary>Plugs a port in and waits until the guest's driver has it.</summary>
    /// <param name="port">Who is at the other end listens here, on the loopback interface.</param>
    public async Task<PluggedSerial> PlugAsync(int port)
    {
        var id = $"uart{Interlocked.Increment(ref _last)}";
        await guest.Monitor.AskAsync("chardev-add", new JsonObject
        {
            ["id"] = id + "-wire",
            ["backend"] = new JsonObject
            {
                ["type"] = "socket",
                ["data"] = new JsonObject
                {
                    ["addr"] = new JsonObject
                    {
                        ["type"] = "inet", ["data"] = new JsonObject { ["host"] = "127.0.0.1", ["port"] = port.ToString(CultureInfo.InvariantCulture) },
                    },
                    ["server"] = false,
                },
            },
        });
        await guest.Monitor.AskAsync("device_add", new JsonObject { ["driver"] = "pci-serial", ["id"] = id, ["chardev"] = id + "-wire" });
        const string find = "sed -n '/uart:16550/{/port:000003F8/!s/:.*//p}' /proc/tty/driver/serial";
        await guest.UntilAsync($"[ -n \"$({find})\" ]");
        return new PluggedSerial(guest, id, "/dev/ttyS" + (await guest.RunAsync(find)).Trim());
    }
}

/// <summary>A serial port.</summary>
public sealed class PluggedSerial : IAsyncDisposable
{
    private readonly Guest _guest;
    private readonly string _id;

    internal PluggedSerial(Guest guest, string id, string device) => (_guest, _id, Device) = (guest, id, device);

    /// <summary>Its device file in the guest.</summary>
    public string Device { get; }

    /// <summary>Pulls it out.</summary>
    public async ValueTask DisposeAsync() => await _guest.Monitor.DeleteDeviceAsync(_id);
}
