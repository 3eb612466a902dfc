// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.OptionBytes;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Records;
using Appliance.Jobs.Running;
using Appliance.Jobs.Serials;
using Appliance.Ports.Wires;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Tests.Running;

/// <summary>A session that does what each test tells it to, and writes down what it was asked.</summary>
internal sealed class ScriptedSession(List<string> log) : ITargetSession
{
    public Dictionary<string, Func<Exception>> Throws { get; } = [];

    public Func<FirmwareImage, VerifyEvidence> Evidence { get; init; } = image => new VerifyEvidence("readback", image.ByteCount, image.Crc32);

    public string UniqueId { get; init; } = "0102";

    /// <summary>What was programmed last.</summary>
    public FirmwareImage? Programmed { get; private set; }

    /// <summary>What the flash was compared with last.</summary>
    public FirmwareImage? Verified { get; private set; }

    public List<SessionWarning> Raised { get; } = [];

    public SessionCapabilities Capabilities => SessionCapabilities.None;

    /// <summary>As each session tells it; told to break, it does so once the session was used.</summary>
    public Flashing.ProbeFacts Probe
    {
        get
        {
            if ((log.Contains("reset") || log.Contains("make-safe")) && Throws.Remove("facts", out var make)) throw make();
            return new("scripted", true, true, 4_000_000, 123, ["normal"]);
        }
    }

    /// <summary>A clock that goes on from job to job, as that of a simulated board does; each step takes a second.</summary>
    public SteppedClock Stepped { get; init; } = new();

    public ITargetClock Clock => Stepped;

    public IReadOnlyList<SessionWarning> Warnings => Raised;

    public void Connect(ConnectSettings settings, CancellationToken cancel) => Step("connect", cancel);

    public TargetIdentity Identify(CancellationToken cancel)
    {
        Step("identify", cancel);
        return new TargetIdentity("stm32f103cb", 0x1BA01477, 0x411FC231, 0x410, 0x2003, UniqueId, 128);
    }

    public void Erase(FlashPlan plan, IProgress<long>? progress, CancellationToken cancel) => Step("erase", cancel);

    public void Program(FlashPlan plan, FirmwareImage image, IProgress<long>? progress, CancellationToken cancel)
    {
        progress?.Report(plan.BytesProgrammed / 2);
        Programmed = image;
        Step("program", cancel);
    }

    public VerifyEvidence Verify(FlashPlan plan, FirmwareImage image, IProgress<long>? progress, CancellationToken cancel)
    {
        Verified = image;
        Step("verify", cancel);
        return Evidence(image);
    }

    public void Unprotect(CancellationToken cancel) => Step("unprotect", cancel);

    public OptionValues ReadOptions(CancellationToken cancel) => throw new NotSupportedException("No job reads options.");

    public OptionReport SetOptions(OptionPlan plan, CancellationToken cancel)
    {
        Step("options", cancel);
        return new OptionReport([.. plan.All], true);
    }

    public void Reset(FinalState state, CancellationToken cancel) => Step("reset", cancel);

    public SafeState MakeSafe()
    {
        log.Add("make-safe");
        if (Throws.Remove("make-safe", out var make)) throw make();
        return SafeState.Halted;
    }

    public void Dispose()
    {
        log.Add("dispose");
        if (Throws.Remove("dispose", out var make)) throw make();
    }

    private void Step(string name, CancellationToken cancel)
    {
        log.Add(name);
        Stepped.Now += TimeSpan.FromSeconds(1);
        cancel.ThrowIfCancellationRequested();
        if (Throws.Remove(name, out var make)) throw make();
    }

    public sealed class SteppedClock : ITargetClock
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(100);

        public void Delay(TimeSpan time, CancellationToken cancel)
        {
        }
    }
}

internal sealed class ScriptedSessions(params ScriptedSession[] sessions) : ISessionFactory
{
    private int _next;

    public string ProbeName => "scripted";

    public bool Simulated => true;

    public Exception? Refusal { get; init; }

    public ITargetSession Open(ChipDescription chip, CancellationToken cancel) => Refusal is null ? sessions[_next++] : throw Refusal;
}

/// <summary>Keeps records in a list; refuses where a test says so.</summary>
internal sealed class ListedRecords(List<string> log) : IRecordKeeper, IOpenRecord
{
    public string? RefuseAt { get; init; }

    public JobOutcome? Finished { get; private set; }

    public string Id => "R1";

    public IOpenRecord Begin(Project? project, PressSource source, string probe, bool simulated)
    {
        Note("begin");
        return this;
    }

    public void WaitUntilStored(CancellationToken cancel) => Note("stored");

    public void Probe(Flashing.ProbeFacts probe)
    {
    }

    public void Plan(FlashPlan plan)
    {
    }

    public void Target(TargetIdentity identity)
    {
    }

    public SerialValue Reserve(SerialPlan plan, string uniqueId)
    {
        Note($"reserve {uniqueId}");
        return plan.First();
    }

    public SerialValue OwnSerial(SerialPlan plan, string uniqueId)
    {
        Note($"own serial {uniqueId}");
        return plan.First();
    }

    public void SerialMayBeOnBoard()
    {
    }

    public void Stage(StageTime stage)
    {
    }

    public void Evidence(VerifyEvidence evidence) => Note("evidence");

    public void Options(OptionReport report) => Note($"{report}");

    public void Warning(SessionWarning warning) => Note($"warning {warning.Code}");

    public void Finish(JobOutcome outcome)
    {
        Note("finish");
        Finished = outcome;
    }

    private void Note(string what)
    {
        log.Add($"record: {what}");
        if (RefuseAt == what) throw new RecordException(RecordCause.DiskFull, "No space left.");
    }
}
