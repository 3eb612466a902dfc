// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Host;

namespace Appliance.Jobs.Records;

/// <summary>Everything kept of one press of PROG, put together from its lines of the journal.</summary>
public sealed record JobRecord
{
    /// <summary>Id, see <see cref="RecordId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Sequence of its first line.</summary>
    public required long Sequence { get; init; }

    /// <summary>Boot of the machine it started in.</summary>
    public required string Boot { get; init; }

    /// <summary>Wall clock at its start.</summary>
    public required DateTimeOffset StartedUtc { get; init; }

    /// <summary>How good that clock was.</summary>
    public required ClockQuality Clock { get; init; }

    /// <summary>What was known at its start: appliance, project, probe, whether simulated.</summary>
    public required JobStart Start { get; init; }

    /// <summary>PASS, FAIL, INTERRUPTED, or RUNNING while open.</summary>
    public required RecordVerdict Verdict { get; init; }

    /// <summary>Probe and clock used; null when none was reached.</summary>
    public ProbeFacts? Probe { get; init; }

    /// <summary>The target; null when none was reached.</summary>
    public TargetFacts? Target { get; init; }

    /// <summary>The plan; null when it did not get that far.</summary>
    public PlanFacts? Plan { get; init; }

    /// <summary>Serial given to the board; null when none was. What became of it, the ledger says.</summary>
    public string? Serial { get; init; }

    /// <summary>Stages in the order they ended.</summary>
    public required IReadOnlyList<StageFacts> Stages { get; init; }

    /// <summary>Evidence in the order found.</summary>
    public required IReadOnlyList<EvidenceFacts> Evidence { get; init; }

    /// <summary>Warnings in the order given.</summary>
    public required IReadOnlyList<WarningFacts> Warnings { get; init; }

    /// <summary>Verdict and error; null while open or when interrupted.</summary>
    public JobEnd? End { get; init; }

    /// <summary>How it was interrupted; null when it was not.</summary>
    public Interruption? Interruption { get; init; }

    /// <summary>Where its first line stands: number of the segment, colon, byte offset.</summary>
    public required string Location { get; init; }
}
