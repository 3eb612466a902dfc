// SPDX-License-Identifier: Apache-2.0
using Appliance.Lab.Tests.Lab;

namespace Appliance.Lab.Tests.Machine;

/// <summary>A guest whose plug is pulled: what was flushed is there afterwards.</summary>
public sealed class PowerCutTests
{
    [GuestFact]
    public async Task PowerCut_AfterASync_KeepsTheFile()
    {
        await using var guest = await Guest.StartAsync(new GuestOptions { Durable = true, Disks = [new GuestDisk("data", 64)], Ports = [80] });
        await guest.RunAsync("mkfs.ext4 -q /dev/disk/by-id/virtio-data && mkdir -p /data && mount /dev/disk/by-id/virtio-data /data");
        await guest.RunAsync("echo kept >/data/kept && sync -f /data/kept && echo lost >/data/lost");
        Assert.NotEqual(0, guest.PortOf(80));

        guest.PowerCut();
        await guest.PowerOnAsync();

        await guest.RunAsync("mkdir -p /data && mount /dev/disk/by-id/virtio-data /data");
        Assert.Equal("kept", await guest.RunAsync("cat /data/kept"));
        Assert.Equal("", await guest.RunAsync("cat /data/lost 2>/dev/null || true"));
    }
}
