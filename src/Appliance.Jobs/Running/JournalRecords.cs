// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Reflection;
using Appliance.Flashing;
using Appliance.Flashing.Layout;
using Appliance.Flashing.OptionBytes;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Records;
using Appliance.Jobs.Serials;

namespace Appliance.Jobs.Running;

/// <summary>Keeps the records of jobs in the journal.</summary>
/// <param name="journal">The journal.</param>
/// <param name="time">Appliance time.</param>
/// <param name="ledger">Gives out serials; asked for when the first job needs one.</param>
public sealed class JournalRecords(RecordJournal journal, TimeProvider time, Func<SerialLedger> ledger) : IRecordKeeper
{
    private static readonly string Software =
        typeof(JournalRecords).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <inheritdoc/>
    public IOpenRecord Begin(Project? project, PressSource source, string probe, bool simulated)
    {
        var facts = project is null ? null : new ProjectFacts(project.Name, project.Revision, project.ContentHash);
        var trigger = source switch { PressSource.Button => "button", PressSource.Page => "page", PressSource.Tester => "tester", PressSource.Remote => "remote", _ => "shell" };
        var start = new JobStart(journal.Appliance, Software, facts, probe, trigger, simulated);
        return new OpenRecord(RecordWriter.Begin(journal, start, wait: false), time, new BoardSerial(ledger, simulated));
    }

    private sealed class OpenRecord(RecordWriter writer, TimeProvider time, BoardSerial serial) : IOpenRecord
    {
        private readonly long _begun = time.GetTimestamp();
        private JobStage _last;

        public string Id => writer.Id;

        private double Ms => time.GetElapsedTime(_begun).TotalMilliseconds;

        public void WaitUntilStored(CancellationToken cancel) => writer.EnsureStarted(cancel);

        public void Probe(Flashing.ProbeFacts probe) => writer.Probe(
            new Records.ProbeFacts(probe.Name, null, probe.Hertz, string.Join("; ", probe.ConnectPath)));

        public void Plan(FlashPlan plan) => writer.Plan(new PlanFacts(
            plan.Erase.ToString().ToLowerInvariant(), plan.EraseReason, plan.Sectors.Count, plan.BytesInImage, plan.BytesProgrammed,
            plan.Verify.ToString().ToLowerInvariant(), plan.ExpectedTotal.TotalMilliseconds)
        {
            Loaders = plan.Loaders.Count == 0 ? null : [.. plan.Loaders.Select(loader => new NamedFact(loader.Loader.File, $"{loader.Loader.Sha256} {loader.Loader.Device.Name}"))],
        });

        public void Target(TargetIdentity identity) => writer.Target(new TargetFacts(
            identity.Target, identity.UniqueId.Length == 0 ? null : identity.UniqueId, [.. Ids(identity)]));

        public SerialValue Reserve(SerialPlan plan, string uniqueId) => serial.Reserve(plan, writer.Id, uniqueId);

        public SerialValue OwnSerial(SerialPlan plan, string uniqueId) => serial.Own(plan, uniqueId);

        public void SerialMayBeOnBoard() => serial.MayBeOnBoard();

        public void Stage(StageTime stage)
        {
            var ms = stage.Elapsed.TotalMilliseconds;
            var end = stage.End switch { StageEnd.Done => StageOutcome.Done, StageEnd.Skipped => StageOutcome.Skipped, _ => StageOutcome.Failed };
            writer.Stage(new StageFacts(Name(stage.Stage), end, Math.Max(0, Ms - ms), ms, NullIfEmpty(stage.Note)));
            _last = stage.Stage;
        }

        public void Evidence(VerifyEvidence evidence) => writer.Evidence(new EvidenceFacts(
            Enum.Parse<EvidenceClass>(evidence.Method, ignoreCase: true), "flash", evidence.Bytes,
            evidence.Crc32.ToString("x8", CultureInfo.InvariantCulture), []));

        public void Options(OptionReport report) => writer.Evidence(new EvidenceFacts(
            EvidenceClass.Reported, "options", null, null, [.. report.Options.Select(option => new NamedFact(option.Name, option.Text))]));

        public void Warning(SessionWarning warning) => writer.Warning(new WarningFacts(warning.Code, warning.Text));

        public void Finish(JobOutcome outcome)
        {
            for (var stage = _last + 1; stage < JobStage.Record; stage++)
                writer.Stage(new StageFacts(Name(stage), StageOutcome.Skipped, Ms, 0, "not reached"));
            writer.Finish(new JobEnd(
                outcome.Verdict == Verdict.Pass ? RecordVerdict.Pass : RecordVerdict.Fail, Ms, Error(outcome.Error), outcome.Probe?.Cycles,
                outcome.Probe is { VirtualTime: true } ? outcome.TargetTime?.TotalSeconds : null),
                () => serial.End(outcome.Verdict == Verdict.Pass));
        }

        private static string Name(JobStage stage) => stage.ToString().ToLowerInvariant();

        private static ErrorFacts? Error(JobError? error) => error is null ? null : new ErrorFacts(
            error.Entry.Code, Name(error.Stage), error.Entry.Cause, NullIfEmpty(error.Expected), NullIfEmpty(error.Actual), error.Entry.Action,
            NullIfEmpty(error.Details));

        private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

        private static IEnumerable<NamedFact> Ids(TargetIdentity identity)
        {
            if (identity.Dpidr is { } dpidr) yield return new NamedFact("dpidr", $"0x{dpidr:x8}");
            if (identity.Cpuid is { } cpuid) yield return new NamedFact("cpuid", $"0x{cpuid:x8}");
            if (identity.DeviceId is { } device) yield return new NamedFact("device-id", $"0x{device:x3}");
            if (identity.RevisionId is { } revision) yield return new NamedFact("revision-id", $"0x{revision:x4}");
            yield return new NamedFact("flash-kib", identity.FlashKilobytes.ToString(CultureInfo.InvariantCulture));
        }
    }
}
