// SPDX-License-Identifier: Apache-2.0
using Appliance.Lab.Tests.Lab;

namespace Appliance.Lab.Tests.Service;

/// <summary>A file system of its own below a folder of the guest, whose writes can be made to hang, as those of a dying card do.</summary>
internal sealed class HangingDisk : IAsyncDisposable
{
    private const string Image = "/var/tmp/hanging.img";

    private readonly Guest _guest;
    private readonly string _folder;
    private bool _frozen;

    private HangingDisk(Guest guest, string folder)
    {
        (_guest, _folder) = (guest, folder);
    }

    public static async Task<HangingDisk> MountAsync(Guest guest, string folder)
    {
        await InstalledAppliance.InstallAsync(guest);
        await guest.RunAsync(
            $"systemctl stop appliance; modprobe loop; truncate -s 160M {Image}; mke2fs -q -t ext4 {Image}; mount -o loop {Image} {folder}; chown appliance:appliance {folder}; rmdir {folder}/lost+found", Patience.Boot);
        return new HangingDisk(guest, folder);
    }

    public async Task FreezeAsync()
    {
        await _guest.RunAsync($"fsfreeze --freeze {_folder}");
        _frozen = true;
    }

    public async Task ThawAsync()
    {
        _frozen = false;
        await _guest.RunAsync($"fsfreeze --unfreeze {_folder}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_frozen) await ThawAsync();
        await _guest.RunAsync($"systemctl stop appliance; umount --lazy {_folder}; rm {Image}", Patience.Boot);
    }
}
