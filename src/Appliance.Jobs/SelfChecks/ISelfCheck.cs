// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.SelfChecks;

/// <summary>One thing the appliance looks at before it says it is ready. To add one: a class here, a line in the composition.</summary>
public interface ISelfCheck
{
    /// <summary>One word.</summary>
    string Name { get; }

    /// <summary>Without it no job may start.</summary>
    bool MustHave { get; }

    /// <summary>Looks. May take long or throw: <see cref="SelfCheckRound"/> has a deadline and makes a failure of it.</summary>
    SelfCheckFinding Look(CancellationToken cancel);
}
