// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;

namespace Appliance.Service.Bench.Line;

/// <summary>A C program of <c>tests/bench</c>, built for one measurement and removed afterwards. An installed appliance has neither sources nor compiler.</summary>
internal sealed class CProgram : IDisposable
{
    private readonly string _path;

    private CProgram(string path) => _path = path;

    /// <summary>Builds a source; null where it or the compiler is not there.</summary>
    public static CProgram? Build(string source)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, "tests", "bench", source);
            if (!File.Exists(file)) continue;
            var program = Path.Combine(Path.GetTempPath(), $"{Path.GetFileNameWithoutExtension(source)}.{Environment.ProcessId}");
            return Run("gcc", "-O2", "-o", program, file) is null ? null : new CProgram(program);
        }

        return null;
    }

    /// <summary>The number it prints; null when it failed.</summary>
    public double? Number(string argument) => Run(_path, argument) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);

    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
