// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Serialization;

namespace Appliance.Jobs.Records;

/// <summary>What is known when PROG is pressed. Body of <see cref="JournalEvent.JobStarted"/>.</summary>
/// <param name="Appliance">Name of the appliance.</param>
/// <param name="Software">Version of this program.</param>
/// <param name="Project">The active project; null when there was none that could be used.</param>
/// <param name="Probe">The probe as configured.</param>
/// <param name="Trigger">What pressed PROG: <c>button</c>, <c>page</c>, <c>shell</c>, <c>tester</c>, <c>remote</c>.</param>
/// <param name="Simulated">Made on a simulated board or a remote wire: never counts as production.</param>
public sealed record JobStart(string Appliance, string Software, ProjectFacts? Project, string Probe, string Trigger, bool Simulated);

/// <summary>Which project.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Revision">Its revision, as written by the engineer.</param>
/// <param name="Hash">SHA-256 over its contents, lower-case hex.</param>
public sealed record ProjectFacts(string Name, string Revision, string Hash);

/// <summary>The probe and clock in use. Body of <see cref="JournalEvent.Probe"/>; the last one of a record counts.</summary>
/// <param name="Name">The probe.</param>
/// <param name="Serial">Its serial number, where it has one.</param>
/// <param name="ClockHz">SWCLK really used, in hertz; null when it is not known.</param>
/// <param name="Connect">Which way of connecting worked.</param>
public sealed record ProbeFacts(string Name, string? Serial, long? ClockHz, string? Connect);

/// <summary>What the target said about itself. Body of <see cref="JournalEvent.Target"/>.</summary>
/// <param name="Name">Name of the chip.</param>
/// <param name="UniqueId">Unique id, lower-case hex; null when the chip has none or it was not read.</param>
/// <param name="Ids">Other identifications in the order read: DPIDR, CPUID, device id and so on.</param>
public sealed record TargetFacts(string Name, string? UniqueId, IReadOnlyList<NamedFact> Ids);

/// <summary>A named value, as text.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value.</param>
public sealed record NamedFact(string Name, string Value);

/// <summary>What the job is going to do. Body of <see cref="JournalEvent.Plan"/>.</summary>
/// <param name="Erase">How it erases.</param>
/// <param name="EraseReason">Why so.</param>
/// <param name="Sectors">How many sectors, or banks of a mass erase.</param>
/// <param name="BytesInImage">Bytes of the image.</param>
/// <param name="BytesProgrammed">Bytes programmed.</param>
/// <param name="Verify">How it verifies.</param>
/// <param name="ExpectedMs">Typical time of flash work and read-back, in milliseconds.</param>
public sealed record PlanFacts(
    string Erase, string EraseReason, int Sectors, long BytesInImage, long BytesProgrammed, string Verify, double ExpectedMs)
{
    /// <summary>Loaders of others that do it: file, SHA-256 and the flash they are for; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NamedFact>? Loaders { get; init; }
}

/// <summary>Trouble that did not fail the job. Body of <see cref="JournalEvent.Warning"/>.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Text">What happened, in words.</param>
public sealed record WarningFacts(string Code, string Text);
