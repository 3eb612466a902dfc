// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Appliance.Lab.Tests.Lab;

namespace Appliance.Lab.Tests.Service;

/// <summary>The appliance installed in a guest from its package, with a panel on simulated GPIO lines.</summary>
internal sealed class InstalledAppliance : IAsyncDisposable
{
    public const string Version = "1.0";
    public const string Home = "/var/lib/appliance";

    private static readonly Lazy<Task<(string Runtime, string Appliance)>> Packages = new(BuildAsync);

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
        await guest.RunAsync("systemctl stop appliance");
        await guest.RunAsync($"[ -d {Home}/demo ] || appliance demo --json");
        await guest.WriteFileAsync($"{Home}/appliance.yaml", Settings());
        await guest.WriteFileAsync("/run/systemd/system/appliance.service.d/test.conf", System.Text.Encoding.UTF8.GetBytes($"[Service]\n{string.Join('\n', more)}\n"));
        await guest.RunAsync($"chown appliance:appliance {Home}/appliance.yaml; systemctl daemon-reload; systemctl start appliance");
        return installed;
    }

    /// <summary>Installs the package unless it is there.</summary>
    public static async Task InstallAsync(Guest guest)
    {
        var (runtime, appliance) = await Packages.Value;
        await guest.RunAsync($"dpkg-query -W -f '${{Status}}' appliance 2>/dev/null | grep -q 'install ok installed' || dpkg -i {runtime} {appliance}");
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
        await _guest.RunAsync("rm -rf /run/systemd/system/appliance.service.d; systemctl daemon-reload; systemctl stop appliance; systemctl reset-failed appliance 2>/dev/null || true");
        await Panel.DisposeAsync();
    }

    private static async Task<(string Runtime, string Appliance)> BuildAsync() => (await PackageFiles.RuntimeAsync(), await PackageFiles.ApplianceAsync(Version));

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
