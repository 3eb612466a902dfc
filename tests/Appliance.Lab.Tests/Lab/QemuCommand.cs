// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Lab.Tests.Lab;

/// <summary>QEMU's arguments. Pure emulation always: /dev/kvm may be there and run no Debian kernel.</summary>
internal static class QemuCommand
{
    /// <summary>On a busy machine the guest's timer comes late; the kernel takes that for a broken one and panics at its start, or reports stalls.</summary>
    private const string BusyMachine = "no_timer_check nowatchdog rcupdate.rcu_cpu_stall_suppress=1";

    /// <summary>
    /// Emulation translates each piece of code once for each place it is at: with one place for every library (no randomization) the second program
    /// starts in half the time of the first.
    /// </summary>
    private const string SamePlaces = "norandmaps";

    /// <summary>Emulation, and the oldest processor that .NET's own native code asks for: vectors of 256 bits cost far more here than they save.</summary>
    public static readonly IReadOnlyList<string> Machine = ["-accel", "tcg,thread=multi", "-cpu", "Nehalem", "-M", "pc", "-smp", "2"];

    /// <summary>Words for the kernel of every machine of the lab.</summary>
    public const string Kernel = $"console=ttyS0 panic=-1 mitigations=off {SamePlaces} {BusyMachine}";

    /// <param name="image">What is booted.</param>
    /// <param name="options">How the guest is made.</param>
    /// <param name="folder">Its sockets and disks.</param>
    /// <param name="state">A file that holds a machine made by the same arguments, which goes on from there; null to boot.</param>
    public static IReadOnlyList<string> For(GuestImage image, GuestOptions options, GuestFolder folder, string? state)
    {
        List<string> line =
        [
            .. Machine, "-m", $"{options.Memory}", "-nodefaults", "-display", "none", "-no-reboot",
            "-kernel", image.Kernel, "-initrd", image.FirstFileSystem,
            "-append", $"{Kernel} loglevel=4 systemd.show_status=0 net.ifnames=0",
            "-serial", $"file:{folder.Console}", "-qmp", $"unix:{folder.Monitor},server=on,wait=off",
            "-device", "virtio-serial", "-chardev", $"socket,id=agent,path={folder.Agent},server=on,wait=off",
            "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
            "-device", "qemu-xhci,id=xhci,p2=8,p3=8",
            "-netdev", "user,id=lan,restrict=on" + string.Concat(options.Ports.Select(port => $",hostfwd=tcp:127.0.0.1:0-:{port}")),
            "-device", "virtio-net-pci,netdev=lan",
        ];
        line.AddRange(Drive(folder.RootDisk, "root", options));
        foreach (var disk in options.Disks) line.AddRange(Drive(folder.DiskOf(disk), disk.Name, options));
        if (state is not null) line.AddRange(["-incoming", $"exec:cat '{state}'"]);

        return line;
    }

    /// <summary>The format keeps its tables in QEMU's memory until a flush, so a killed QEMU forgets what was not flushed, as a disk does.</summary>
    private static string[] Drive(string path, string name, GuestOptions options) =>
    [
        "-drive", $"file={path},format=qcow2,if=none,id={name},cache={(options.Durable ? "writeback" : "unsafe")}",
        "-device", $"virtio-blk-pci,drive={name},serial={name}",
    ];
}
