// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;

namespace Appliance.Service.Bench.Line;

/// <summary>A C program or library of <c>tests</c>, built for one measurement and removed afterwards. An installed appliance has neither sources nor compiler.</summary>
internal sealed class CProgram : IDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly string _path;

    private CProgram(DirectoryInfo folder, string path) => (_folder, _path) = (folder, path);

    /// <summary>Where it is, alone.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Builds a program of <c>tests/bench</c>; null where it or the compiler is not there.</summary>
    public static CProgram? Build(string source) => Build(Path.Combine("bench", source), Path.GetFileNameWithoutExtension(source), "-O2");

    /// <summary>Builds a shared library.</summary>
    /// <param name="source">Its path within <c>tests</c>.</param>
    /// <param name="name">The name it is loaded by.</param>
    /// <returns>Null where the source or the compiler is not there.</returns>
    public static CProgram? BuildLibrary(string source, string name) => Build(source, name, "-O2", "-shared", "-fPIC");

    /// <summary>The number it prints; null when it failed.</summary>
    public double? Number(string argument) => Run(_path, argument) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private static CProgram? Build(string source, string name, params string[] options)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, "tests", source);
            if (!File.Exists(file)) continue;
            var folder = Directory.CreateTempSubdirectory("bench");
            var program = new CProgram(folder, Path.Combine(folder.FullName, name));
            if (Run("gcc", [.. options, "-o", program._path, file]) is not null) return program;
            program.Dispose();
            return null;
        }

        return null;
    }

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
