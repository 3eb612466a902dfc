// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Watchdog;

/// <summary>A part without which the appliance is not alive.</summary>
public interface IVitalPart
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>Asks whether it goes on. Hangs where the part hangs: whoever asks has a deadline. Called by one thread at a time.</summary>
    /// <returns>Null when it has made progress since the last question, or is idle and has answered; else what it has not done, in a sentence.</returns>
    string? Ask();
}
