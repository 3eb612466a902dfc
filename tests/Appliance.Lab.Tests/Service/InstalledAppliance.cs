// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Appliance.Lab.Tests.Lab;

namespace Appliance.Lab.Tests.Service;

/// <summary>The appliance installed in a guest from its package, with a panel on simulated GPIO lines.</summary>
internal sealed class InstalledAppliance : IAsyncDisposable
{
    public const string Version = "1.0";
    public const string Newer = "1.1";
    public const string Home = "/var/lib/appliance";

    /// <summary>Lines for an emulated machine, where each program starts some fifty times slower: its limits alone differ from the unit's own.</summary>
    private const string Slow =
        "[Service]\nTimeoutStartSec=300\nTimeoutStopSec=300\nWatchdogSec=120\nEnvironment=DOTNET_TieredPGO=0 DOTNET_TC_CallCountingDelayMs=5000\n";

    private const string Drops = "/run/systemd/system/appliance.service.d";

    private readonly Guest _guest;

    private InstalledAppliance(Guest guest, SimulatedChip panel)
    {
        _guest = guest;
        Panel = panel;
    }

    /// <summary>Lines PROG (pressed: low), YELLOW, GREEN, RED, BUZZER.</summary>
    public SimulatedChip Panel { get; }

    /// <summary>Installs it unless it is, selects the demo project on a simulated board, and starts it anew.</summary>
    /// <param name="guest">Where.</param>
    /// <param name="more">More lines of the unit's section Service, for this test alone.</param>
    public static async Task<InstalledAppliance> StartAsync(Guest guest, params string[] more)
    {
        var panel = await guest.Gpio.CreateAsync("panel", "PROG", "YELLOW", "GREEN", "RED", "BUZZER");
        await panel.PullAsync("PROG", high: true);
        var installed = new InstalledAppliance(guest, panel);
        await InstallAsync(guest);
        await guest.RunAsync("systemctl stop appliance", Patience.Boot);
        await guest.RunAsync($"[ -d {Home}/demo ] || appliance demo --json", Patience.Boot);
        await guest.WriteFileAsync($"{Home}/appliance.yaml", Settings());
        await guest.WriteFileAsync($"{Drops}/test.conf", System.Text.Encoding.UTF8.GetBytes($"[Service]\n{string.Join('\n', more)}\n"));
        await guest.RunAsync($"chown appliance:appliance {Home}/appliance.yaml; systemctl daemon-reload; systemctl start appliance", Patience.Boot);
        return installed;
    }

    /// <summary>Installs the package unless it is there.</summary>
    public static async Task InstallAsync(Guest guest)
    {
        await PackageFiles.BringAsync(guest);
        await guest.WriteFileAsync($"{Drops}/emulated.conf", System.Text.Encoding.UTF8.GetBytes(Slow));
        await guest.RunAsync($"systemctl daemon-reload; dpkg-query -W -f '${{Status}}' appliance 2>/dev/null | grep -q 'install ok installed' || dpkg -i {PackageFiles.Runtime} {PackageFiles.Appliance(Version)}", Patience.Boot);
    }

    /// <summary>What the page's API answers.</summary>
    public static async Task<JsonElement> AskAsync(Guest guest, string path) =>
        JsonDocument.Parse(await guest.RunAsync($"curl --silent --fail http://localhost:8080/api/{path}")).RootElement;

    /// <summary>Presses PROG and lets it go.</summary>
    public async Task PressAsync()
    {
        await Panel.PullAsync("PROG", high: false);
        await _guest.RunAsync("sleep 0.5");
        await Panel.PullAsync("PROG", high: true);
    }

    /// <summary>Waits until systemd has started it again so many times since it was started by hand, and it is ready.</summary>
    public Task UntilRestartedAsync(int times) =>
        _guest.UntilAsync($"[ \"$(systemctl show -P NRestarts appliance)\" -ge {times} ] && systemctl --quiet is-active appliance", TimeSpan.FromMinutes(5));

    /// <summary>Stops it and takes the panel away; it stays installed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _guest.RunAsync($"systemctl stop appliance; rm -rf {Drops}; systemctl daemon-reload; systemctl reset-failed appliance 2>/dev/null || true", Patience.Boot);
        await Panel.DisposeAsync();
    }

    private static byte[] Settings() => """
        project: demo/stm32f103cb
        probe: sim:stm32f103cb
        panel:
          prog: {chip: panel, line: PROG, active-low: true}
          busy: {chip: panel, line: YELLOW}
          pass: {chip: panel, line: GREEN}
          fail: {chip: panel, line: RED}
          buzzer: {chip: panel, line: BUZZER}

        """u8.ToArray();
}
