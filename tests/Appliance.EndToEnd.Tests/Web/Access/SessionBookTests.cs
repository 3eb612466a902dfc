// SPDX-License-Identifier: Apache-2.0
using Appliance.Service.Web.Access;

namespace Appliance.EndToEnd.Tests.Web.Access;

public sealed class SessionBookTests
{
    private readonly TestClock _clock = new();
    private readonly SessionBook _book;

    public SessionBookTests() => _book = new SessionBook(_clock);

    [Fact]
    public void Session_NotUsed_EndsAfterTheIdleTime()
    {
        var (token, _) = _book.Begin("p");

        _clock.Advance(SessionBook.Idle - TimeSpan.FromSeconds(1));
        Assert.NotNull(_book.Find(token, "p", isUse: false));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(_book.Find(token, "p", isUse: true));
        Assert.Null(_book.Find(token, "p", isUse: true));
    }

    [Fact]
    public void Session_Used_LivesOnButNeverLongerThanTheAbsoluteTime()
    {
        var (token, _) = _book.Begin("p");
        var step = SessionBook.Idle - TimeSpan.FromMinutes(1);

        for (var age = step; age < SessionBook.Longest; age += step)
        {
            _clock.Advance(step);
            Assert.NotNull(_book.Find(token, "p", isUse: true));
        }

        _clock.Advance(step);
        Assert.Null(_book.Find(token, "p", isUse: true));
    }

    [Fact]
    public void AnotherPassword_EndsTheSession()
    {
        var (token, _) = _book.Begin("p");

        Assert.Null(_book.Find(token, "q", isUse: true));
        Assert.Null(_book.Find(token, "p", isUse: true));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    public void ForeignToken_IsNobody(string? token)
    {
        _book.Begin("p");

        Assert.Null(_book.Find(token, "p", isUse: true));
        _book.End(token);
    }

    [Fact]
    public void LogOut_EndsThatSessionAlone()
    {
        var (one, _) = _book.Begin("p");
        var (two, session) = _book.Begin("p");

        _book.End(one);

        Assert.Null(_book.Find(one, "p", isUse: true));
        Assert.Equal(session, _book.Find(two, "p", isUse: true));
    }

    [Fact]
    public void TooMany_TheOneUsedLongestAgoEnds()
    {
        var tokens = new List<string>();
        for (var i = 0; i < SessionBook.Most; i++)
        {
            tokens.Add(_book.Begin("p").Token);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.NotNull(_book.Find(tokens[0], "p", isUse: true));
        _book.Begin("p");

        Assert.NotNull(_book.Find(tokens[0], "p", isUse: false));
        Assert.Null(_book.Find(tokens[1], "p", isUse: false));
    }

    [Fact]
    public void TokensAndCsrf_AreNeverTheSameTwice()
    {
        var all = Enumerable.Range(0, 20).Select(_ => _book.Begin("p")).SelectMany(begun => new[] { begun.Token, begun.Session.Csrf }).ToList();

        Assert.Equal(40, all.Distinct().Count());
        Assert.All(all, token => Assert.Equal(64, token.Length));
    }
}
