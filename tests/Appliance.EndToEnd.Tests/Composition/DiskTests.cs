// SPDX-License-Identifier: Apache-2.0
using Appliance.EndToEnd.Tests.Web;
using Appliance.Jobs.Panel.Display;
using Appliance.Jobs.Records;
using Appliance.Jobs.Running;
using Appliance.Service.Composition;

namespace Appliance.EndToEnd.Tests.Composition;

/// <summary>A disk that fills up, refuses, and has room again, while the service runs.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("appliance-test-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Begin_AfterTheDiskRefused_GoesOnWhenItCanBeWrittenAgain()
    {
        var home = ApplianceHome.Locate(_home);
        Directory.CreateDirectory(Path.GetDirectoryName(home.Journal)!);
        File.WriteAllText(home.Journal, "in the way");
        using var records = new RecoveringRecords(() => new RecordRoom(home, "line-7", TimeProvider.System));
        Assert.NotNull(records.TryOpen());
        Assert.Throws<RecordException>(() => records.Begin(null, PressSource.Button, "sim", true));
        Assert.Null(records.Room);

        File.Delete(home.Journal);
        var record = records.Begin(null, PressSource.Button, "sim", true);
        record.WaitUntilStored(CancellationToken.None);
        Assert.Equal("RUNNING", Assert.Single(records.Room!.Newest(5)).Verdict);
    }

    [Fact]
    public void Begin_DamagedJournal_StaysClosed()
    {
        var home = ApplianceHome.Locate(_home);
        using var records = new RecoveringRecords(() => new RecordRoom(home, "line-7", TimeProvider.System));
        Assert.Null(records.TryOpen());
        records.Begin(null, PressSource.Button, "sim", true).WaitUntilStored(CancellationToken.None);
        var first = Path.Combine(home.Journal, "journal-000001.jsonl");
        var bytes = File.ReadAllBytes(first);
        bytes[40] ^= 1;
        File.WriteAllBytes(first, bytes);
        Assert.NotNull(records.Room!.ProveChain(CancellationToken.None));
        Assert.Equal(RecordCause.ChainBroken, Assert.Throws<RecordException>(() => records.Begin(null, PressSource.Button, "sim", true)).Cause);
    }

    [Fact]
    public void DiskNotice_DiskFillsUpDuringTheShift_IsShownAndTakenBack()
    {
        var (station, notices, said) = (new FakeStation(), new PanelNotices(TimeProvider.System), new List<string>());
        string? warning = null;
        var changed = 0;
        notices.Changed += () => changed++;
        using (new DiskNotice(station, notices, () => warning, said.Add, TimeProvider.System))
        {
            station.Tell(new JobFinished(null!));
            Assert.Equal(0, changed);
            warning = "The disk of the records is 85 % full.";
            station.Tell(new JobFinished(null!));
            station.Tell(new JobFinished(null!));
            Assert.Equal(1, changed);
            Assert.Equal(warning, Assert.Single(said));
            warning = null;
            station.Tell(new JobFinished(null!));
            Assert.Equal((2, "The disk of the records has room again."), (changed, said[^1]));
        }
    }
}
