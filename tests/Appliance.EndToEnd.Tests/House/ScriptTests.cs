// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace Appliance.EndToEnd.Tests.House;

/// <summary>The scripts of the tree, with a stand-in for <c>dotnet</c>.</summary>
public sealed class ScriptTests : IDisposable
{
    private const string SoundReport = "<Counters total=\\\"3\\\" executed=\\\"2\\\" passed=\\\"2\\\" failed=\\\"0\\\" />";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _root = Directory.CreateTempSubdirectory("appliance-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(SoundReport, 0, "2 0 1", "")]
    [InlineData(SoundReport, 134, "2 1 1", "exit code 134")]
    [InlineData("<Counters total=\\\"3\\\" executed=\\\"3\\\" passed=\\\"2\\\" failed=\\\"1\\\" />", 1, "2 1 0", "")]
    [InlineData("", 1, "0 1 0", "no report")]
    [InlineData("<TestRun>", 0, "0 1 0", "without counters")]
    public void RunTests_HostEndsSo_CountsPassedFailedSkipped(string report, int code, string expected, string said)
    {
        var (exit, output, _) = Bash($$"""
            set -euo pipefail
            PackageSet=full
            . '{{Tree.Root}}/tests/count.sh'
            dotnet() { while [ "$1" != --results-directory ]; do shift; done; printf '%s' "{{report}}" >"$2/result.trx"; return {{code}}; }
            run_tests tests/Some.Tests
            printf '%d %d %d\n' "$passed" "$failed" "$skipped"
            """);

        Assert.Equal(0, exit);
        Assert.Equal(expected, output.TrimEnd().Split('\n')[^1]);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full", 0)]
    [InlineData("core", 0)]
    [InlineData("banana", 2)]
    [InlineData("Core", 2)]
    public void PackageSet_FromEnvironmentOrFile_IsOneOfTwo(string set, int code)
    {
        File.WriteAllText(Path.Combine(_root, ".packageset"), $"{set} 2026-11-21\n");

        var given = Bash($"ROOT='{_root}'; . '{Tree.Root}/src/setup.sh'; PackageSet={set}; choose_package_set");
        var remembered = Bash($"ROOT='{_root}'; . '{Tree.Root}/src/setup.sh'; unset PackageSet; choose_package_set");

        Assert.Equal((code, code), (given.Exit, remembered.Exit));
        Assert.Equal(code == 0 ? 0 : 1, given.Error.Count(letter => letter == '\n'));
        Assert.Equal(code == 0 ? 0 : 1, remembered.Error.Count(letter => letter == '\n'));
    }

    [Theory]
    [InlineData("src/A.cs")]
    [InlineData(".editorconfig")]
    [InlineData("Directory.Build.props")]
    [InlineData("Directory.Packages.props")]
    [InlineData("global.json")]
    public void BuildService_WatchedFileIsNewer_BuildsAgain(string watched)
    {
        var past = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        string[] sources = ["src/A.cs", "hardware/a.txt", ".editorconfig", "Directory.Build.props", "Directory.Packages.props", "global.json"];
        foreach (var source in sources) Touch(source, past);
        foreach (var folder in new[] { "src", "hardware" }) Directory.SetLastWriteTimeUtc(Path.Combine(_root, folder), past);
        Touch("artifacts/core/bin/Appliance.Service/release/appliance.dll", past.AddDays(1));
        Touch("artifacts/core/service.stamp", past.AddDays(1));
        var build = $"ROOT='{_root}'; PackageSet=core; . '{Tree.Root}/src/setup.sh'; dotnet() {{ :; }}; build_service";

        Assert.Equal((0, ""), (Bash(build).Exit, Bash(build).Error));
        Touch(watched, past.AddDays(2));
        Assert.Contains("Building", Bash(build).Error, StringComparison.Ordinal);
    }

    private void Touch(string name, DateTime time)
    {
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path)) File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(path, time);
    }

    private static (int Exit, string Output, string Error) Bash(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("The script did not end.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }
}
