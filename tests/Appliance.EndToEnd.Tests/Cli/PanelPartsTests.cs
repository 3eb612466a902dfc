// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>The service with parts of the panel on GPIO lines, and what is attached.</summary>
public sealed class PanelPartsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public async Task Serve_PanelPartThatIsNotThere_SaysSoOnThePageAndWorks()
    {
        File.WriteAllText(Path.Combine(_appliance.Home, "appliance.yaml"), "panel:\n  pass: {chip: no-such-chip, line: GPIO17}\n");

        var notes = await NotesOfThePage();

        var note = Assert.Single(notes);
        Assert.StartsWith("The green LED does not work: There is no GPIO chip no-such-chip here.", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_NoPanelParts_SaysNothing() => Assert.Empty(await NotesOfThePage());

    [Fact]
    public void Probes_OnThisMachine_AreAListOrASentence()
    {
        var result = _appliance.Run("probes", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(JsonValueKind.Array, result.Json.GetProperty("attached").ValueKind);
        Assert.All(result.Json.GetProperty("attached").EnumerateArray(), probe => Assert.False(probe.GetProperty("usable").GetBoolean()));
    }

    private async Task<IReadOnlyList<string?>> NotesOfThePage()
    {
        using var process = _appliance.Start("serve", "--port", "0");
        try
        {
            using var deadline = new CancellationTokenSource(Patience);
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            var view = JsonDocument.Parse(await client.GetStringAsync(await PageOf(process, deadline.Token) + "api/panel", deadline.Token)).RootElement;
            return [.. view.GetProperty("notes").EnumerateArray().Select(note => note.GetProperty("text").GetString())];
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private static async Task<string> PageOf(Process process, CancellationToken cancel)
    {
        const string ready = "ready: ";
        while (await process.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            if (line.StartsWith(ready, StringComparison.Ordinal)) return line[ready.Length..];
        }

        throw new InvalidOperationException("the service ended: " + await process.StandardError.ReadToEndAsync(cancel));
    }
}
