// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Serials;

namespace Appliance.Jobs.Tests.Serials;

/// <summary>The shelf of serials does what two plain dictionaries do, in a tenth of their memory.</summary>
public sealed class IssueShelfTests
{
    [Fact]
    public void AnythingDone_IsWhatDictionariesSay()
    {
        var random = new Random(11);
        var (shelf, issues, boards) = (new IssueShelf(), new Dictionary<string, Issue>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        for (var i = 0; i < 30_000; i++)
        {
            var (text, board) = (Text(random.Next(12_000)), Board(random.Next(12_000)));
            if (!issues.TryGetValue(text, out var known))
            {
                issues[text] = new Issue((UInt128)random.NextInt64() << random.Next(64), text, (IssueState)random.Next(3));
                shelf.Add(issues[text], board);
                if (board is not null) boards[board] = text;
            }
            else if (random.Next(3) > 0)
            {
                issues[text] = known with { State = (IssueState)random.Next(3) };
                shelf.Set(text, issues[text].State);
            }
            else if (board is not null)
            {
                boards[board] = text;
                shelf.Give(text, board);
            }
        }

        Assert.All(Enumerable.Range(0, 12_000).Select(Text), text => Assert.Equal(issues.GetValueOrDefault(text), shelf.Find(text)));
        foreach (var board in Enumerable.Range(0, 12_000).Select(Board).OfType<string>())
            Assert.Equal(boards.TryGetValue(board, out var text) ? issues[text] : null, shelf.OfBoard(board));
        Assert.All(Enum.GetValues<IssueState>(), state => Assert.Equal(issues.Values.LongCount(issue => issue.State == state), shelf.Count(state)));
        Assert.Equal(issues.Values.OrderBy(issue => issue.Text, StringComparer.Ordinal), shelf.All().Select(given => given.Issue).OrderBy(issue => issue.Text, StringComparer.Ordinal));
        Assert.All(shelf.All().Where(given => given.UniqueId is not null), given => Assert.Equal(given.Issue.Text, boards[given.UniqueId!]));
    }

    [Fact]
    public void Set_NeverGiven_IsRefused() => Assert.Throws<KeyNotFoundException>(() => new IssueShelf().Set("x", IssueState.Committed));

    [Fact]
    public void AMillionBoards_TakeLittleMemory()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var shelf = new IssueShelf();
        for (var i = 0; i < 200_000; i++)
            shelf.Add(new Issue((UInt128)i, Serial(i), IssueState.Committed), ((ulong)i * 0x9E37_79B9_7F4A_7C15UL).ToString("X16", CultureInfo.InvariantCulture) + "FFFF0123");
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / 200_000.0;
        Assert.InRange(each, 1, 80);
        Assert.Equal("SN-00000007", shelf.Find("SN-00000007")!.Text);
    }

    private static string Serial(int i) => string.Create(CultureInfo.InvariantCulture, $"SN-{i:D8}");

    private static string Text(int i) => i % 7 == 0 ? $"Größe {i}" : Serial(i);

    private static string? Board(int i) => (i % 5) switch { 0 => null, 1 => $"no hex {i}", 2 => i.ToString("X3", CultureInfo.InvariantCulture), _ => i.ToString("X8", CultureInfo.InvariantCulture) };
}
