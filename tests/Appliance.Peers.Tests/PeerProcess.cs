// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace Appliance.Peers.Tests;

/// <summary>Runs a foreign program to its end, with a deadline.</summary>
public static class PeerProcess
{
    /// <summary>Whether a missing peer is a failure instead of a skip.</summary>
    public static bool Required =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
        || Environment.GetEnvironmentVariable("APPLIANCE_PEERS") == "required";

    /// <summary>Full path of a program on PATH, or null.</summary>
    public static string? Find(string program)
    {
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Runs a program; throws when it is missing or does not end in time (it is then killed with its children).</summary>
    public static PeerResult Run(string program, IEnumerable<string> args, TimeSpan timeout, string? workingDirectory = null)
    {
        var path = Find(program) ?? throw new PeerException($"{program} is not installed, and peers are required here");
        var start = new ProcessStartInfo(path, args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(timeout))
        {
            process.Kill(entireProcessTree: true);
            throw new PeerException($"{program} did not end within {timeout}");
        }

        return new PeerResult(program, process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}

/// <summary>How a peer ended and what it said.</summary>
public sealed record PeerResult(string Program, int ExitCode, string Output, string Error)
{
    /// <summary>Throws, with what the program said, unless it ended with 0.</summary>
    public PeerResult MustSucceed()
    {
        return ExitCode == 0 ? this : throw new PeerException($"{Program} ended with {ExitCode}: {Error}{Output}");
    }
}

/// <summary>A peer is missing, hangs or failed.</summary>
public sealed class PeerException(string message) : Exception(message);
