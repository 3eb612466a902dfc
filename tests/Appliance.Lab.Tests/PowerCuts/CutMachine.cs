// SPDX-License-Identifier: Apache-2.0
using System.Net.Sockets;
using Appliance.Lab.Tests.Lab;

namespace Appliance.Lab.Tests.PowerCuts;

/// <summary>
/// A guest with nothing but a kernel, the program under test and one disk, that comes up in some seconds: no systemd. What the program says leaves
/// the guest by a serial line of its own before the next instruction, so what was read here was promised.
/// </summary>
internal sealed class CutMachine : IDisposable
{
    private const string Init = """
        #!/bin/busybox sh
        /bin/busybox mount -t proc proc /proc
        /bin/busybox mount -t sysfs sys /sys
        /bin/busybox mount -t devtmpfs dev /dev
        while read -r module; do /bin/busybox insmod "/modules/$module"; done </modules/order
        until [ -b /dev/vda ] && [ -b /dev/vdb ]; do /bin/busybox usleep 20000; done
        /bin/busybox mount -t ext4 -o ro,noload /dev/vda /root
        /bin/busybox mount --move /dev /root/dev
        /bin/busybox umount /sys /proc
        exec /bin/busybox switch_root /root /bin/bash -c "$(/bin/busybox cat /start)"
        """;

    private const string Start = """
        export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp DOTNET_EnableDiagnostics=0 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_TieredPGO=0 DOTNET_TC_CallCountingDelayMs=5000
        mount -t proc proc /proc && mount -t sysfs sys /sys && mount -t tmpfs tmp /tmp
        modprobe -a 9pnet_virtio 9p
        mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=262144,cache=loose tests /srv/appliance
        mkdir /tmp/data && mount -t ext4 /dev/vdb /tmp/data && mkdir -p /tmp/data/journal || { echo "the disk cannot be used"; dmesg | tail -n 20; exec poweroff -f; }
        dotnet /srv/appliance/Appliance.Lab.Tests.dll ${lab_program//,/ } >/dev/ttyS1
        echo "the program ended with $?"
        """;

    /// <summary>A folder on the disk.</summary>
    public const string Folder = "/tmp/data/journal";

    private readonly Qemu _qemu;
    private readonly Socket _listener;
    private readonly string _console;

    private CutMachine(Qemu qemu, Socket listener, string console) => (_qemu, _listener, _console) = (qemu, listener, console);

    /// <summary>Switches a machine on.</summary>
    /// <param name="image">The guest.</param>
    /// <param name="build">The program's folder.</param>
    /// <param name="folder">For its sockets.</param>
    /// <param name="disk">Socket of the disk.</param>
    /// <param name="program">Which program, and what it is told; <see cref="Folder"/> is there to write in.</param>
    public static CutMachine Switch(GuestImage image, string build, string folder, string disk, params string[] program)
    {
        var (first, said, console) = (Path.Combine(folder, "initrd"), Path.Combine(folder, "said"), Path.Combine(folder, "console"));
        File.WriteAllBytes(first, FirstFiles.Over(File.ReadAllBytes(image.FirstFileSystem), ("init", Init), ("start", Start)));
        File.Delete(said);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(said));
        listener.Listen();
        var qemu = new Qemu(
        [
            .. QemuCommand.Machine, "-m", "768", "-nodefaults", "-display", "none", "-no-reboot",
            "-kernel", image.Kernel, "-initrd", first,
            "-append", $"{QemuCommand.Kernel} loglevel=3 lab_program={string.Join(',', program)}",
            "-serial", $"file:{console}", "-chardev", $"socket,id=said,path={said},server=off", "-serial", "chardev:said",
            "-drive", $"file={image.Root},format=raw,if=none,id=root,readonly=on", "-device", "virtio-blk-pci,drive=root",
            "-blockdev", $"driver=nbd,node-name=data,server.type=unix,server.path={disk},cache.direct=on,cache.no-flush=off",
            "-device", "virtio-blk-pci,drive=data,write-cache=on",
            "-virtfs", $"local,path={build},mount_tag=tests,security_model=none,readonly=on,multidevs=remap",
        ]);
        return new CutMachine(qemu, listener, console);
    }

    /// <summary>What the program says, to its end or the machine's.</summary>
    public async IAsyncEnumerable<string> SaysAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken deadline)
    {
        using var line = await _listener.AcceptAsync(deadline);
        using var text = new StreamReader(new NetworkStream(line));
        while (await Next(text, deadline) is { } said) yield return said;
    }

    /// <summary>Pulls the plug: nothing in the guest has a say.</summary>
    public void Kill() => _qemu.Kill();

    /// <summary>What the kernel and the program complained about.</summary>
    public string Console => File.Exists(_console) ? File.ReadAllText(_console) : "";

    public void Dispose()
    {
        _qemu.Dispose();
        _listener.Dispose();
    }

    /// <summary>A line that is whole; what the cut left of another one was never promised.</summary>
    private static async Task<string?> Next(StreamReader text, CancellationToken deadline)
    {
        var line = new System.Text.StringBuilder();
        var one = new char[1];
        try
        {
            while (await text.ReadAsync(one, deadline) > 0)
            {
                if (one[0] == '\n') return line.ToString().TrimEnd('\r');
                line.Append(one[0]);
            }
        }
        catch (IOException)
        {
            // The machine was killed.
        }

        return null;
    }
}
