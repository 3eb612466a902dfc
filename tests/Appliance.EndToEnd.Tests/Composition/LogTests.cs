// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Running;
using Appliance.EndToEnd.Tests.Web;
using Appliance.Service.Composition;
using Serilog.Events;
using Serilog.Parsing;

namespace Appliance.EndToEnd.Tests.Composition;

/// <summary>The service log: what is written can be read again, by people, by the system's journal and by the page.</summary>
public sealed class LogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("appliance-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lines_OfAJob_AreFoundByItsRecord()
    {
        var station = new FakeStation();
        using (var log = new ServiceLog(_folder))
        {
            log.Follow(station);
            log.Trouble("The disk is full.");
            station.Tell(new JobStarted("00001-00001", "door", "1.4", "stm32f103cb"));
            station.Tell(new StageFinished(JobStage.Erase, TimeSpan.FromMilliseconds(640)));
            station.Tell(new JobStarted("00001-00002", "door \"x\"\nnext", "1.4", "stm32f103cb"));
        }

        var pages = new LogFiles(_folder);

        Assert.Equal(4, pages.Newest(null, false, 100).Count);
        Assert.Equal(["job 00001-00001 stage erase done in 640.0 ms", "job 00001-00001 started: door 1.4 on stm32f103cb"], pages.Newest("00001-00001", false, 100).Select(line => line.Text));
        Assert.Contains("door \"x\"\nnext", pages.Newest("00001-00002", false, 1).Single().Text, StringComparison.Ordinal);
        Assert.Equal(("warning", "The disk is full."), pages.Newest(null, true, 100).Select(line => (line.Level, line.Text)).Single());
        Assert.Single(pages.Newest(null, false, 1));
    }

    [Fact]
    public void TornAndForeignLines_AreLeftOut()
    {
        File.WriteAllText(Path.Combine(_folder, "appliance.log"), "old text\n{\"time\":\"2026-11-21T06:00:00Z\",\"level\":\"info\",\"text\":\"good\"}\n{\"time\":1}\n{\"time\":\"2026-");

        Assert.Equal("good", new LogFiles(_folder).Newest(null, false, 100).Single().Text);
        Assert.Empty(new LogFiles(Path.Combine(_folder, "nothing")).Newest(null, false, 100));
    }

    [Theory]
    [InlineData(LogEventLevel.Error, "<3>one\n<3>two\n")]
    [InlineData(LogEventLevel.Warning, "<4>one\n<4>two\n")]
    [InlineData(LogEventLevel.Information, "<6>one\n<6>two\n")]
    public void Journal_EachLineHasItsPriority(LogEventLevel level, string expected)
    {
        using var output = new StringWriter();

        new ConsoleFormat(forJournal: true).Format(new LogEvent(DateTimeOffset.UnixEpoch, level, null, new MessageTemplateParser().Parse("one\ntwo"), []), output);

        Assert.Equal(expected, output.ToString());
    }
}
