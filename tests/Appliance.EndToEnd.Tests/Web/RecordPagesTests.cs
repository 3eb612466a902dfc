// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json;
using Appliance.Ports.Records;

namespace Appliance.EndToEnd.Tests.Web;

public sealed class RecordPagesTests : PageFixture
{
    private static readonly DateTimeOffset Day = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Filter_ReachesTheIndexWhole()
    {
        await GetJson("/api/records?verdict=fail&project=Door%20%26%20gate&cause=no-target&serial=A1&uniqueId=06FF&from=2026-11-20T06:00:00Z&until=2026-11-21T06:00:00%2B01:00&simulated=false&before=17&id=1-2");

        Assert.Equal(
            new RecordFilter("00001-00002", "FAIL", "Door & gate", "no-target", "06ff", Day.AddHours(6), Day.AddHours(29), "A1", false, 17),
            Pages.Asked.Single());
    }

    [Theory]
    [InlineData("verdict=GOOD", "verdict")]
    [InlineData("from=yesterday", "from")]
    [InlineData("before=x", "before")]
    public async Task NonsenseFilter_IsSaidInPlainWords(string query, string said) =>
        Assert.Contains(said, (await GetJson($"/api/records?{query}", HttpStatusCode.BadRequest)).GetProperty("error").GetString(), StringComparison.Ordinal);

    [Fact]
    public async Task Pages_FollowOneAnotherWithoutGapOrOverlap()
    {
        for (var i = 30; i > 0; i--) Pages.Rows.Add(Row(i));
        var seen = new List<string>();
        var next = "";
        do
        {
            var page = await GetJson($"/api/records?take=7{next}");
            seen.AddRange(page.GetProperty("records").EnumerateArray().Select(row => row.GetProperty("id").GetString()!));
            next = page.GetProperty("next") is { ValueKind: JsonValueKind.Number } before ? $"&before={before.GetInt64()}" : "";
        }
        while (next.Length > 0);

        Assert.Equal(Enumerable.Range(1, 30).Reverse().Select(i => $"r{i}"), seen);
    }

    [Fact]
    public async Task UnknownRecord_IsNotFound()
    {
        await GetJson("/api/records/1-2", HttpStatusCode.NotFound);
        await GetJson("/api/records/nonsense", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Export_IsWholeAndOldestFirst()
    {
        for (var i = 2500; i > 0; i--) Pages.Rows.Add(Row(i));

        var lines = (await Client.GetStringAsync("/api/export?format=csv", Deadline)).TrimEnd().Split("\r\n");

        Assert.Equal(Enumerable.Range(1, 2500).Select(i => $"r{i}"), lines.Skip(1).Select(line => line.Split(',')[0]));
        await GetJson("/api/export?format=xml", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Yield_AddsUpShiftsProjectsAndCauses()
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-2);
        Pages.Sums.AddRange(
        [
            Sum(start, "door", "PASS", "", 90), Sum(start, "door", "FAIL", "E301", 7), Sum(start, "gate", "FAIL", "E301", 2), Sum(start, "gate", "FAIL", "E508", 1),
            Sum(start, "gate", "INTERRUPTED", "E604", 1), Sum(start, "gate", "RUNNING", "", 1),
        ]);
        Pages.Times = CycleTimes.Of([(CycleTimeBucket.Number(3400), 90)], 90 * 3400, 90 * 2900);

        var answer = await GetJson($"/api/yield?from={start.AddHours(-1):yyyy-MM-ddTHH:mm:ssZ}&simulated=false");

        Assert.Equal("door 90 7 0, gate 0 3 1", string.Join(", ", answer.GetProperty("projects").EnumerateArray().Select(part =>
            $"{part.GetProperty("project")} {part.GetProperty("pass")} {part.GetProperty("fail")} {part.GetProperty("interrupted")}")));
        Assert.Equal("E301 9, E508 1, E604 1", string.Join(", ", answer.GetProperty("causes").EnumerateArray().Select(part => $"{part.GetProperty("code")} {part.GetProperty("count")}")));
        Assert.Equal(2900, answer.GetProperty("times").GetProperty("floorMs").GetDouble());
        Assert.All(Pages.AskedSums, query => Assert.False(query.Simulated));
        var edges = Pages.AskedSums[0].Edges;
        Assert.True(edges[0] <= start.AddHours(-1) && edges[^1] > start);
        Assert.All(edges, edge => Assert.Contains(TimeZoneInfo.ConvertTime(edge, TimeZoneInfo.Local).Hour, new[] { 6, 14, 22 }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?from=2020-01-01T00:00:00Z")]
    [InlineData("?from=2100-01-01T00:00:00Z")]
    public async Task Yield_OfNoOrTooLongATime_IsRefused(string query) => await GetJson($"/api/yield{query}", HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("/api/order")]
    [InlineData("/api/projects")]
    [InlineData("/api/projects/check")]
    [InlineData("/api/projects/x/select")]
    [InlineData("/api/password")]
    [InlineData("/api/logout")]
    public async Task Changes_OnThisMachineWithoutLogIn_AreRefused(string path)
    {
        Access.SetPassword();

        Assert.Equal(HttpStatusCode.Unauthorized, await Send(HttpMethod.Post, path, ("X-Appliance", "page")));

        Assert.Empty(Pages.Changes);
    }

    [Fact]
    public async Task Engineer_ChangesOrderAndProjects()
    {
        Access.SetPassword();
        using var browser = Web.Access.Browser.Local(Host);
        await browser.LogIn();

        Assert.Equal(HttpStatusCode.OK, (await browser.Post("/api/order", new { boards = 60 })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Post("/api/order", new { boards = -1 })).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.Post("/api/projects/abc/select")).Status);
        var (status, body) = await browser.Post("/api/projects", "no zip");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.NotEqual(0, body.GetProperty("check").GetProperty("problems").GetArrayLength());
        Assert.Equal(["order 60", "select abc", "import"], Pages.Changes);
    }

    private static RecordRow Row(int i) => new($"r{i}", i, Day, "PASS", "door", "1.4", "", "", "06", true, 8421, "1:0");

    private static RecordRollup Sum(DateTimeOffset start, string project, string verdict, string code, long count) =>
        new(start, project, verdict, code, code, false, count, 0);
}
