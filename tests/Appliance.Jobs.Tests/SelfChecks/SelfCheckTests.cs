// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Jobs.SelfChecks;
using Appliance.Jobs.Tests.Records;
using Appliance.Jobs.Tests.Watchdog;
using Appliance.Ports.Files;
using Appliance.Ports.Gpio;
using Appliance.Ports.Host;
using Appliance.Ports.Wires;
using Appliance.Probes.Loopback;
using Appliance.Simulation.Surroundings;

namespace Appliance.Jobs.Tests.SelfChecks;

/// <summary>Each check sees what is wrong and says what to do; a round waits for none of them for ever.</summary>
public sealed class SelfCheckTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Disk_Sound_IsOkAndLeavesNothingBehind()
    {
        var disk = new SimulatedFolder();

        Assert.Equal(SelfCheckState.Ok, Look(new DiskCheck(() => disk)).State);
        Assert.Empty(disk.Names());
    }

    public static TheoryData<string, Action<SimulatedFolder>> Refusals => new()
    {
        { "full", disk => disk.Capacity = 0 },
        { "read-only", disk => disk.ReadOnly = true },
        { "sync", disk => disk.FailNextFlush = true },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Disk_Refuses_FailsWithAnAction(string name, Action<SimulatedFolder> refuse)
    {
        Assert.NotEmpty(name);
        var disk = new SimulatedFolder();
        refuse(disk);

        AssertTells(SelfCheckState.Fail, Look(new DiskCheck(() => disk)));
    }

    [Fact]
    public void Disk_CannotBeOpened_Fails() =>
        AssertTells(SelfCheckState.Fail, Look(new DiskCheck(() => throw new FileFaultException(FileFault.ReadOnly, "no folder"))));

    [Fact]
    public void Disk_GivesBackOtherBytes_Fails() => AssertTells(SelfCheckState.Fail, Look(new DiskCheck(() => new ForgetfulFolder(1L << 30, 1L << 31, keeps: false))));

    [Theory]
    [InlineData(1000, 2000, SelfCheckState.Ok)]
    [InlineData(300, 2000, SelfCheckState.Warn)]
    [InlineData(20, 2000, SelfCheckState.Fail)]
    public void Disk_Room_DecidesByWhatIsLeft(long freeMiB, long totalMiB, SelfCheckState expected) =>
        Assert.Equal(expected, Look(new DiskCheck(() => new ForgetfulFolder(freeMiB << 20, totalMiB << 20, keeps: true))).State);

    [Theory]
    [InlineData(ClockQuality.Synchronised, SelfCheckState.Ok)]
    [InlineData(ClockQuality.FreeRunning, SelfCheckState.Ok)]
    [InlineData(ClockQuality.Unset, SelfCheckState.Warn)]
    public void Clock_Quality_IsTold(ClockQuality quality, SelfCheckState expected)
    {
        var finding = Look(new ClockCheck(new BenchHost { ClockQuality = quality }, new BenchTime()));

        Assert.Equal(expected, finding.State);
        Assert.Contains("2026-03-01 06:30 UTC", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Journal_OpensWhole_Warns_OrFailsAsTheOpeningSays()
    {
        Assert.Equal(SelfCheckState.Ok, Look(new JournalCheck(_ => "")).State);
        AssertTells(SelfCheckState.Warn, Look(new JournalCheck(_ => "Recorded as interrupted: R1.")));
        AssertTells(SelfCheckState.Fail, Look(new JournalCheck(_ => throw new RecordException(RecordCause.ChainBroken, "broken at 7"))));
    }

    [Fact]
    public void Panel_PartsMissing_FailsNamingThem()
    {
        Assert.Equal(SelfCheckState.Ok, Look(new PanelCheck([], () => throw new InvalidOperationException())).State);
        Assert.Equal("All parts of panel and tester are there.", Look(new PanelCheck(["panel", "tester"], () => [])).Seen);
        var finding = Look(new PanelCheck(["panel"], () => ["The green LED does not work."]));
        AssertTells(SelfCheckState.Fail, finding);
        Assert.Contains("green", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Panel_OnlyATesterIsWired_IsLookedAt_AndThePageIsThePanel()
    {
        Assert.Equal("All parts of tester are there; the page is the panel.", Look(new PanelCheck(["tester"], () => [])).Seen);
        var finding = Look(new PanelCheck(["tester", "power"], () => ["The tester's line START does not work."]));
        AssertTells(SelfCheckState.Fail, finding);
        Assert.Contains("'tester' and 'power'", finding.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void Loopback_Report_IsTold()
    {
        var (clock, data) = (new GpioLineName("chip", "C"), new GpioLineName("chip", "D"));
        Assert.Contains("up to 12.50 MHz", Look(new LoopbackCheck(() => new LoopbackReport([], 12_500_000))).Seen, StringComparison.Ordinal);
        Assert.Equal("The lines of the wire are sound.", Look(new LoopbackCheck(() => new LoopbackReport([], null))).Seen);
        var open = Look(new LoopbackCheck(() => new LoopbackReport([new LoopbackFinding(LoopbackFault.Open, clock, data)], null)));
        AssertTells(SelfCheckState.Fail, open);
        Assert.Contains("C does not reach D", open.Seen, StringComparison.Ordinal);
        AssertTells(SelfCheckState.Fail, Look(new LoopbackCheck(() => throw new WireException("gpio", "somebody else has C"))));
        AssertTells(SelfCheckState.Fail, Look(new LoopbackCheck(() => throw new GpioException(GpioFault.Busy, "somebody else has C"))));
    }

    [Fact]
    public async Task Round_CheckHangs_FailsAfterItsTimeAndKeepsNobodyWaiting()
    {
        using var leave = new ManualResetEventSlim();
        var time = new TurnedTime();

        var round = SelfCheckRound.Run([new Check("hangs", () => leave.Wait(Patience) ? SelfCheckFinding.Ok("") : SelfCheckFinding.Ok("late"))], time, CancellationToken.None);
        await time.Fire(SelfCheckRound.Limit);
        var report = Assert.Single(await round.WaitAsync(Patience));
        leave.Set();

        AssertTells(SelfCheckState.Fail, report.Finding);
        Assert.Contains("did not end within 10 s", report.Finding.Seen, StringComparison.Ordinal);
        Assert.True(report.Stops);
    }

    [Fact]
    public async Task Round_CheckThrows_FailsAndTheOthersReportInOrder()
    {
        var reports = await SelfCheckRound.Run(
            [new Check("throws", () => throw new InvalidOperationException("oh")), new Check("well", () => SelfCheckFinding.Ok("fine"))],
            TimeProvider.System, CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(["throws", "well"], reports.Select(report => report.Name));
        Assert.Equal([SelfCheckState.Fail, SelfCheckState.Ok], reports.Select(report => report.Finding.State));
        Assert.Contains("oh", reports[0].Finding.Seen, StringComparison.Ordinal);
        Assert.False(reports[1].Stops);
    }

    private static SelfCheckFinding Look(ISelfCheck check) => check.Look(CancellationToken.None);

    private static void AssertTells(SelfCheckState expected, SelfCheckFinding finding)
    {
        Assert.Equal(expected, finding.State);
        Assert.NotEmpty(finding.Seen);
        Assert.NotEmpty(finding.Action);
    }

    private sealed class Check(string name, Func<SelfCheckFinding> look) : ISelfCheck
    {
        public string Name => name;

        public bool MustHave => true;

        public SelfCheckFinding Look(CancellationToken cancel) => look();
    }

    private sealed class ForgetfulFolder(long free, long total, bool keeps) : IDurableFolder, IDurableFile
    {
        private byte[] _kept = [];

        public long Length => _kept.Length;

        public string Description => "a disk";

        public IReadOnlyList<string> Names() => [];

        public IDurableFile Open(string name) => this;

        public Stream? OpenRead(string name) => new MemoryStream(_kept);

        public void Replace(string name, ReadOnlySpan<byte> contents) => throw new NotSupportedException();

        public void Append(ReadOnlySpan<byte> bytes) => _kept = keeps ? bytes.ToArray() : new byte[bytes.Length];

        public void Flush()
        {
        }

        public void Truncate(long length)
        {
        }

        public void Dispose()
        {
        }

        public void Rename(string from, string to) => throw new NotSupportedException();

        public void Delete(string name) => _kept = [];

        public (long Free, long Total) Space() => (free, total);
    }
}
