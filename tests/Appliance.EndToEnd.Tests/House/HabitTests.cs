// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace Appliance.EndToEnd.Tests.House;

/// <summary>Habits that a reader of one change easily misses.</summary>
public sealed partial class HabitTests
{
    private const int LongestFile = 500;

    [Fact]
    public void Product_Waits_UseTheInjectedClock() => AssertNowhere(WallClock());

    [Fact]
    public void Product_Exceptions_AreNotSwallowed() => AssertNowhere(EmptyCatch());

    [Fact]
    public void Product_Leftovers_AreNotThere() => AssertNowhere(Leftover());

    [Fact]
    public void Tests_Sleeps_AreNotThere() => AssertNowhere(Sleep(), "tests");

    [Fact]
    public void Product_Files_HoldOneIdea()
    {
        var long_ = Tree.Sources("src").Select(path => (path, lines: File.ReadLines(path).Count())).Where(file => file.lines > LongestFile);

        Assert.Empty(long_);
    }

    [Fact]
    public void Product_Files_NameTheLicence() =>
        Assert.DoesNotContain(
            Tree.Sources("src"),
            path => !File.ReadLines(path).First().Contains("SPDX-License-Identifier: Apache-2.0", StringComparison.Ordinal));

    private static void AssertNowhere(Regex pattern, string folder = "src")
    {
        var found = Tree.Sources(folder)
            .Where(path => !path.EndsWith("HabitTests.cs", StringComparison.Ordinal))
            .SelectMany(path => pattern.Matches(File.ReadAllText(path)).Select(match => $"{Path.GetRelativePath(Tree.Root, path)}: {match.Value.Trim()}"));

        Assert.Empty(found);
    }

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\((?![^)]*[tT]ime(Provider)?\b)|DateTime\.(Utc)?Now|DateTimeOffset\.(Utc)?Now|Stopwatch\.")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"catch\s*(\((System\.)?Exception[^)]*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b")]
    private static partial Regex Leftover();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\(")]
    private static partial Regex Sleep();
}
