// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Jobs.Outcomes;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Running;

/// <summary>Opens the configured probe for one attempt of a job.</summary>
public interface ISessionFactory
{
    /// <summary>What panel and page call the probe before it is opened.</summary>
    string ProbeName { get; }

    /// <summary>Whether what is made on this probe is not production.</summary>
    bool Simulated { get; }

    /// <summary>Opens the probe and makes a session for a chip. The caller disposes it.</summary>
    /// <exception cref="JobFailure">There is no probe, or it cannot be opened; the cause says which.</exception>
    ITargetSession Open(ChipDescription chip, CancellationToken cancel);
}
