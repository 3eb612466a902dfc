// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Ports.Files;
using Appliance.Ports.Host;

namespace Appliance.Jobs.Tests.Records;

/// <summary>A machine with a boot and a clock that tests turn.</summary>
internal sealed class BenchHost : IHostInfo
{
    public string ApplianceName { get; set; } = "line-7";

    public string BootId { get; set; } = "boot-1";

    public ClockQuality ClockQuality { get; set; } = ClockQuality.Unset;
}

/// <summary>A wall clock that stands still until it is told.</summary>
internal sealed class BenchTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 6, 30, 0, 125, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>Makes journals with jobs in them.</summary>
internal static class RecordBench
{
    public static JobStart Start { get; } = new(
        "line-7", "0.1.0", new ProjectFacts("Türöffner", "4", new string('a', 64)), "sim:stm32f103cb", "button", true);

    public static EvidenceFacts Readback { get; } = new(EvidenceClass.Readback, "flash", 1024, "cbf43926", [new("0x08000000", "1024 bytes")]);

    public static ErrorFacts Error { get; } = new("E-201", "connect", "no-target", "ACK OK", "no answer", "Check that the board is seated.");

    public static JobEnd Pass { get; } = new(RecordVerdict.Pass, 812.5, null, 3_000_000, 0.75);

    public static JobEnd Fail { get; } = new(RecordVerdict.Fail, 20, Error);

    public static RecordJournal Open(IDurableFolder folder, IHostInfo? host = null, long segmentBytes = 1 << 20) =>
        RecordJournal.Open(folder, host ?? new BenchHost(), new BenchTime(), new JournalOptions(segmentBytes));

    public static string PassingJob(RecordJournal journal, string uniqueId = "0102030405060708090a0b0c")
    {
        var writer = RecordWriter.Begin(journal, Start);
        writer.Probe(new ProbeFacts("sim", null, 4_000_000, "normal"));
        writer.Target(new TargetFacts("stm32f103cb", uniqueId, [new("DPIDR", "0x1ba01477")]));
        writer.Plan(new PlanFacts("mass", "faster", 1, 1024, 1000, "readback", 120));
        writer.Stage(new StageFacts("erase", StageOutcome.Done, 1, 30.25));
        writer.Warning(new WarningFacts("W-003", "parity errors: 2"));
        writer.Evidence(Readback);
        writer.Finish(Pass);
        return writer.Id;
    }

    public static string FailingJob(RecordJournal journal)
    {
        var writer = RecordWriter.Begin(journal, Start);
        writer.Finish(Fail);
        return writer.Id;
    }

    public static string OpenJob(RecordJournal journal)
    {
        var writer = RecordWriter.Begin(journal, Start);
        writer.Stage(new StageFacts("erase", StageOutcome.Done, 1, 30.25));
        journal.Flush();
        return writer.Id;
    }
}
