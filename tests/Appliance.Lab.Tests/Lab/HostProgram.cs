// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace Appliance.Lab.Tests.Lab;

/// <summary>Programs of this machine that the lab uses.</summary>
internal static class HostProgram
{
    /// <summary>Whether a missing program is a failure instead of a skip.</summary>
    public static bool Required =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
        || Environment.GetEnvironmentVariable("APPLIANCE_PEERS") == "required";

    /// <summary>Whether a program is on PATH.</summary>
    public static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a program to its end and gives its standard output; throws unless it ended with 0 in time.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, TimeSpan limit, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new LabException($"{program} did not end within {limit}", late);
        }

        return process.ExitCode == 0 ? await output : throw new LabException($"{program} ended with {process.ExitCode}: {await error}{await output}");
    }
}
