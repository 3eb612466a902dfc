// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.RegularExpressions;
using Appliance.Flashing;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;
using Appliance.Ports.Records;

namespace Appliance.EndToEnd.Tests.Web;

public sealed partial class PageApiTests : PageFixture
{
    private static readonly CatalogueEntry NoTarget = new("E301", "no-target", "No board answers.", "Check the fixture.", true);

    [Fact]
    public async Task Snapshot_HasItsShape()
    {
        var view = await GetJson("/api/panel");

        Assert.Equal("ready", view.GetProperty("state").GetString());
        Assert.Equal("READY", view.GetProperty("word").GetString());
        Assert.Equal("Press PROG.", view.GetProperty("action").GetString());
        Assert.True(view.GetProperty("canPress").GetBoolean());
        Assert.True(view.GetProperty("simulated").GetBoolean());
        Assert.Equal("door 1.4 stm32f103cb sim:stm32f103cb", string.Join(' ', new[] { "project", "revision", "target", "probe" }
            .Select(name => view.GetProperty(name).GetString())));
        Assert.Equal("connect waiting", string.Join(' ', new[] { "stage", "state" }
            .Select(name => view.GetProperty("stages")[0].GetProperty(name).GetString())));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, view.GetProperty("error").ValueKind);
    }

    [Theory]
    [InlineData(PanelState.Ready)]
    [InlineData(PanelState.Busy)]
    [InlineData(PanelState.Pass)]
    [InlineData(PanelState.Fail)]
    public async Task Lamps_AreTheTableRow(PanelState state)
    {
        Station.Enter(state);

        var lamps = (await GetJson("/api/panel")).GetProperty("lamps");

        var row = PanelTable.For(state);
        foreach (var (name, pattern) in new[] { ("busy", row.Busy), ("pass", row.Pass), ("fail", row.Fail), ("buzzer", row.Buzzer) })
        {
            var lamp = lamps.GetProperty(name);
            Assert.Equal(pattern.Milliseconds, lamp.GetProperty("milliseconds").EnumerateArray().Select(step => step.GetInt32()));
            Assert.Equal((pattern.Steady, pattern.Repeats), (lamp.GetProperty("steady").GetBoolean(), lamp.GetProperty("repeats").GetBoolean()));
        }
    }

    [Fact]
    public async Task EmptyAction_SaysWhatTheTableSays()
    {
        Station.Change(now => now with { State = PanelState.Busy, Action = "" });

        var view = await GetJson("/api/panel");

        Assert.Equal(PanelTable.For(PanelState.Busy).Operator, view.GetProperty("action").GetString());
        Assert.False(view.GetProperty("canPress").GetBoolean());
    }

    [Fact]
    public async Task Fail_ShowsTheFactsAndTheNotesOfTheJob()
    {
        var error = new JobError(NoTarget, JobStage.Connect, "OK", "no answer", "line is free");
        Station.Tell(new JobStarted("old", "", "", ""));
        Station.Tell(new WarningRaised(new SessionWarning("old", "of the job before")));
        Station.Tell(new JobStarted("r1", "door", "1.4", "stm32f103cb"));
        Station.Tell(new Retrying(2, error));
        Station.Change(now => now with { State = PanelState.Fail, Last = new(Verdict.Fail, "door", "1.4", "", true, null, "r1", [], null, null, [], null, error) });

        var view = await GetJson("/api/panel");

        Assert.Equal("E301 connect no-target OK r1", string.Join(' ', new[] { "code", "stage", "cause", "expected", "record" }
            .Select(name => view.GetProperty("error").GetProperty(name).GetString())));
        Assert.Equal("Attempt 2, because: No board answers.", Assert.Single(view.GetProperty("notes").EnumerateArray()).GetProperty("text").GetString());
    }

    [Fact]
    public async Task OldFailure_IsNotShownWhenTheNextJobRuns()
    {
        var error = new JobError(NoTarget, JobStage.Connect, "", "", "");
        Station.Change(now => now with { State = PanelState.Busy, Last = new(Verdict.Fail, "", "", "", true, null, "", [], null, null, [], null, error) });

        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await GetJson("/api/panel")).GetProperty("error").ValueKind);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.Accepted)]
    [InlineData(false, HttpStatusCode.Conflict)]
    public async Task PressAndCancel_SayWhetherTheyDidIt(bool answer, HttpStatusCode expected)
    {
        Station.Answer = answer;

        Assert.Equal(expected, await Send(HttpMethod.Post, "/api/prog", ("X-Appliance", "page")));
        Assert.Equal(expected, await Send(HttpMethod.Post, "/api/cancel", ("X-Appliance", "page")));

        Assert.Single(Station.Presses);
        Assert.Equal(1, Station.Cancels);
    }

    [Fact]
    public async Task Records_AreAsManyAsAskedFor()
    {
        for (var i = 0; i < 30; i++)
            Pages.Rows.Add(new RecordRow($"r{i}", i, DateTimeOffset.UnixEpoch, "PASS", "door", "1.4", "", "", "06", true, 8421, "1:0"));

        var three = (await GetJson("/api/records?take=3")).GetProperty("records");
        var usual = (await GetJson("/api/records")).GetProperty("records");

        Assert.Equal(["r0", "r1", "r2"], three.EnumerateArray().Select(row => row.GetProperty("id").GetString()));
        Assert.Equal(20, usual.GetArrayLength());
        Assert.Equal(8421, three[0].GetProperty("milliseconds").GetInt64());
        Assert.Equal("1970-01-01T00:00:00+00:00", three[0].GetProperty("startedUtc").GetString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    public async Task NonsenseTake_IsRefused(string take)
    {
        Assert.Contains("from 1 to 200", (await GetJson($"/api/records?take={take}", HttpStatusCode.BadRequest)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task BrokenIndex_IsSaidInPlainWords()
    {
        Pages.IndexIsBroken = true;

        var answer = await GetJson("/api/records", HttpStatusCode.ServiceUnavailable);

        Assert.Contains("No record is lost", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Page_AsksOnlyForItsOwnFilesAndAllAreThere()
    {
        var page = await Client.GetStringAsync("/", Deadline);
        var wanted = OwnFiles().Matches(page + await Client.GetStringAsync("/panel.js", Deadline)).Select(match => match.Groups[1].Value).ToList();

        Assert.Superset(new HashSet<string> { "/panel.js", "/page.css", "/lamps.js", "/view.js", "/frame.js" }, wanted.ToHashSet());
        foreach (var path in wanted.Where(path => path.StartsWith('/')))
            Assert.Equal(HttpStatusCode.OK, await Send(HttpMethod.Get, path));
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("(?:href|src|from)[= ]\"([^\"]+)\"")]
    private static partial Regex OwnFiles();
}
