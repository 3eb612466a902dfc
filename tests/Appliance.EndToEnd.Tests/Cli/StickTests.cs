// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>The service and a folder in which a unit would mount sticks.</summary>
public sealed class StickTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ApplianceProcess _appliance = new();
    private int _plugs;

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public async Task Stick_PluggedIn_IsSelected_ShownOnThePage_AndProgrammedByTheNextPress()
    {
        await File.WriteAllTextAsync(Path.Combine(_appliance.Home, "appliance.yaml"), "# my settings\nprobe: sim:stm32f103cb\n");
        using var service = new RunningAppliance(_appliance.Start("serve", "--port", "0"));
        using var page = new HttpClient { BaseAddress = await Ready(service), Timeout = Patience };
        page.DefaultRequestHeaders.Add("X-Appliance", "page");

        Plug("1", 2000);
        var shown = await Until(page, "stickReady");
        Assert.Equal("Blinky 1 is selected.", shown.GetProperty("message").GetString());
        Pull();
        Assert.Equal("Blinky", (await Until(page, "ready")).GetProperty("project").GetString());

        await page.PostAsync(new Uri("api/prog", UriKind.Relative), null);
        await Until(page, "pass");
        Plug("2", 0);
        Assert.Contains("E704", (await Until(page, "stickRefused")).GetRawText() + Log(), StringComparison.Ordinal);
        Pull();
        await Until(page, "pass");
        service.Stop();
        var settings = await File.ReadAllTextAsync(Path.Combine(_appliance.Home, "appliance.yaml"));
        Assert.StartsWith("# my settings\n", settings, StringComparison.Ordinal);
        var project = Assert.Single(_appliance.Run("projects", "list", "--json").Json.GetProperty("projects").EnumerateArray());
        Assert.True(project.GetProperty("active").GetBoolean());
        Assert.Equal(JsonValueKind.Null, project.GetProperty("provenBy").ValueKind);
    }

    [Fact]
    public async Task Sticks_SwitchedOff_AreNotLookedAt()
    {
        await File.WriteAllTextAsync(Path.Combine(_appliance.Home, "appliance.yaml"), "probe: sim:stm32f103cb\nprojects: {sticks: false}\n");
        Plug("1", 2000);
        using var service = new RunningAppliance(_appliance.Start("serve", "--port", "0"));
        using var page = new HttpClient { BaseAddress = await Ready(service), Timeout = Patience };
        await Until(page, "noProject");
        service.Stop();
        Assert.DoesNotContain("stick", Log(), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<Uri> Ready(RunningAppliance service)
    {
        while (await service.ReadLine() is { } line)
        {
            if (line.StartsWith("ready: ", StringComparison.Ordinal)) return new Uri(line["ready: ".Length..]);
        }

        throw new InvalidOperationException($"The service ended: {await service.ReadErrorLine()}");
    }

    private static async Task<JsonElement> Until(HttpClient page, string state)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await using var stream = await page.GetStreamAsync(new Uri("api/panel/events", UriKind.Relative), deadline.Token);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(deadline.Token) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var view = JsonDocument.Parse(line["data: ".Length..]).RootElement;
            if (view.GetProperty("state").GetString() == state) return view;
        }

        throw new InvalidOperationException("The event stream ended.");
    }

    private void Plug(string revision, int length)
    {
        var folder = At("sda1/read/blinky");
        Directory.CreateDirectory(folder);
        var bytes = new byte[length];
        new Random(5).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(folder, "blinky.bin"), bytes);
        File.WriteAllText(
            Path.Combine(folder, "project.yaml"), $"name: Blinky\nrevision: '{revision}'\ntarget: stm32f103cb\nfiles:\n  - path: blinky.bin\n    address: 0x08000000\n");
        File.WriteAllText(At(".new"), $"state reading\nplug {++_plugs}\nlabel STICK\nreason \n");
        File.Move(At(".new"), At("sda1.stick"), overwrite: true);
    }

    private void Pull()
    {
        File.Delete(At("sda1.stick"));
        Directory.Delete(At("sda1"), recursive: true);
    }

    private string At(string name) => Path.Combine(_appliance.Home, "sticks", name);

    private string Log()
    {
        using var log = new FileStream(Path.Combine(_appliance.Home, "data", "log", "appliance.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(log).ReadToEnd();
    }
}
