// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Appliance.Lab.Tests.Lab;

/// <summary>QEMU's arguments. Pure emulation always: /dev/kvm may be there and run no Debian kernel.</summary>
internal static class QemuCommand
{
    /// <summary>On a busy machine the guest's timer comes late; the kernel takes that for a broken one and panics at its start, or reports stalls.</summary>
    private const string BusyMachine = "no_timer_check nowatchdog rcupdate.rcu_cpu_stall_suppress=1";

    /// <summary>The shares every guest has: the built service and the .NET it runs on.</summary>
    private static readonly GuestShare[] Always =
    [
        new(AppContext.BaseDirectory.TrimEnd('/'), "/srv/appliance"),
        new(Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")), "/usr/share/dotnet"),
    ];

    public static IEnumerable<GuestShare> SharesOf(GuestOptions options) => Always.Concat(options.Shares);

    public static string TagOf(int share) => $"share{share}";

    public static IReadOnlyList<string> For(GuestImage image, GuestOptions options, GuestFolder folder)
    {
        List<string> line =
        [
            "-accel", "tcg,thread=multi", "-cpu", "max", "-M", "pc", "-smp", "2", "-m", $"{options.Memory}", "-nodefaults", "-display", "none",
            "-no-reboot",
            "-kernel", image.Kernel, "-initrd", image.FirstFileSystem,
            "-append", $"console=ttyS0 panic=-1 loglevel=4 mitigations=off systemd.show_status=0 net.ifnames=0 {BusyMachine}",
            "-serial", $"file:{folder.Console}", "-qmp", $"unix:{folder.Monitor},server=on,wait=off",
            "-device", "virtio-serial", "-chardev", $"socket,id=agent,path={folder.Agent},server=on,wait=off",
            "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
            "-device", "qemu-xhci,id=xhci,p2=8,p3=8",
            "-netdev", "user,id=lan,restrict=on" + string.Concat(options.Ports.Select(port => $",hostfwd=tcp:127.0.0.1:0-:{port}")),
            "-device", "virtio-net-pci,netdev=lan",
        ];
        line.AddRange(Drive(folder.RootDisk, "root", options));
        foreach (var disk in options.Disks) line.AddRange(Drive(folder.DiskOf(disk), disk.Name, options));
        foreach (var (share, number) in SharesOf(options).Select((share, number) => (share, number)))
        {
            line.AddRange(["-virtfs",
                $"local,path={share.Folder},mount_tag={TagOf(number)},security_model=none,readonly=on,multidevs=remap"]);
        }

        return line;
    }

    /// <summary>The format keeps its tables in QEMU's memory until a flush, so a killed QEMU forgets what was not flushed, as a disk does.</summary>
    private static string[] Drive(string path, string name, GuestOptions options) =>
    [
        "-drive", $"file={path},format=qcow2,if=none,id={name},cache={(options.Durable ? "writeback" : "unsafe")}",
        "-device", $"virtio-blk-pci,drive={name},serial={name}",
    ];
}
