// SPDX-License-Identifier: Apache-2.0
using Appliance.Service.Web.Access;

namespace Appliance.EndToEnd.Tests.Web.Access;

public sealed class SetUpCodeTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly List<string?> _shown = [];
    private readonly SetUpCode _code;

    public SetUpCodeTests() => _code = new SetUpCode(_clock, _shown.Add);

    public void Dispose() => _code.Dispose();

    [Fact]
    public void Code_UsedOnce_IsSpentAndNoLongerShown()
    {
        _code.Begin();
        var shown = _shown.Single()!;

        Assert.True(_code.Spend(shown));

        Assert.False(_code.Spend(shown));
        Assert.Null(_shown[^1]);
        _clock.Advance(SetUpCode.Life * 3);
        Assert.Equal(2, _shown.Count);
    }

    [Theory]
    [InlineData("{0}", true)]
    [InlineData(" {0} ", true)]
    [InlineData("{1}", true)]
    [InlineData("{2}", true)]
    [InlineData("{0}X", false)]
    [InlineData("", false)]
    public void Code_TypedThisWay_Counts(string form, bool right)
    {
        _code.Begin();
        var shown = _shown[^1]!;

        Assert.Equal(right, _code.Spend(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, shown, shown.ToLowerInvariant(), shown.Replace('-', ' '))));
    }

    [Fact]
    public void OldCode_IsReplacedAndNoLongerCounts()
    {
        _code.Begin();
        var old = _shown[^1];

        _clock.Advance(SetUpCode.Life);

        Assert.NotEqual(old, _shown[^1]);
        Assert.False(_code.Spend(old));
        Assert.True(_code.Spend(_shown[^1]));
    }

    [Fact]
    public void WrongTries_WearTheCodeOut()
    {
        _code.Begin();
        var first = _shown[^1];

        for (var i = 0; i < SetUpCode.MostWrong; i++) Assert.False(_code.Spend("AAAA-AAAA"));

        Assert.False(_code.Spend(first));
        Assert.True(_code.Spend(_shown[^1]));
    }

    [Fact]
    public void BeforeTheBeginningAndAfterTheEnd_NothingCounts()
    {
        Assert.False(_code.Spend(null));
        Assert.False(_code.Spend(""));
        _code.Begin();
        var shown = _shown[^1];
        _code.End();

        Assert.False(_code.Spend(shown));
        Assert.False(_code.Spend(""));
    }

    [Fact]
    public void ManyAtOnce_OneAloneSpendsIt()
    {
        _code.Begin();
        var shown = _shown[^1];
        var spent = 0;

        Parallel.For(0, 20, _ =>
        {
            if (_code.Spend(shown)) Interlocked.Increment(ref spent);
        });

        Assert.Equal(1, spent);
    }
}
