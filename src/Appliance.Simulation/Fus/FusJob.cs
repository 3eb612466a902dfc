// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Fus;

/// <summary>What a reset in a stage leads to.</summary>
internal enum StageRisk
{
    /// <summary>Nothing was changed: the operation is given up.</summary>
    None,

    /// <summary>Flash is being written: FUS 2 goes on with it, an older one gives up and the stack that was there is gone.</summary>
    Flash,

    /// <summary>Option bytes are being written: FUS 2 goes on with it, for an older one they are corrupt.</summary>
    Options,
}

/// <summary>One stage of an operation of FUS.</summary>
/// <param name="State">What FUS_GET_STATE tells.</param>
/// <param name="Time">How long it takes.</param>
/// <param name="Risk">What a reset leads to.</param>
/// <param name="Effect">What is so at its end.</param>
/// <param name="Resets">Whether the chip is reset after it.</param>
internal sealed record FusStage(byte State, BusyRange Time, StageRisk Risk, Action Effect, bool Resets);

/// <summary>An operation under way.</summary>
internal sealed class FusJob(IReadOnlyList<FusStage> stages)
{
    private int _at;

    /// <summary>The stage it is in.</summary>
    public FusStage Stage => stages[_at];

    /// <summary>It is the last one.</summary>
    public bool IsLast => _at == stages.Count - 1;

    /// <summary>Goes on to the next stage; false where there is none.</summary>
    public bool Next() => ++_at < stages.Count;
}
