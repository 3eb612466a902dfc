// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Upgrade;

namespace Appliance.Flashing.Tests.Fus.Upgrade;

public class FusLadderTests
{
    /// <summary>
    /// Every pair: the moves written with their losses (K user keys, S stack) and a d for the dedicated image, "=" for already there,
    /// "x" for refused. Rows are from, columns to.
    /// </summary>
    private const string Table = """
               0.5.3  1.0.1  1.0.2  1.1.0  1.1.1  1.1.2  1.2.0  2.0.0  2.1.0  2.2.0
        0.5.3  =      x      x      x      x      x      dKS    x      x      dKS,K
        1.0.1  x      =      x      x      x      x      KS     x      x      KS,K
        1.0.2  x      x      =      x      x      x      KS     x      x      KS,K
        1.1.0  x      x      x      =      x      x      KS     x      x      KS,K
        1.1.1  x      x      x      x      =      x      KS     x      x      KS,K
        1.1.2  x      x      x      x      x      =      KS     x      x      KS,K
        1.2.0  x      x      x      x      x      x      =      x      x      K
        2.0.0  x      x      x      x      x      x      x      =      x      K
        2.1.0  x      x      x      x      x      x      x      x      =      K
        2.2.0  x      x      x      x      x      x      x      x      x      =
        """;

    [Fact]
    public void Plan_EveryPair_IsAsTheTableSays()
    {
        var lines = Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var columns = lines[0];
        var pairs = lines.Skip(1).SelectMany(row => row.Skip(1).Select((expected, at) => (From: row[0], To: columns[at], Expected: expected))).ToList();

        Assert.Equal(FusReleases.Published.Count * FusReleases.Published.Count, pairs.Count);
        Assert.All(pairs, pair =>
            Assert.Equal(pair.Expected, Written(FusLadders.Plan(FusVersion.Parse(pair.From), FusVersion.Parse(pair.To), FusFamily.Wb5x))));
    }

    [Fact]
    public void Plan_EveryPair_NeverSkipsFus120AndChainsItsMoves()
    {
        Assert.All(FusReleases.Published.SelectMany(from => FusReleases.Published.Select(to => (from, to))), pair =>
        {
            var ladder = FusLadders.Plan(pair.from, pair.to, FusFamily.Wb3x);
            if (ladder.Moves.Count == 0) return;
            Assert.Equal((pair.from, pair.to), (ladder.Moves[0].From, ladder.Moves[^1].To));
            Assert.All(ladder.Moves.Zip(ladder.Moves.Skip(1)), step => Assert.Equal(step.First.To, step.Second.From));
            Assert.All(ladder.Moves, move => Assert.True(move.From >= FusReleases.V1_2_0 || move.To == FusReleases.V1_2_0));
        });
    }

    [Theory]
    [InlineData("1.1.0", "2.2.0", "does not exist")]
    [InlineData("1.3.0", "2.2.0", "not published")]
    [InlineData("2.2.0", "2.1.0", "no FUS goes back")]
    public void Plan_RefusedMove_SaysWhy(string from, string to, string why)
    {
        var ladder = FusLadders.Plan(FusVersion.Parse(from), FusVersion.Parse(to), FusFamily.Wb1x);

        Assert.Contains(why, ladder.Refusal, StringComparison.Ordinal);
        Assert.False(ladder.AlreadyThere);
    }

    private static string Written(FusLadder ladder) => ladder switch
    {
        { AlreadyThere: true } => "=",
        { Refusal: not null } => "x",
        _ => string.Join(',', ladder.Moves.Select(move => (move.DedicatedImage ? "d" : "")
            + (move.Losses.HasFlag(FusLosses.UserKeys) ? "K" : "") + (move.Losses.HasFlag(FusLosses.Stack) ? "S" : ""))),
    };
}
