// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace Appliance.Lab.Tests.Lab;

/// <summary>A folder of this machine on a read-only disk of the guest. A disk is read faster than a share of files, and it stands still while tests run.</summary>
internal sealed class BroughtFolder
{
    private const long Spare = 8L << 20;

    private readonly string _disk;
    private readonly string _mountPoint;

    private BroughtFolder(string disk, string mountPoint) => (_disk, _mountPoint) = (disk, mountPoint);

    private string Name => Path.GetFileName(_disk);

    /// <summary>Makes the disk.</summary>
    public static async Task<BroughtFolder> MakeAsync(string folder, string disk, string mountPoint)
    {
        var bytes = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length + 4096);
        var kilobytes = (bytes + (bytes / 8) + Spare) / 1024;
        await HostProgram.RunAsync("mke2fs", ["-q", "-t", "ext4", "-O", "^has_journal", "-d", folder, disk, $"{kilobytes}k"], Patience.Tool);
        return new BroughtFolder(disk, mountPoint);
    }

    /// <summary>Plugs it in and mounts it.</summary>
    public async Task PlugAsync(Guest guest)
    {
        await guest.Monitor.AskAsync("blockdev-add", new JsonObject
        {
            ["driver"] = "raw", ["node-name"] = Name, ["read-only"] = true,
            ["file"] = new JsonObject { ["driver"] = "file", ["filename"] = _disk, ["read-only"] = true },
        });
        await guest.Monitor.AskAsync("device_add", new JsonObject { ["driver"] = "virtio-blk-pci", ["id"] = Name + "-plug", ["drive"] = Name, ["serial"] = Name });
        await guest.UntilAsync($"[ -b /dev/disk/by-id/virtio-{Name} ]");
        await guest.RunAsync($"mkdir -p {_mountPoint} && mount -t ext4 -o ro /dev/disk/by-id/virtio-{Name} {_mountPoint}");
    }
}
