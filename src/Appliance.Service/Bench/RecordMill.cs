// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json.Serialization;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Records;
using Appliance.Jobs.Serials;
using Appliance.Platform.Host;
using Appliance.Ports.Files;

namespace Appliance.Service.Bench;

/// <summary>Makes records as a line makes them: four projects, one board in twenty fails, half a minute a board, day and night for a year.</summary>
internal static class RecordMill
{
    /// <summary>When the first one began.</summary>
    public static readonly DateTimeOffset Begin = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);

    /// <summary>Bytes of the line that ends a record, about.</summary>
    public const int LastBytes = 400;

    private static readonly string[] Stages = ["project", "probe", "connect", "identify", "erase", "program", "verify", "reset"];
    private static readonly CatalogueEntry[] Errors = [Catalogue.NoTarget, Catalogue.VerifyMismatch, Catalogue.BadSignal, Catalogue.TargetLost, Catalogue.WrongChip];

    /// <summary>Name of a project.</summary>
    public static string Project(int number) => $"controller-{(char)('a' + number)}";

    /// <summary>Chip of a record.</summary>
    public static string UniqueId(int record) => ((ulong)record * 0x9E37_79B9_7F4A_7C15UL).ToString("x16", CultureInfo.InvariantCulture) + "ffff0123";

    /// <summary>Serial of a record.</summary>
    public static string Serial(int record) => string.Create(CultureInfo.InvariantCulture, $"SN-{record:D8}");

    /// <summary>Fills a journal; what it is made of is not measured, so nothing waits for the disk.</summary>
    public static void Fill(IDurableFolder folder, int records)
    {
        var clock = new LineClock();
        using var journal = RecordJournal.Open(new CountedFolder(folder, waits: false), new LinuxHost(clock, "bench"), clock);
        for (var i = 0; i < records; i++)
        {
            var writer = Facts(journal, i);
            writer.Finish(End(i));
            clock.Step();
        }
    }

    /// <summary>A record that has everything but its end, with its start on the disk; gives what ends it.</summary>
    public static Action Open(RecordJournal journal, int number)
    {
        var writer = Facts(journal, number);
        writer.EnsureStarted();
        journal.Flush();
        writer.Stage(new StageFacts("reset", StageOutcome.Done, 3000, 1));
        return () => writer.Finish(End(number));
    }

    private static RecordWriter Facts(RecordJournal journal, int i)
    {
        var project = new ProjectFacts(Project(i % 4), "1.4.2", new string('a', 64));
        var writer = RecordWriter.Begin(journal, new JobStart(journal.Appliance, "0.9.0", project, "auto", "button", false), wait: false);
        writer.Plan(new PlanFacts("mass", "the image fills most of the flash", 1, 65536, 61000, "readback", 2900));
        writer.Probe(new ProbeFacts("CMSIS-DAP", "E6614103E7", 4_000_000, "normal"));
        writer.Target(new TargetFacts("stm32f103cb", UniqueId(i), [new("dpidr", "0x1ba01477"), new("cpuid", "0x411fc231"), new("device-id", "0x410")]));
        var serial = new SerialReserved(
            new LedgerName("bench", false), i.ToString(CultureInfo.InvariantCulture), Serial(i), UniqueId(i), [new SerialPatch(0x0801FC00, "0011223344556677")]);
        journal.Append(JournalEvent.SerialReserved, writer.Id, serial, MillJson.Default.SerialReserved, flush: false);
        foreach (var stage in Stages) writer.Stage(new StageFacts(stage, StageOutcome.Done, 10, 370.5));
        writer.Evidence(new EvidenceFacts(EvidenceClass.Readback, "flash", 65536, "cbf43926", []));
        return writer;
    }

    private static JobEnd End(int i)
    {
        var failed = i % 20 == 7 ? Errors[i / 20 % Errors.Length] : null;
        var error = failed is null ? null : new ErrorFacts(failed.Code, "connect", failed.Cause, "an acknowledge", "none", failed.Action, "Nobody answered.");
        return new JobEnd(failed is null ? RecordVerdict.Pass : RecordVerdict.Fail, 3100 + (i * 7919L % 900), error, 9_876_543);
    }

    /// <summary>A clock that goes on with the boards.</summary>
    private sealed class LineClock : TimeProvider
    {
        private static readonly TimeSpan Board = TimeSpan.FromSeconds(30);
        private DateTimeOffset _now = Begin;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Step() => _now += Board;
    }
}

/// <summary>The one line the mill writes by itself.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SerialReserved))]
internal sealed partial class MillJson : JsonSerializerContext;
