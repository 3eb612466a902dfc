// SPDX-License-Identifier: Apache-2.0
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Appliance.EndToEnd.Tests.Cli;

namespace Appliance.EndToEnd.Tests.Systemd;

/// <summary>The service as systemd starts it: what it says on the socket, and when.</summary>
public sealed class NotifyTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ApplianceProcess _appliance = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
    private readonly string _name = $"appliance-test-{Guid.NewGuid():N}";

    public NotifyTests() => _systemd.Bind(new UnixDomainSocketEndPoint($"\0{_name}"));

    public void Dispose()
    {
        _systemd.Dispose();
        _appliance.Dispose();
    }

    [Fact]
    public async Task Serve_StartedBySystemd_IsReadyAfterItsChecksThenBeatsAndSaysGoodbye()
    {
        using var service = Start();

        // The page may answer before; whoever was told READY finds the checks done.
        Assert.Equal("STATUS=Self checks …", Next());
        var ready = Next();
        Assert.Matches(@"\AREADY=1\nSTATUS=Page http://localhost:\d+/, probe auto, self checks: [1-5] ok(, [1-3] warn)?(, [1-3] fail)?\.\z", ready);
        using var page = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = PageOf(ready), Timeout = Patience };
        var checks = JsonDocument.Parse(await page.GetStringAsync(new Uri("api/selfchecks", UriKind.Relative))).RootElement.GetProperty("checks");
        Assert.Equal(["disk", "clock", "journal", "panel", "probe"], checks.EnumerateArray().Select(check => check.GetProperty("name").GetString()));
        Assert.Equal("ok", checks[0].GetProperty("state").GetString());
        Assert.Equal("WATCHDOG=1", Next());
        Assert.Equal("WATCHDOG=1", Next());

        service.Stop();
        string last;
        do last = Next();
        while (last == "WATCHDOG=1");
        Assert.Equal("STOPPING=1", last);
    }

    [Fact]
    public async Task Serve_LoopbackConfigured_IsOneMoreCheck_AndThePageListsIt()
    {
        await File.WriteAllTextAsync(Path.Combine(_appliance.Home, "appliance.yaml"), "probe: sim:stm32f103cb\nloopback: jumper\n");
        using var service = Start();

        Assert.Equal("STATUS=Self checks …", Next());
        using var page = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = PageOf(Next()), Timeout = Patience };
        var checks = JsonDocument.Parse(await page.GetStringAsync(new Uri("api/selfchecks", UriKind.Relative))).RootElement.GetProperty("checks");

        var last = checks.EnumerateArray().Last();
        Assert.Equal(("loop-back", "fail"), (last.GetProperty("name").GetString(), last.GetProperty("state").GetString()));
        Assert.Contains("only GPIO lines can be looped back", last.GetProperty("seen").GetString(), StringComparison.Ordinal);
        service.Stop();
    }

    [Fact]
    public async Task Serve_JournalCannotBeHad_IsReadyWithItsPageAndCannotRecord()
    {
        Directory.CreateDirectory(Path.Combine(_appliance.Home, "data"));
        await File.WriteAllTextAsync(Path.Combine(_appliance.Home, "data", "journal"), "a file where the folder should be");
        using var service = Start();

        Assert.Equal("STATUS=Self checks …", Next());
        using var page = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = PageOf(Next()), Timeout = Patience };
        page.DefaultRequestHeaders.Add("X-Appliance", "page");
        var panel = JsonDocument.Parse(await page.GetStringAsync(new Uri("api/panel", UriKind.Relative))).RootElement;
        var checks = JsonDocument.Parse(await page.GetStringAsync(new Uri("api/selfchecks", UriKind.Relative))).RootElement;

        Assert.Equal("cannotRecord", panel.GetProperty("state").GetString());
        Assert.Equal("fail", checks.GetProperty("worst").GetString());
        Assert.All(checks.GetProperty("checks").EnumerateArray().Where(check => check.GetProperty("state").GetString() != "ok"), check => Assert.NotEqual("", check.GetProperty("action").GetString()));
        service.Stop();
    }

    [Fact]
    public void Serve_StartedByAPerson_TellsNobody()
    {
        using var service = new RunningAppliance(_appliance.Start("serve", "--port", "0"));

        Assert.StartsWith("ready: ", UntilReady(service), StringComparison.Ordinal);

        service.Stop();
        Assert.Equal(0, _systemd.Available);
    }

    private static string UntilReady(RunningAppliance service)
    {
        while (service.ReadLine().Result is { } line)
        {
            if (line.StartsWith("ready: ", StringComparison.Ordinal)) return line;
        }

        return "";
    }

    private RunningAppliance Start() => new(_appliance.Start(
        new Dictionary<string, string> { ["NOTIFY_SOCKET"] = $"@{_name}", ["WATCHDOG_USEC"] = "2000000" }, "serve", "--port", "0"));

    private static Uri PageOf(string ready) => new(ready.Split("STATUS=Page ")[1].Split(',')[0]);

    private string Next()
    {
        var buffer = new byte[8192];
        return Encoding.UTF8.GetString(buffer, 0, _systemd.Receive(buffer));
    }
}
