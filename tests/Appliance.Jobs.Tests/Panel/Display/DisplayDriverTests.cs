// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Jobs.Panel.Display;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Tests.Panel.Display;

/// <summary>Who is on the display, and what happens when it is not there.</summary>
public sealed class DisplayDriverTests : IDisposable
{
    private static readonly PanelSize Size = new(128, 64);
    private static readonly PanelNotice Code = new("408153", "Type this code on the set-up page.");

    private readonly ManualTime _time = new();
    private readonly FakeStation _station = new();
    private readonly FakeDisplay _display = new(Size);
    private readonly PanelNotices _notices;
    private readonly DisplayDriver _driver;
    private readonly List<string?> _troubles = [];

    public DisplayDriverTests()
    {
        _notices = new PanelNotices(_time);
        _driver = new DisplayDriver(_station, _display, _notices, () => IdleFacts.None, _time);
        _driver.TroubleChanged += _troubles.Add;
        _driver.Start();
        _time.Advance(0);
    }

    public void Dispose() => _driver.Dispose();

    [Fact]
    public void Notice_WhileIdle_IsShownUntilItIsTakenBack()
    {
        Enter(PanelState.Ready);
        var notice = _notices.Post(Code);
        _time.Advance(100);
        AssertShows(DisplayContent.Of(Code));

        notice.Dispose();
        notice.Dispose();
        _time.Advance(100);
        AssertShowsState(PanelState.Ready);
    }

    [Theory]
    [InlineData(PanelState.Busy)]
    [InlineData(PanelState.CannotRecord)]
    public void Notice_WhileAJobRunsOrWorkMustStop_Waits(PanelState state)
    {
        Enter(state);
        using var notice = _notices.Post(Code);
        _time.Advance(60_000);
        AssertShowsState(state);

        Enter(PanelState.Ready);
        AssertShows(DisplayContent.Of(Code));
    }

    [Fact]
    public void Verdict_AfterAnOldNotice_IsHeldThenTheNoticeComesBack()
    {
        using var notice = _notices.Post(Code);
        Enter(PanelState.Busy);
        Enter(PanelState.Fail);
        _time.Advance(9_000);
        AssertShowsState(PanelState.Fail);

        _time.Advance(4_000);
        AssertShows(DisplayContent.Of(Code));
    }

    [Fact]
    public void Notice_AfterAVerdict_IsShownAtOnce()
    {
        Enter(PanelState.Pass);
        _time.Advance(500);
        using var notice = _notices.Post(Code);
        _time.Advance(100);

        AssertShows(DisplayContent.Of(Code));
    }

    [Fact]
    public void Notice_WithATime_GoesByItselfCountedFromWhenItIsSeen()
    {
        Enter(PanelState.Busy);
        using var notice = _notices.Post(Code with { For = TimeSpan.FromSeconds(5) });
        _time.Advance(20_000);
        Enter(PanelState.Ready);
        AssertShows(DisplayContent.Of(Code));

        _time.Advance(4_000);
        AssertShows(DisplayContent.Of(Code));
        _time.Advance(3_100);
        AssertShowsState(PanelState.Ready);
    }

    [Fact]
    public void Fault_StandsAboveARunningJobAndANewerNotice()
    {
        Enter(PanelState.Busy);
        var fault = new PanelNotice("STOP", "The fixture is open.", NoticeRank.Fault);
        using var posted = _notices.Post(fault);
        _time.Advance(500);
        using var newer = _notices.Post(Code);
        _time.Advance(500);

        AssertShows(DisplayContent.Of(fault));
    }

    [Fact]
    public void Progress_ManyTimes_IsDrawnAtMostTenTimesASecond()
    {
        Enter(PanelState.Busy);
        _display.Frames.Clear();
        for (var step = 0; step < 1000; step++)
        {
            _station.Progress(step / 1000.0);
            _time.Advance(1);
        }

        Assert.InRange(_display.Frames.Count, 8, 11);
    }

    [Fact]
    public void Station_Changes_NeverDrawsOnTheStationsThread()
    {
        _display.Frames.Clear();
        _station.Enter(PanelState.Busy);
        using var notice = _notices.Post(Code);

        Assert.Empty(_display.Frames);
    }

    [Fact]
    public void Display_Unplugged_IsToldOnceAndComesBackByItself()
    {
        Enter(PanelState.Ready);
        _display.Refusal = "The display at 0x3c does not answer.";
        _station.Enter(PanelState.Busy);
        _time.Advance(30_000);
        Assert.Equal(["The display at 0x3c does not answer."], _troubles);
        Assert.Equal(_troubles[0], _driver.Trouble);

        _display.Refusal = null;
        _display.Frames.Clear();
        _time.Advance(2_000);
        Assert.Equal(["The display at 0x3c does not answer.", null], _troubles);
        Assert.Null(_driver.Trouble);
        Assert.True(_display.Frames[0].Anew);
        AssertShowsState(PanelState.Busy);
    }

    [Fact]
    public void Display_UnpluggedUnnoticed_IsSetUpAnewWithinTwoSeconds()
    {
        Enter(PanelState.Ready);
        _display.Frames.Clear();
        _time.Advance(2_100);

        Assert.Contains(_display.Frames, shown => shown.Anew);
    }

    [Fact]
    public void LongText_IsShownInPartsOneAfterTheOther()
    {
        using var notice = _notices.Post(new PanelNotice("STICK", string.Join(' ', Enumerable.Range(1, 60))));
        Enter(PanelState.Ready);
        _display.Frames.Clear();
        _time.Advance(30_000);

        Assert.True(_display.Frames.Select(shown => FramePicture.Text(shown.Frame)).Distinct().Count() >= 3);
    }

    [Fact]
    public void Dispose_TheDisplayGoesDark()
    {
        Enter(PanelState.Pass);
        Assert.NotEqual(0, FramePicture.Lit(_display.Frames[^1].Frame));

        _driver.Dispose();
        Assert.Equal(0, FramePicture.Lit(_display.Frames[^1].Frame));
    }

    private void Enter(PanelState state)
    {
        _station.Enter(state);
        _time.Advance(100);
    }

    private void AssertShowsState(PanelState state) => AssertShows(DisplayContent.Of(PanelTable.For(state), _station.Snapshot, IdleFacts.None));

    private void AssertShows(DisplayView view)
    {
        var seen = FramePicture.Text(_display.Frames[^1].Frame);
        Assert.Contains(Enumerable.Range(0, DisplayLayout.Parts(view, Size)), part => FramePicture.Text(DisplayLayout.Draw(view, Size, part)) == seen);
    }

    /// <summary>Notes every frame; refuses where the test says why.</summary>
    private sealed class FakeDisplay(PanelSize size) : IPanelDisplay
    {
        public List<(PanelFrame Frame, bool Anew)> Frames { get; } = [];

        public string? Refusal { get; set; }

        public PanelSize Size => size;

        public void Show(PanelFrame frame, bool anew)
        {
            if (Refusal is { } why) throw new PanelDisplayException(why);
            Frames.Add((frame, anew));
        }

        public void Dispose()
        {
        }
    }
}
