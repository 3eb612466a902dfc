// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace Appliance.Lab.Tests.Lab;

/// <summary>The USB sockets of the guest (an xHCI controller): sticks, and simulated devices that speak usbredir.</summary>
public sealed class GuestUsb(Guest guest)
{
    private int _last;

    /// <summary>Plugs a stick in. The guest needs a second or two to find it: wait for <see cref="PluggedStick.Device"/>.</summary>
    /// <param name="stick">Its content, written to by the guest.</param>
    public async Task<PluggedStick> PlugStickAsync(StickImage stick)
    {
        var id = NextId("stick");
        await guest.Monitor.AskAsync("blockdev-add", new JsonObject
        {
            ["driver"] = "raw",
            ["node-name"] = id + "-disk",
            ["cache"] = new JsonObject { ["no-flush"] = true },
            ["file"] = new JsonObject { ["driver"] = "file", ["filename"] = stick.Path },
        });
        await guest.Monitor.AskAsync("device_add", new JsonObject
        {
            ["driver"] = "usb-storage", ["id"] = id, ["bus"] = "xhci.0", ["drive"] = id + "-disk", ["removable"] = true, ["serial"] = id,
        });
        return new PluggedStick(guest, id);
    }

    /// <summary>Plugs in a device whose "usb-host side" of usbredir listens on a Unix socket of this machine.</summary>
    public async Task<PluggedDevice> RedirectAsync(string socket)
    {
        var id = NextId("redir");
        await guest.Monitor.AskAsync("chardev-add", new JsonObject
        {
            ["id"] = id + "-wire",
            ["backend"] = new JsonObject
            {
                ["type"] = "socket",
                ["data"] = new JsonObject
                {
                    ["addr"] = new JsonObject { ["type"] = "unix", ["data"] = new JsonObject { ["path"] = socket } }, ["server"] = false,
                },
            },
        });
        await guest.Monitor.AskAsync("device_add", new JsonObject
        {
            ["driver"] = "usb-redir", ["id"] = id, ["bus"] = "xhci.0", ["chardev"] = id + "-wire",
        });
        return new PluggedDevice(guest, id);
    }

    private string NextId(string kind) => $"{kind}{Interlocked.Increment(ref _last)}";
}

/// <summary>A stick in its socket. Serial number of the USB device: <see cref="Id"/>.</summary>
public sealed class PluggedStick
{
    private readonly Guest _guest;

    internal PluggedStick(Guest guest, string id) => (_guest, Id) = (guest, id);

    /// <summary>Its name for QEMU, and its serial number.</summary>
    public string Id { get; }

    /// <summary>The block device the guest makes of it, once it has found it.</summary>
    public string Device => $"/dev/disk/by-id/usb-QEMU_QEMU_HARDDISK_{Id}-0:0";

    /// <summary>Pulls it out, whatever the guest is doing with it.</summary>
    public async Task PullAsync()
    {
        await _guest.Monitor.DeleteDeviceAsync(Id);
        await _guest.Monitor.AskAsync("blockdev-del", new JsonObject { ["node-name"] = Id + "-disk" });
    }
}

/// <summary>A simulated device in its socket.</summary>
public sealed class PluggedDevice
{
    private readonly Guest _guest;
    private readonly string _id;

    internal PluggedDevice(Guest guest, string id) => (_guest, _id) = (guest, id);

    /// <summary>Pulls it out. QEMU hangs up then: the wire goes with the device.</summary>
    public Task PullAsync() => _guest.Monitor.DeleteDeviceAsync(_id);
}
