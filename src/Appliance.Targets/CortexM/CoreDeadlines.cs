// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.CortexM;

/// <summary>How long the parts of debugging may take on the target's clock. Our own choice, far beyond what working silicon needs.</summary>
public sealed record CoreDeadlines
{
    /// <summary>The defaults.</summary>
    public static CoreDeadlines Default { get; } = new();

    /// <summary>From the halt request to S_HALT. A store stalled by a busy flash may hold the core for tens of milliseconds.</summary>
    public TimeSpan Halt { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Transfer of a core register.</summary>
    public TimeSpan Register { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>From a reset request until the core is out of reset. Supervisor chips stretch nRESET up to some 200 ms.</summary>
    public TimeSpan Reset { get; init; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>From a power-up request to its acknowledges.</summary>
    public TimeSpan PowerUp { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long nRESET is held low. The chip wants under a microsecond (F1 datasheets, NRST pin characteristics); boards have capacitors.</summary>
    public TimeSpan ResetPulse { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>How long a target that was reset by somebody else is watched for more of it.</summary>
    public TimeSpan ResetWatch { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Pause between two looks at a state.</summary>
    internal TimeSpan Poll { get; init; } = TimeSpan.FromMicroseconds(20);
}
