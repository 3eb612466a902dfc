// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Appliance.Lab.Tests.Lab;

/// <summary>
/// A Debian machine with systemd, emulated: the real kernel's GPIO, USB, disks and services under the appliance. Life cycle:
/// <see cref="StartAsync"/> → commands, devices in and out, perhaps <see cref="PowerCut"/> and <see cref="PowerOnAsync"/> → dispose, which
/// kills it and removes its disks. Commands may run at once.
/// </summary>
public sealed partial class Guest : IAsyncDisposable
{
    private readonly GuestImage _image;
    private readonly GuestOptions _options;
    private readonly GuestFolder _folder = new();
    private readonly Dictionary<int, int> _ports = [];
    private readonly List<BroughtFolder> _brought = [];
    private Qemu? _qemu;
    private Monitor? _monitor;
    private Agent? _agent;

    private Guest(GuestImage image, GuestOptions options)
    {
        (_image, _options) = (image, options);
        Gpio = new GuestGpio(this);
        Usb = new GuestUsb(this);
        Serial = new GuestSerial(this);
    }

    /// <summary>The lines of simulated GPIO chips.</summary>
    public GuestGpio Gpio { get; }

    /// <summary>What is plugged in: sticks, and simulated devices behind usbredir.</summary>
    public GuestUsb Usb { get; }

    /// <summary>Serial ports: emulated UARTs whose wire is here.</summary>
    public GuestSerial Serial { get; }

    /// <summary>
    /// The command of the service in the guest. In a short life on a slow machine it does not pay to measure code (PGO), to compile it twice soon, or
    /// to hide it from writing (W^X).
    /// </summary>
    public static string Appliance => "env DOTNET_TieredPGO=0 DOTNET_TC_CallCountingDelayMs=5000 DOTNET_EnableWriteXorExecute=0 dotnet /srv/appliance/appliance.dll";

    /// <summary>Where the console's bytes of the next line begin; see <see cref="JournalSince"/>.</summary>
    public long JournalEnd => File.Exists(_folder.Console) ? new FileInfo(_folder.Console).Length : 0;

    internal Monitor Monitor => _monitor ?? throw new LabException("The guest is off.");

    /// <summary>Builds the guest where that is needed, starts it, and waits until it is up.</summary>
    public static async Task<Guest> StartAsync(GuestOptions? options = null)
    {
        options ??= new GuestOptions();
        var guest = new Guest(await GuestImage.GetAsync(), options);
        try
        {
            var booted = await BootedGuest.GetAsync(guest._image, options);
            await guest._folder.MakeDisksAsync(booted?.Disk ?? guest._image.Root, booted is null ? "raw" : "qcow2", options);
            await guest.SwitchOnAsync(booted?.State);
            await guest.BringAsync(await BuiltAppliance.GetAsync(), "/srv/appliance");
            return guest;
        }
        catch
        {
            await guest.DisposeAsync();
            throw;
        }
    }

    /// <summary>Boots a guest and puts it away: its root disk, and all the rest of it.</summary>
    internal static async Task BootAndSaveAsync(GuestImage image, GuestOptions options, string disk, string state)
    {
        await using var guest = new Guest(image, options);
        await guest._folder.MakeDisksAsync(image.Root, "raw", options);
        await guest.PowerOnAsync();
        await guest.RunAsync("udevadm settle; sync");
        await guest.Monitor.SaveAsync(state);
        await guest.Monitor.QuitAsync();
        await guest._qemu!.EndAsync(Patience.Request);
        File.Copy(guest._folder.RootDisk, disk);
    }

    /// <summary>Starts the guest after <see cref="PowerCut"/> or <see cref="PowerOffAsync"/>, with the disks as they were left.</summary>
    public Task PowerOnAsync() => SwitchOnAsync(state: null);

    /// <summary>A folder of this machine as it is now, on a disk that the guest mounts read-only.</summary>
    public async Task BringAsync(string folder, string mountPoint)
    {
        var brought = await BroughtFolder.MakeAsync(folder, _folder.In($"brought{_brought.Count}"), mountPoint);
        _brought.Add(brought);
        await brought.PlugAsync(this);
    }

    private async Task SwitchOnAsync(string? state)
    {
        File.Delete(_folder.Monitor);
        File.Delete(_folder.Agent);
        _qemu = new Qemu(QemuCommand.For(_image, _options, _folder, state));
        using var deadline = new CancellationTokenSource(Patience.Boot);
        try
        {
            _monitor = await Monitor.ConnectAsync(_folder.Monitor, deadline.Token);
            _agent = await Agent.ConnectAsync(_folder.Agent, deadline.Token);
            await LookUpPortsAsync();
            await RunAsync($"date -s @{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}; systemctl is-system-running --wait || true", Patience.Boot);
            foreach (var brought in _brought) await brought.PlugAsync(this);
        }
        catch (Exception failed) when (failed is OperationCanceledException or LabException)
        {
            throw new LabException($"The guest did not start. {_qemu.LastWords}{JournalSince(0)}", failed);
        }
    }

    /// <summary>The mains plug is pulled: nothing in the guest has a say. What it flushed is on its disks, with <see cref="GuestOptions.Durable"/>.</summary>
    public void PowerCut()
    {
        Disconnect();
        _qemu?.Dispose();
        _qemu = null;
    }

    /// <summary>Shuts the guest down as an administrator does, and waits until it is off.</summary>
    public async Task PowerOffAsync()
    {
        var qemu = _qemu ?? throw new LabException("The guest is off.");
        await TryRunAsync("systemd-run --quiet --no-block --on-active=1 systemctl poweroff");
        await qemu.EndAsync(Patience.Boot);
        PowerCut();
    }

