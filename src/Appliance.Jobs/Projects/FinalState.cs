// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Projects;

/// <summary>What the target does when the job is over.</summary>
public enum FinalState
{
    /// <summary>Reset, then the new firmware runs.</summary>
    Run,

    /// <summary>Reset and halted at the first instruction.</summary>
    Halt,

    /// <summary>Left halted as the flashing left it, without a reset.</summary>
    Leave,
}
