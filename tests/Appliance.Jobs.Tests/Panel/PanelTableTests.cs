// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Tests.Panel;

public class PanelTableTests
{
    public static TheoryData<string> States => [.. Enum.GetNames<PanelState>()];

    [Fact]
    public void Document_HasExactlyOneRowForEachState()
    {
        Assert.Equal(Enum.GetNames<PanelState>().Order(), PanelDocument.Rows.Select(row => row.State).Order());
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Code_SaysWhatTheDocumentSays(string state)
    {
        var written = Written(state);
        var row = PanelTable.For(Enum.Parse<PanelState>(state));

        Assert.Equal((written.Word, written.Operator), (row.Word, row.Operator));
        AssertSame(written.Busy, row.Busy, repeats: true);
        AssertSame(written.Pass, row.Pass, repeats: true);
        AssertSame(written.Fail, row.Fail, repeats: true);
        AssertSame(written.Buzzer, row.Buzzer, repeats: false);
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Driver_PlaysTheRowMillisecondByMillisecond(string state)
    {
        var written = Written(state);
        var time = new ManualTime();
        var panel = new FakePanel(time);
        var station = new FakeStation();
        using var driver = new PanelDriver(station, panel, time);
        station.Enter(Enum.Parse<PanelState>(state));
        driver.Start();

        for (var millisecond = 0; millisecond < 6500; millisecond++)
        {
            Assert.Equal((millisecond, written.Busy.LevelAt(millisecond, true)), (millisecond, panel[PanelOutput.Busy]));
            Assert.Equal((millisecond, written.Pass.LevelAt(millisecond, true)), (millisecond, panel[PanelOutput.Pass]));
            Assert.Equal((millisecond, written.Fail.LevelAt(millisecond, true)), (millisecond, panel[PanelOutput.Fail]));
            Assert.Equal((millisecond, written.Buzzer.LevelAt(millisecond, false)), (millisecond, panel[PanelOutput.Buzzer]));
            time.Advance(1);
        }
    }

    [Fact]
    public void Green_IsLitInPassOnly()
    {
        Assert.All(PanelDocument.Rows, row => Assert.Equal(row.State == nameof(PanelState.Pass) ? "on" : "off", row.Pass.Name));
    }

    [Fact]
    public void EveryTwoStates_DifferByRhythmWithoutColour()
    {
        var rhythms = PanelDocument.Rows.Select(row => string.Join(" + ", new[] { row.Busy, row.Pass, row.Fail }
            .Where(pattern => pattern.Name != "off").Select(pattern => $"{pattern.Name} {string.Join('/', pattern.Steps)}").Order()));

        Assert.Equal(PanelDocument.Rows.Count, rhythms.Distinct().Count());
    }

    [Fact]
    public void PassAndFail_DifferByEarInNumberAndLength()
    {
        var pass = Written(nameof(PanelState.Pass)).Buzzer.Steps;
        var fail = Written(nameof(PanelState.Fail)).Buzzer.Steps;

        Assert.NotEqual((pass.Length + 1) / 2, (fail.Length + 1) / 2);
        Assert.True(fail[0] >= 2 * pass[0]);
    }

    [Fact]
    public void NoLed_FlashesMoreThanThreeTimesInAnySecond()
    {
        var steps = PanelDocument.Rows.SelectMany(row => new[] { row.Busy, row.Pass, row.Fail }).Where(pattern => pattern.Steps.Length > 0);

        Assert.All(steps, pattern => Assert.InRange(Enumerable.Range(0, pattern.Steps.Sum() / 50).Max(start => Flashes(pattern, start * 50)), 0, 3));
    }

    private static int Flashes(WrittenPattern pattern, int start) => Enumerable.Range(start, 1000)
        .Count(at => !pattern.LevelAt(at, true) && pattern.LevelAt(at + 1, true));

    private static WrittenRow Written(string state) => PanelDocument.Rows.Single(row => row.State == state);

    private static void AssertSame(WrittenPattern written, PanelPattern pattern, bool repeats)
    {
        Assert.Equal(written.Name, pattern.Name);
        Assert.Equal(written.Steps, pattern.Milliseconds);
        Assert.Equal(written.Name == "on", pattern.Steady);
        Assert.Equal(written.Steps.Length > 0 && repeats, pattern.Repeats);
    }
}
