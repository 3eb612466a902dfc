// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Lab.Tests.Lab;

/// <summary>The folder of one guest: its sockets (a path of at most 107 characters), its console and its disks.</summary>
internal sealed class GuestFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("lab-").FullName;

    public string Monitor => In("qmp");

    public string Agent => In("agent");

    public string Console => In("console");

    public string RootDisk => In("root.qcow2");

    public string In(string name) => Path.Combine(_path, name);

    public string DiskOf(GuestDisk disk) => In(disk.Name + ".qcow2");

    /// <summary>Makes empty disks, and a root disk that keeps only what differs from another.</summary>
    public async Task MakeDisksAsync(string root, string format, GuestOptions options)
    {
        await MakeAsync("-F", format, "-b", root, RootDisk);
        foreach (var disk in options.Disks) await MakeAsync(DiskOf(disk), $"{disk.Megabytes}M");
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private static Task MakeAsync(params string[] arguments) => HostProgram.RunAsync("qemu-img", ["create", "-q", "-f", "qcow2", .. arguments], Patience.Tool);
}
