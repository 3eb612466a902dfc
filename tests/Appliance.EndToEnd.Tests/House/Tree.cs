// SPDX-License-Identifier: Apache-2.0
namespace Appliance.EndToEnd.Tests.House;

/// <summary>The source tree the tests were built from.</summary>
internal static class Tree
{
    public static string Root { get; } = FindRoot();

    /// <summary>All product sources, without what the build makes.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Appliance.sln"))) at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("Appliance.sln is in no folder above the tests.");
    }
}
