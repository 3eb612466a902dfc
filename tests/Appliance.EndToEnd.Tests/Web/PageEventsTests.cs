// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Appliance.Jobs.Panel;

namespace Appliance.EndToEnd.Tests.Web;

public sealed class PageEventsTests : PageFixture
{
    [Fact]
    public async Task Events_BeginWithTheStateAndFollowEachChangeInOrder()
    {
        await using var page = await OpenPage.Open(Client, Deadline);
        Assert.Equal("ready", (await page.Next()).State);

        var before = 1L;
        foreach (var state in new[] { PanelState.Busy, PanelState.Pass, PanelState.Busy, PanelState.Fail, PanelState.CannotRecord })
        {
            Station.Enter(state);
            var view = await page.NextEntryAfter(before);
            Assert.Equal((JsonNamingPolicy.CamelCase.ConvertName(state.ToString()), before + 1), (view.State, view.Entry));
            before = view.Entry;
        }
    }

    [Fact]
    public async Task FloodOfProgress_EndsWithTheLastWord()
    {
        await using var page = await OpenPage.Open(Client, Deadline);
        Station.Enter(PanelState.Busy);

        for (var i = 1; i <= 20_000; i++)
        {
            var done = i / 20_000.0;
            Station.Change(now => now with { Progress = done });
        }

        Station.Enter(PanelState.Pass);
        var views = 1;
        while ((await page.Next()).State != "pass")
            views++;

        Assert.InRange(views, 1, 1000);
    }

    [Fact]
    public async Task SilentStation_StillSendsAHeartbeat()
    {
        await using var page = await OpenPage.Open(Client, Deadline);

        var first = await page.Next();
        var second = await page.Next();

        Assert.Equal((first.State, first.Entry), (second.State, second.Entry));
        Assert.True(second.AgeMs > first.AgeMs);
    }

    [Fact]
    public async Task SeveralPages_AllHear()
    {
        await using var one = await OpenPage.Open(Client, Deadline);
        await using var two = await OpenPage.Open(Client, Deadline);

        Station.Enter(PanelState.Fail);

        Assert.Equal("fail", (await one.NextEntryAfter(1)).State);
        Assert.Equal("fail", (await two.NextEntryAfter(1)).State);
    }

    [Fact]
    public async Task StoppedHost_EndsTheStreamAtOnce()
    {
        await using var page = await OpenPage.Open(Client, Deadline);
        await page.Next();

        await Host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(4));

        Assert.True(await page.IsOver());
    }
}
