// SPDX-License-Identifier: Apache-2.0
using Appliance.Lab.Tests.Lab;

namespace Appliance.Lab.Tests.Sticks;

/// <summary>The service in the guest with our rule, units and helper as they are installed, under a user of its own, and lamps one can look at.</summary>
internal sealed class StickBench : IAsyncDisposable
{
    public const string Home = "/var/lib/stick-test";
    private const string Unit = "stick-test";

    /// <summary>What the service says, beside the journal: a look into the journal takes an emulated machine a second.</summary>
    private const string Log = $"{Home}/log";

    private readonly Guest _guest;
    private int _heard;

    private StickBench(Guest guest, SimulatedChip lamps) => (_guest, Lamps) = (guest, lamps);

    /// <summary>BUSY, PASS, FAIL, BUZZER.</summary>
    public SimulatedChip Lamps { get; }

    public static async Task<StickBench> StartAsync(Guest guest)
    {
        await InstallAsync(guest);
        var bench = new StickBench(guest, await guest.Gpio.CreateAsync("stick-test", "BUSY", "PASS", "FAIL", "BUZZER"));
        await guest.WriteFileAsync($"{Home}/appliance.yaml", """
            name: lab 1
            probe: sim:stm32f103cb
            panel:
              busy: {chip: stick-test, line: BUSY}
              pass: {chip: stick-test, line: PASS}
              fail: {chip: stick-test, line: FAIL}
              buzzer: {chip: stick-test, line: BUZZER}

            """u8.ToArray());
        await guest.RunAsync($"chown -R appliance: {Home} && chmod 666 /dev/gpiochip*");

        // As the service's own unit: its mounts are a copy of the machine's, and it may write nowhere else.
        await guest.StartServiceAsync(
            Unit, $"--port 0 > >(tee {Log}) 2>&1", $"Environment=APPLIANCE_HOME={Home}", $"Environment=HOME={Home}", "User=appliance", "RuntimeDirectory=appliance",
            "PrivateMounts=yes", "ProtectSystem=strict", $"ReadWritePaths={Home}", "PrivateTmp=yes");
        return bench;
    }

    /// <summary>Forgets what the service has said up to now.</summary>
    public async Task ForgetAsync() => _heard = int.Parse(await _guest.RunAsync($"wc -l <{Log}"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Waits until the service has said something since it started or was forgotten.</summary>
    public Task UntilLoggedAsync(string words) => _guest.UntilAsync($"tail -n +{_heard + 1} {Log} | grep -qF {Guest.Quote(words)}", Patience.Boot);

    /// <summary>Waits until nothing is mounted and nothing is noted.</summary>
    public Task UntilNoStickAsync() => _guest.UntilAsync("! ls /run/appliance-sticks/*.stick 2>/dev/null && ! grep -q /run/appliance-sticks /proc/mounts");

    /// <summary>The kept projects, as the shell lists them.</summary>
    public Task<string> ProjectsAsync() => _guest.RunAsync($"{Guest.Appliance} projects list --home {Home}");

    public async ValueTask DisposeAsync()
    {
        await _guest.RunAsync($"systemctl stop {Unit}; rm -rf {Home}");
        await Lamps.DisposeAsync();
    }

    /// <summary>A stick with one project in a folder.</summary>
    public static async Task<StickImage> DoorAsync(string revision, int length = 4096)
    {
        var stick = await StickImage.CreateAsync("DOOR");
        await stick.MakeFolderAsync("door");
        await stick.WriteAsync("door/project.yaml", $"name: Door\nrevision: '{revision}'\ntarget: stm32f103cb\nfiles: [{{path: fw.bin, address: 0x08000000}}]\n");
        await stick.WriteAsync("door/fw.bin", [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 + revision[0]))]);
        return stick;
    }

    private static async Task InstallAsync(Guest guest)
    {
        var systemd = Path.Combine(GuestImage.Tree(), "systemd");
        await Copy("appliance-stick", "/usr/lib/appliance/appliance-stick");
        await Copy("99-appliance-stick.rules", "/etc/udev/rules.d/99-appliance-stick.rules");
        foreach (var unit in new[] { "appliance-stick@.service", "appliance-stick-write@.path", "appliance-stick-write@.service" })
            await Copy(unit, "/etc/systemd/system/" + unit);
        await guest.RunAsync("chmod 755 /usr/lib/appliance/appliance-stick; id appliance 2>/dev/null || useradd --system appliance; systemctl daemon-reload; udevadm control --reload");

        async Task Copy(string from, string to) => await guest.WriteFileAsync(to, await File.ReadAllBytesAsync(Path.Combine(systemd, from)));
    }
}

/// <summary>One bench for the tests of a class, started by the first.</summary>
public sealed class SharedStickBench : IAsyncLifetime
{
    private StickBench? _bench;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_bench is not null) await _bench.DisposeAsync();
    }

    internal async Task<StickBench> GetAsync(Guest guest)
    {
        _bench ??= await StickBench.StartAsync(guest);
        await _bench.ForgetAsync();
        return _bench;
    }
}
