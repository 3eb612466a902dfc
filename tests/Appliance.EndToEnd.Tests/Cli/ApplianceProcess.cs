// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>The executable as a person starts it, with a data folder of its own.</summary>
internal sealed class ApplianceProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _data = Directory.CreateTempSubdirectory("appliance-test-").FullName;

    public string Home => _data;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    /// <summary>Runs one command to its end.</summary>
    public CommandResult Run(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new TimeoutException($"appliance {string.Join(' ', arguments)} did not end.");
        }

        return new CommandResult(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Starts a command and leaves it running.</summary>
    public Process Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    /// <summary>The same, with more environment variables.</summary>
    public Process Start(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "appliance.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["APPLIANCE_HOME"] = _data;
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
