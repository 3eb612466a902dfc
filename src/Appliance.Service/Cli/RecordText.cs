// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json;
using Appliance.Jobs.Records;
using Appliance.Ports.Host;
using Appliance.Ports.Records;
using Appliance.Service.Composition;

namespace Appliance.Service.Cli;

/// <summary>Records as text and JSON.</summary>
internal static class RecordText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static void Write(IReadOnlyList<RecordRow> rows, ApplianceHome home, bool filtered)
    {
        if (rows.Count == 0)
        {
            Console.WriteLine(filtered ? "No record matches." : $"No records in {home.Journal}.");
            return;
        }

        Console.WriteLine($"{"Record",-16} {"Started (UTC)",-19} {"Verdict",-11} {"Time",8}  {"Project",-24} {"Chip id",-24} Cause");
        foreach (var row in rows)
        {
            var cause = row.Code.Length == 0 ? "" : $"{row.Code} {row.Cause}";
            var project = row.Project.Length == 0 ? "(no project)" : $"{row.Project} {row.Revision}";
            var seconds = string.Create(Invariant, $"{row.Milliseconds / 1000.0:0.0} s");
            var simulated = row.Simulated ? " (simulated)" : "";
            Console.WriteLine($"{row.Id,-16} {row.StartedUtc.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", Invariant),-19} {row.Verdict,-11} {seconds,8}  {project,-24} {row.UniqueId,-24} {cause}{simulated}");
        }
    }

    public static void WriteJson(IReadOnlyList<RecordRow> rows) => Console.WriteLine(JsonSerializer.Serialize(
        new
        {
            records = rows.Select(row => new
            {
                id = row.Id, sequence = row.Sequence, startedUtc = row.StartedUtc, verdict = row.Verdict, project = row.Project, revision = row.Revision,
                code = row.Code, cause = row.Cause, uniqueId = row.UniqueId, simulated = row.Simulated, milliseconds = row.Milliseconds, serial = row.Serial,
            }),
        }));

    public static void Write(JournalReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                intact = report.Intact, segments = report.Segments, lines = report.Lines, records = report.Records, open = report.Open,
                lastHash = report.LastHash, brokenAt = report.Break?.ToString(), tornBytes = report.Torn?.Bytes ?? 0,
                removed = (report.Removed ?? []).Select(s => new { segment = s.Segment, sha256 = s.Sha256, lines = s.Lines, lastSequence = s.LastSequence, lastHash = s.LastHash }),
            }));
            return;
        }

        Console.WriteLine($"{report.Records} records in {report.Lines} lines of {report.Segments} segment(s).");
        if (report.Removed is [.., var last] removed) Console.WriteLine(FormattableString.Invariant($"{removed.Count} segment(s) were removed; the chain goes on from their anchor {last.LastSequence}:{last.LastHash}."));
        if (report.Open.Count > 0) Console.WriteLine($"Without a verdict (running now, or interrupted): {string.Join(", ", report.Open)}.");
        if (report.Torn is { } torn) Console.WriteLine($"{torn.Bytes} bytes at the end ({torn.Place}) are no whole line and were never acknowledged; the next start moves them aside.");
        Console.WriteLine(report.Break is { } broken ? $"BROKEN at {broken}" : $"The chain is whole. Hash of the last line: {report.LastHash}");
    }

    /// <summary>The way of connecting names the clock itself, once it is settled.</summary>
    private static string Probe(ProbeFacts probe)
    {
        var clock = probe.ClockHz is { } hertz ? $", {hertz / 1000} kHz" : ", clock unknown";
        return probe.Connect switch
        {
            null => probe.Name + clock,
            var way when way.Contains("Hz", StringComparison.Ordinal) => $"{probe.Name} ({way})",
            var way => $"{probe.Name}{clock} ({way})",
        };
    }

    private static string Word(ClockQuality clock) => clock switch
    {
        ClockQuality.Synchronised => "synchronised",
        ClockQuality.FreeRunning => "not synchronised",
        _ => "never set",
    };

    public static string Of(JobRecord record)
    {
        var text = new StringBuilder();
        void Line(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) text.Append(Invariant, $"{name,-12} {value}\n");
        }

        Line("Record", record.Id + (record.Start.Simulated ? "  (simulated: not production)" : ""));
        Line("Verdict", record.Verdict.ToString().ToUpperInvariant());
        Line("Started", string.Create(Invariant, $"{record.StartedUtc.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, clock {Word(record.Clock)}, boot {record.Boot}"));
        Line("Appliance", $"{record.Start.Appliance} {record.Start.Software}, pressed by {record.Start.Trigger}");
        Line("Project", record.Start.Project is { } project ? $"{project.Name} {project.Revision}, content {project.Hash}" : "none");
        Line("Probe", record.Probe is { } probe ? Probe(probe) : record.Start.Probe);
        if (record.Target is { } target) Line("Target", $"{target.Name}, unique id {target.UniqueId ?? "not read"}, {string.Join(", ", target.Ids.Select(id => $"{id.Name} {id.Value}"))}");
        if (record.Plan is { } plan) Line("Plan", string.Create(Invariant, $"erase {plan.Erase} ({plan.EraseReason}), program {plan.BytesProgrammed} of {plan.BytesInImage} bytes, verify {plan.Verify}"));
        foreach (var loader in record.Plan?.Loaders ?? []) Line("Loader", $"{loader.Name}, SHA-256 {loader.Value}");
        Line("Serial", record.Serial);
        foreach (var stage in record.Stages) Line("Stage", string.Create(Invariant, $"{stage.Name,-9} {stage.Outcome.ToString().ToLowerInvariant(),-7} {stage.Ms,10:0.0} ms  {stage.Note}").TrimEnd());
        foreach (var evidence in record.Evidence) Line("Evidence", $"{evidence.Class.ToString().ToLowerInvariant()} of {evidence.What}: {evidence.Bytes} bytes, CRC-32 {evidence.Crc32}");
        foreach (var warning in record.Warnings) Line("Warning", $"{warning.Code}: {warning.Text}");
        if (record.End?.Error is { } error)
        {
            Line("Error", $"{error.Code} {error.Cause} in stage {error.Stage}");
            Line("  details", error.Details);
            Line("  expected", error.Expected);
            Line("  seen", error.Actual);
            Line("  next", error.Action);
        }

        if (record.Interruption is { } interruption) Line("Interrupted", $"{interruption.Code} {interruption.Cause}: {interruption.Reason}, last stage {interruption.LastStage}");
        return text.ToString().TrimEnd();
    }
}
