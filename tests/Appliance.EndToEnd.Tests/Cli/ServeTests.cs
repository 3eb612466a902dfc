// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>The service with its page, as systemd would start it.</summary>
public sealed class ServeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public async Task DemoServe_PressOnThePage_RunsAJobAndShowsItsRecord()
    {
        var (started, address) = await Start("demo", "--serve", "--port", "0");
        using var service = started;
        using var page = new HttpClient { BaseAddress = address, Timeout = Patience };
        page.DefaultRequestHeaders.Add("X-Appliance", "page");

        var pressed = await page.PostAsync(new Uri("api/prog", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.Accepted, pressed.StatusCode);
        var view = await UntilVerdict(page);
        Assert.Equal("Pass", view.GetProperty("state").GetString(), ignoreCase: true);
        var records = await page.GetFromJsonAsync<JsonElement>(new Uri("api/records?take=5", UriKind.Relative));
        Assert.Contains("PASS", records.GetRawText(), StringComparison.Ordinal);
        service.Stop();
        Assert.Contains("PASS: readback", await File.ReadAllTextAsync(Path.Combine(_appliance.Home, "data", "log", "appliance.log")), StringComparison.Ordinal);
        Assert.Equal(0, _appliance.Run("records", "verify").ExitCode);
    }

    [Fact]
    public async Task Serve_NothingSelected_ComesUpSaysSoAndAPressEndsRedWithARecord()
    {
        var (started, address) = await Start("serve", "--port", "0");
        using var service = started;
        using var page = new HttpClient { BaseAddress = address, Timeout = Patience };
        page.DefaultRequestHeaders.Add("X-Appliance", "page");
        Assert.Contains("noProject", (await Panel(page)).GetRawText(), StringComparison.OrdinalIgnoreCase);

        await page.PostAsync(new Uri("api/prog", UriKind.Relative), null);

        Assert.Equal("fail", (await UntilVerdict(page)).GetProperty("state").GetString(), ignoreCase: true);
        service.Stop();
        var record = _appliance.Run("records", "list", "--json").Json.GetProperty("records").EnumerateArray().Single();
        Assert.Equal("E101", record.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Serve_BrokenSettings_ComesUpAndTellsThemInTheRecord()
    {
        await File.WriteAllTextAsync(Path.Combine(_appliance.Home, "appliance.yaml"), "prject: x\n");
        var (started, address) = await Start("serve", "--port", "0");
        using var service = started;
        using var page = new HttpClient { BaseAddress = address, Timeout = Patience };
        page.DefaultRequestHeaders.Add("X-Appliance", "page");

        await page.PostAsync(new Uri("api/prog", UriKind.Relative), null);
        await UntilVerdict(page);

        service.Stop();
        var shown = _appliance.Run("records", "list", "--json", "--home", _appliance.Home);
        Assert.Contains("E605", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_DataFolderThatCannotBeUsed_ComesUpSaysSoAndStartsNoJob()
    {
        await File.WriteAllTextAsync(Path.Combine(_appliance.Home, "data"), "a file where the folder should be");
        var (started, address) = await Start("serve", "--port", "0");
        using var service = started;
        using var page = new HttpClient { BaseAddress = address, Timeout = Patience };
        page.DefaultRequestHeaders.Add("X-Appliance", "page");

        Assert.Contains("cannotRecord", (await Panel(page)).GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("The data folder cannot be used", await page.GetStringAsync(new Uri("api/appliance", UriKind.Relative)), StringComparison.Ordinal);
        foreach (var asked in new[] { "api/records", "api/log", "api/projects", "api/session", "records", "service" })
            Assert.True((int)(await page.GetAsync(new Uri(asked, UriKind.Relative))).StatusCode is 200 or 503, asked);
        await page.PostAsync(new Uri("api/prog", UriKind.Relative), null);

        await Until(page, "cannotRecord");
        service.Stop();
    }

    private async Task<(RunningAppliance Service, Uri Page)> Start(params string[] arguments)
    {
        var service = new RunningAppliance(_appliance.Start(arguments));
        while (await service.ReadLine() is { } line)
        {
            if (line.StartsWith("ready: ", StringComparison.Ordinal)) return (service, new Uri(line["ready: ".Length..]));
        }

        var why = await service.ReadErrorLine();
        service.Dispose();
        throw new InvalidOperationException($"The service ended: {why}");
    }

    private static Task<JsonElement> Panel(HttpClient page) => page.GetFromJsonAsync<JsonElement>(new Uri("api/panel", UriKind.Relative));

    /// <summary>Follows the page's own event stream until the job is over: no polling, no sleeping.</summary>
    private static Task<JsonElement> UntilVerdict(HttpClient page) => Until(page, "pass", "fail");

    private static async Task<JsonElement> Until(HttpClient page, params string[] states)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await using var stream = await page.GetStreamAsync(new Uri("api/panel/events", UriKind.Relative), deadline.Token);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(deadline.Token) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var view = JsonDocument.Parse(line["data: ".Length..]).RootElement;
            if (states.Contains(view.GetProperty("state").GetString())) return view;
        }

        throw new InvalidOperationException($"The event stream ended before {string.Join(" or ", states)}.");
    }
}
