// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Simulation.Surroundings;

namespace Appliance.Jobs.Tests.Records;

/// <summary>The journal on a disk that keeps, tears or loses what was not flushed, by seed.</summary>
public class SimulatedDiskTests
{
    [Fact]
    public void PowerCuts_OneAfterTheOther_LoseNoAcknowledgedRecord()
    {
        for (var seed = 1; seed <= 25; seed++)
        {
            var folder = new SimulatedFolder(seed);
            var host = new SimulatedHost();
            var random = new Random(seed);
            var verdicts = new Dictionary<string, RecordVerdict>(StringComparer.Ordinal);
            for (var boot = 0; boot < 12; boot++)
            {
                folder.CutIn(random.Next(40));
                Assert.Throws<PowerCutException>(() => Work(folder, host, verdicts));
                host.Reboot();
            }

            RecordBench.Open(folder, host).Dispose();
            Assert.True(RecordVerifier.Verify(folder).Intact);
            var found = new RecordReader(folder).All().ToDictionary(r => r.Id, r => r.Verdict);
            Assert.Equal(verdicts, found.Where(f => verdicts.ContainsKey(f.Key)).Select(f => Settle(f, verdicts[f.Key])).ToDictionary());
            Assert.All(found.Values, verdict => Assert.NotEqual(RecordVerdict.Running, verdict));
        }
    }

    [Fact]
    public void DiskFull_InTheMiddleOfALine_IsTornAndGoesOnAfterRoomWasMade()
    {
        var folder = new SimulatedFolder { Capacity = 2000 };
        using (var journal = RecordBench.Open(folder))
        {
            Assert.Equal(RecordCause.DiskFull, Assert.Throws<RecordException>(() => RecordBench.PassingJob(journal)).Cause);
        }

        folder.Capacity = 100_000;
        using var again = RecordBench.Open(folder);
        Assert.True(again.Opening.TornBytes > 0);
        Assert.Equal("00002-00001", RecordBench.PassingJob(again));
        Assert.True(RecordVerifier.Verify(folder).Intact);
    }

    [Fact]
    public void FlushFails_VerdictIsRefused()
    {
        var folder = new SimulatedFolder();
        using var journal = RecordBench.Open(folder);
        var writer = RecordWriter.Begin(journal, RecordBench.Start);
        folder.FailNextFlush = true;
        Assert.Equal(RecordCause.IoError, Assert.Throws<RecordException>(() => writer.Finish(RecordBench.Fail)).Cause);
    }

    /// <summary>A started job may be interrupted, or done where the cut came after the line and before the answer; a verdict stays.</summary>
    private static KeyValuePair<string, RecordVerdict> Settle(KeyValuePair<string, RecordVerdict> found, RecordVerdict acknowledged) =>
        acknowledged == RecordVerdict.Running && found.Value is RecordVerdict.Interrupted or RecordVerdict.Pass
            ? new(found.Key, acknowledged)
            : found;

    private static void Work(SimulatedFolder folder, SimulatedHost host, Dictionary<string, RecordVerdict> acknowledged)
    {
        var journal = RecordBench.Open(folder, host, segmentBytes: 6000);
        while (true)
        {
            var writer = RecordWriter.Begin(journal, RecordBench.Start);
            acknowledged.Add(writer.Id, RecordVerdict.Running);
            writer.Stage(new StageFacts("erase", StageOutcome.Done, 1, 2));
            writer.Evidence(RecordBench.Readback);
            writer.Finish(RecordBench.Pass);
            acknowledged[writer.Id] = RecordVerdict.Pass;
        }
    }
}