    /// <summary>Runs a shell command; gives its standard output without the last newline. Throws, with the journal, unless it ends with 0.</summary>
    /// <param name="command">For bash, as root. What it leaves running must not keep its output open: use <see cref="StartUnitAsync"/>.</param>
    /// <param name="limit">When it is killed; <see cref="Patience.Command"/> where none is named.</param>
    /// <param name="input">Its standard input.</param>
    public async Task<string> RunAsync(string command, TimeSpan? limit = null, byte[]? input = null)
    {
        var from = JournalEnd;
        var result = await TryRunAsync(command, limit, input);
        if (result.ExitCode == 0) return result.Output.TrimEnd('\n');
        throw new LabException($"'{command}' ended with {result.ExitCode}.\n{result.Error}{result.Output}\n{JournalSince(from)}");
    }

    /// <summary>Runs a shell command that may fail.</summary>
    public async Task<GuestResult> TryRunAsync(string command, TimeSpan? limit = null, byte[]? input = null)
    {
        var agent = _agent ?? throw new LabException("The guest is off.");
        var from = JournalEnd;
        try
        {
            return await agent.RunAsync(command, input, limit ?? Patience.Command);
        }
        catch (LabException lost)
        {
            throw new LabException($"{lost.Message}. {_qemu?.LastWords}\n{JournalSince(from)}", lost);
        }
    }

    /// <summary>The shell command that rests between two looks: a look that starts a program costs the guest a quarter of a second of work.</summary>
    public static string Rest => "read -rt 0.5 <> <(:) || :";

    /// <summary>Waits, looking in the guest, until a shell command ends with 0.</summary>
    public async Task UntilAsync(string command, TimeSpan? limit = null)
    {
        var from = JournalEnd;
        var result = await TryRunAsync($"until {command}; do {Rest}; done >/dev/null 2>&1", limit);
        if (result.ExitCode != 0) throw new LabException($"'{command}' never ended with 0.\n{JournalSince(from)}");
    }

    /// <summary>Starts a program as a transient service; its output goes to the journal. Stop it with <c>systemctl stop NAME</c>.</summary>
    /// <param name="name">Its unit, without <c>.service</c>.</param>
    /// <param name="command">For bash.</param>
    /// <param name="properties">Properties of the unit: <c>Environment=A=B</c>, <c>Restart=always</c>.</param>
    public Task StartUnitAsync(string name, string command, params string[] properties) => RunAsync(
        $"systemctl reset-failed {name} 2>/dev/null; systemd-run --quiet --collect --unit={name} --description={name} "
        + string.Concat(properties.Select(property => $"--property={Quote(property)} ")) + "/bin/bash -c " + Quote(command), Patience.Service);

    /// <summary>Starts the appliance's service as a transient unit and waits until it has told that it is ready; nothing looks at it meanwhile.</summary>
    /// <param name="name">Its unit, without <c>.service</c>.</param>
    /// <param name="arguments">After <c>serve</c>, for bash.</param>
    /// <param name="properties">Properties of the unit.</param>
    public Task StartServiceAsync(string name, string arguments, params string[] properties) => StartUnitAsync(
        name, $"exec {Appliance} serve {arguments}", ["Type=notify", $"TimeoutStartSec={Patience.Service.TotalSeconds:0}", .. properties]);

    /// <summary>Writes a file of the guest; its folder is made.</summary>
    public Task WriteFileAsync(string path, byte[] bytes) => RunAsync($"mkdir -p \"$(dirname {Quote(path)})\" && cat >{Quote(path)}", input: bytes);

    /// <summary>Reads a file of the guest.</summary>
    public async Task<byte[]> ReadFileAsync(string path)
    {
        var result = await TryRunAsync($"cat {Quote(path)}");
        return result.ExitCode == 0 ? result.OutputBytes : throw new LabException(result.Error.Trim());
    }

    /// <summary>The port of this machine, on the loopback interface, that leads to a port of <see cref="GuestOptions.Ports"/>.</summary>
    public int PortOf(int guestPort) => _ports[guestPort];

    /// <summary>The last lines the console got since a moment: the kernel's and the journal's. Works when the guest is dead, too.</summary>
    public string JournalSince(long start)
    {
        const int most = 12_000;
        if (!File.Exists(_folder.Console)) return "";
        using var console = new FileStream(_folder.Console, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        console.Position = Math.Max(Math.Min(start, console.Length), console.Length - most);
        return "The journal of the guest ends:\n" + new StreamReader(console).ReadToEnd();
    }

    /// <summary>A word of the shell.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Kills the guest and removes its disks.</summary>
    [SuppressMessage("Usage", "CA1816", Justification = "there is no finalizer")]
    public ValueTask DisposeAsync()
    {
        PowerCut();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Disconnect()
    {
        _monitor?.Dispose();
        _agent?.Dispose();
        (_monitor, _agent) = (null, null);
    }

    /// <summary>QEMU chose the ports of this machine; a table of its monitor names them: TCP[HOST_FORWARD] fd address port address port …</summary>
    private async Task LookUpPortsAsync()
    {
        if (_options.Ports.Count == 0) return;
        var table = await Monitor.SayAsync("info usernet");
        foreach (Match row in ForwardedPort().Matches(table))
            _ports[int.Parse(row.Groups["guest"].Value, CultureInfo.InvariantCulture)] = int.Parse(row.Groups["here"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"HOST_FORWARD\]\s+\d+\s+\S+\s+(?<here>\d+)\s+\S+\s+(?<guest>\d+)")]
    private static partial Regex ForwardedPort();
}
