// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Appliance.Lab.Tests.Lab;

namespace Appliance.Lab.Tests.Panel;

/// <summary>
/// The service in the guest with a panel on a simulated GPIO chip, a project, and a simulated board. The button closes to ground. Each bench
/// has a name of its own for chip, folder and unit, and a port of its own for the page.
/// </summary>
internal sealed class PanelBench : IAsyncDisposable
{
    public const string Prog = "PROG";
    public const string Busy = "BUSY";
    public const string Pass = "PASS";
    public const string Fail = "FAIL";
    public const string Buzzer = "BUZZER";

    private readonly Guest _guest;
    private readonly string _name;
    private readonly int _port;

    private PanelBench(Guest guest, string name, int port, SimulatedChip chip)
    {
        (_guest, _name, _port, Chip) = (guest, name, port, chip);
    }

    public SimulatedChip Chip { get; }

    /// <summary>The appliance's folder.</summary>
    public string Home => $"/var/lib/{_name}";

    /// <summary>The shell command that prints a line for each record.</summary>
    private string Records => $"curl -sf '{Page}/records?take=200' | grep -o '\"verdict\":\"[A-Z]*\"'";

    private string Page => $"http://127.0.0.1:{_port}/api";

    /// <summary>Starts a bench, and waits until its page says READY.</summary>
    /// <param name="guest">Where.</param>
    /// <param name="name">A word of its own.</param>
    /// <param name="port">A port of its own.</param>
    /// <param name="probe">The simulated board.</param>
    /// <param name="passLine">The line the settings name for the green LED.</param>
    /// <param name="takenLine">A line another program holds.</param>
    /// <param name="firmwareBytes">How much there is to program: how long a job takes.</param>
    /// <param name="properties">Of the unit.</param>
    public static async Task<PanelBench> StartAsync(
        Guest guest, string name, int port, string probe = "sim:stm32f103cb", string passLine = Pass, string? takenLine = null,
        int firmwareBytes = 4096, params string[] properties)
    {
        var chip = await guest.Gpio.CreateAsync(name, Prog, Busy, Pass, Fail, Buzzer);
        var bench = new PanelBench(guest, name, port, chip);
        await chip.PullAsync(Prog, high: true);
        if (takenLine is not null) await guest.StartUnitAsync($"{name}-holder", $"exec gpioset --mode=signal {chip.NumberedName(takenLine)}=0");
        if (takenLine is not null) await guest.UntilAsync($"gpioinfo {name} | grep {takenLine} | grep -q gpioset");
        await guest.WriteFileAsync($"{bench.Home}/appliance.yaml", System.Text.Encoding.UTF8.GetBytes($$"""
            project: project
            probe: "{{probe}}"
            web: {port: {{port}}}
            panel:
              prog: {chip: {{name}}, line: {{Prog}}, active-low: true}
              busy: {chip: {{name}}, line: {{Busy}}}
              pass: {chip: {{name}}, line: {{passLine}}}
              fail: {chip: {{name}}, line: {{Fail}}}
              buzzer: {chip: {{name}}, line: {{Buzzer}}}
            """));
        await guest.WriteFileAsync($"{bench.Home}/project/project.yaml", """
            name: Bench
            revision: "1"
            target: stm32f103cb
            files:
              - path: firmware.bin
                address: 0x08000000
            """u8.ToArray());
        await guest.WriteFileAsync($"{bench.Home}/project/firmware.bin", Firmware(firmwareBytes));
        await guest.StartServiceAsync(name, "", [$"Environment=APPLIANCE_HOME={bench.Home}", .. properties]);
        await bench.UntilStateAsync("ready");
        return bench;
    }

    /// <summary>What its project programs.</summary>
    public static byte[] Firmware(int bytes)
    {
        var firmware = new byte[bytes];
        new Random(20261121).NextBytes(firmware);
        return firmware;
    }

