// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Connection;

/// <summary>How long things may take, and how often they are looked at.</summary>
public sealed record FusTiming
{
    /// <summary>What is used on the line.</summary>
    public static FusTiming Default { get; } = new();

    /// <summary>From one question for the state to the next; never less than 50 ms.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>From a reset to the coprocessor's table filled in.</summary>
    public TimeSpan Boot { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A lost debug port comes back within this.</summary>
    public TimeSpan Reattach { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>One command; up to 3.6 s were seen during an install.</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An install or upgrade.</summary>
    public TimeSpan Install { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The delete of a stack, or a factory reset by Safeboot.</summary>
    public TimeSpan Delete { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Success must stay so long.</summary>
    public TimeSpan Stable { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A stack that was proven by its install, and was told to start, must stay so long.</summary>
    public TimeSpan Started { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>More resets than any operation was seen to need: six.</summary>
    public int MostResets { get; init; } = 16;
}
