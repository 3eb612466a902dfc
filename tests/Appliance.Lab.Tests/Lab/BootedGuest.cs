// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace Appliance.Lab.Tests.Lab;

/// <summary>A guest that was booted once and put away, so that each later one goes on from there: a second or two instead of a boot.</summary>
/// <param name="Folder">Where it is, beside the image it was booted from.</param>
internal sealed record BootedGuest(string Folder)
{
    /// <summary>Its root disk as it was, in the format qcow2.</summary>
    public string Disk => Path.Combine(Folder, "root.qcow2");

    /// <summary>All of it but the disks.</summary>
    public string State => Path.Combine(Folder, "state");

    /// <summary>The guest of these options; null where they ask for a machine of their own.</summary>
    public static async Task<BootedGuest?> GetAsync(GuestImage image, GuestOptions options)
    {
        if (options.Disks.Count > 0 || options.Durable) return null;
        using var folder = new GuestFolder();
        var arguments = string.Join('\n', QemuCommand.For(image, options with { Ports = [] }, folder, null)).Replace(folder.In(""), "", StringComparison.Ordinal);
        var version = await HostProgram.RunAsync("qemu-system-x86_64", ["--version"], Patience.Tool);
        var name = "booted-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version + arguments)))[..16];
        var booted = new BootedGuest(Path.Combine(image.Folder, name));
        if (!Directory.Exists(booted.Folder)) await MakeAsync(image, options with { Ports = [] }, booted);
        return booted;
    }

    private static async Task MakeAsync(GuestImage image, GuestOptions options, BootedGuest booted)
    {
        var making = new BootedGuest(Directory.CreateDirectory($"{booted.Folder}.{Environment.ProcessId}").FullName);
        await Guest.BootAndSaveAsync(image, options, making.Disk, making.State);
        try
        {
            Directory.Move(making.Folder, booted.Folder);
        }
        catch (IOException)
        {
            // Another process was faster; its guest is as good.
            Directory.Delete(making.Folder, recursive: true);
        }
    }
}