    /// <summary>Presses, or lets go, with a bouncing contact: several edges at once, and a last one that stays.</summary>
    public string Bounce(bool pressed, int bounces) =>
        string.Concat(Enumerable.Range(0, bounces).Select(_ => $"{Chip.PullCommand(Prog, !pressed)}; {Chip.PullCommand(Prog, pressed)}; "))
        + Chip.PullCommand(Prog, !pressed);

    /// <summary>Presses until there is another record, and lets go, bouncing both ways: a busy machine may need long to see a press.</summary>
    /// <param name="before">How many records there are.</param>
    /// <param name="bounces">Bounces each way.</param>
    public Task PressAsync(int before, int bounces = 5) => _guest.RunAsync(
        $"{Bounce(pressed: true, bounces)}; until [ $({Records} | wc -l) -gt {before} ]; do {Guest.Rest}; done; {Bounce(pressed: false, bounces)}", Patience.Boot);

    /// <summary>The shell command that waits until a job runs.</summary>
    public string UntilRunning => $"until curl -sf '{Page}/records?take=1' | grep -q RUNNING; do :; done";

    /// <summary>Waits until the page shows a state.</summary>
    public Task UntilStateAsync(string state) => _guest.UntilAsync($"curl -sf {Page}/panel | grep -qi '\"state\":\"{state}\"'", Patience.Service);

    /// <summary>The page's view of the panel.</summary>
    public async Task<JsonElement> ViewAsync() => JsonDocument.Parse(await _guest.RunAsync($"curl -sf {Page}/panel")).RootElement;

    /// <summary>The verdicts of all records, newest first.</summary>
    public async Task<IReadOnlyList<string>> VerdictsAsync()
    {
        var list = JsonDocument.Parse(await _guest.RunAsync($"curl -sf '{Page}/records?take=200'")).RootElement;
        return [.. list.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("verdict").GetString()!)];
    }

    /// <summary>The newest record: its verdict, and the code and cause of its error.</summary>
    public async Task<string> LastAsync()
    {
        var list = JsonDocument.Parse(await _guest.RunAsync($"curl -sf '{Page}/records?take=1'")).RootElement;
        var record = list.GetProperty("records")[0];
        return $"{record.GetProperty("verdict").GetString()} {record.GetProperty("code").GetString()} {record.GetProperty("cause").GetString()}".TrimEnd();
    }

    /// <summary>The process of the service.</summary>
    public Task<string> ProcessAsync() => _guest.RunAsync($"systemctl show -P MainPID {_name}");

    /// <summary>The project's folder.</summary>
    public string Project => $"{Home}/project";

    /// <summary>Waits until there are so many records and no job runs, and gives their verdicts.</summary>
    public async Task<IReadOnlyList<string>> VerdictsAsync(int count)
    {
        await _guest.UntilAsync(
            $"records=$({Records} || true); ! grep -q RUNNING <<<$records && [ $(grep -c . <<<$records) -ge {count} ]",
            Patience.Boot);
        return await VerdictsAsync();
    }

    /// <summary>Notes all changes of the LEDs and the buzzer from now on: Busy, Pass, Fail, Buzzer.</summary>
    public Task<LineWatch> WatchAsync() => Chip.WatchAsync(_name, Busy, Pass, Fail, Buzzer);

    public async ValueTask DisposeAsync()
    {
        await _guest.RunAsync($"systemctl stop {_name} {_name}-holder watch-{_name} 2>/dev/null; rm -rf {Home}");
        await Chip.DisposeAsync();
    }
}

/// <summary>One bench for the tests of a class, started by the first.</summary>
public sealed class SharedBench : IAsyncLifetime
{
    private PanelBench? _bench;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_bench is not null) await _bench.DisposeAsync();
    }

    internal async Task<PanelBench> GetAsync(Guest guest) => _bench ??= await PanelBench.StartAsync(guest, "panel", 18080);
}
