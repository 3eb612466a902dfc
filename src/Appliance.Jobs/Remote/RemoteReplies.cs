// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Outcomes;

namespace Appliance.Jobs.Remote;

/// <summary>
/// What a Flasher answers (UM08035 8.3.6, UM08022 "Reply messages"). Error numbers are SEGGER's; the text after 255 begins with a code that never
/// changes its meaning: E… of the catalogue, R… of <see cref="RemoteRefusal"/>.
/// </summary>
internal static class RemoteReplies
{
    public const string Acknowledge = "#ACK";
    public const string NotKnown = "#NACK";
    public const string Busy = "#NACK:ERR008";
    public const string Ok = "#OK";
    public const string Done = "#DONE";
    public const string Cancelled = "#ERR007:CANCELED.";

    /// <summary>The state a stage is in, as a Flasher calls it; null for one it does not have.</summary>
    public static string? StatusOf(JobStage stage) => stage switch
    {
        JobStage.Project or JobStage.Probe => "#STATUS:INITIALIZING",
        JobStage.Connect => "#STATUS:CONNECTING",
        JobStage.Erase => "#STATUS:ERASING",
        JobStage.Program => "#STATUS:PROGRAMMING",
        JobStage.Verify => "#STATUS:VERIFYING",
        _ => null,
    };

    /// <summary>The end of a job.</summary>
    public static string Of(JobOutcome outcome)
    {
        if (outcome.Error is not { } error || (error.Entry == Catalogue.PartOnly && outcome.Verdict == Verdict.Fail)) return Times(outcome);
        if (error.Entry == Catalogue.Cancelled) return Cancelled;
        return $"#ERR{NumberOf(error.Entry)}:{error.Entry.Code} {error.Entry.Cause}: {error.Entry.Text}";
    }

    /// <summary>A refusal.</summary>
    public static string Of(RemoteRefusal refusal, string number = "255") => $"#ERR{number}:{refusal.Code} {refusal.Text}";

    /// <summary>Numbers of UM08035 8.3.6.2 where one says the same, else 255.</summary>
    private static string NumberOf(CatalogueEntry entry) => entry switch
    {
        _ when entry == Catalogue.TargetUnknown => "099",
        _ when entry == Catalogue.FirmwareInvalid => "102",
        _ => "255",
    };

    private static string Times(JobOutcome outcome) => string.Create(
        CultureInfo.InvariantCulture,
        $"#OK (Total {outcome.Stages.Sum(stage => stage.Elapsed.TotalSeconds):0.000}s, Erase {Of(outcome, JobStage.Erase):0.000}s, Prog {Of(outcome, JobStage.Program):0.000}s, Verify {Of(outcome, JobStage.Verify):0.000}s)");

    private static double Of(JobOutcome outcome, JobStage stage) => outcome.Stages.Where(time => time.Stage == stage).Sum(time => time.Elapsed.TotalSeconds);
}

/// <summary>Why a command that is known was refused, for reasons that are not those of a job.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Text">What it says.</param>
internal sealed record RemoteRefusal(string Code, string Text)
{
    public static readonly RemoteRefusal BadArgument = new("R01", "Argument cannot be understood");
    public static readonly RemoteRefusal NoModule = new("R02", "No such module; this one has module 1");
    public static readonly RemoteRefusal NoPatch = new("R03", "Patch data is not supported");
    public static readonly RemoteRefusal NoResult = new("R04", "No result yet");
    public static readonly RemoteRefusal NoProject = new("R05", "No such project, or more than one");
    public static readonly RemoteRefusal NoSpeed = new("R06", "This connection has no such speed");
    public static readonly RemoteRefusal NoFiles = new("R10", "Files are switched off");
    public static readonly RemoteRefusal NoWriting = new("R11", "Writing files is not allowed");
    public static readonly RemoteRefusal NotOpen = new("R12", "No file opened");
    public static readonly RemoteRefusal NoFolders = new("R13", "There are no folders");
    public static readonly RemoteRefusal TooLarge = new("R14", "File too large");
    public static readonly RemoteRefusal OpenFailed = new("R15", "Failed to open file");
    public static readonly RemoteRefusal WriteFailed = new("R16", "Failed to write file");
    public static readonly RemoteRefusal DeleteFailed = new("R17", "Failed to delete file");
}
