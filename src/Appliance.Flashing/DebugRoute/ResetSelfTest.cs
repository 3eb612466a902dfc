// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets;
using Appliance.Targets.CortexM;

namespace Appliance.Flashing.DebugRoute;

/// <summary>Whether nRESET reaches the core: it is pulled once and S_RESET_ST looked at. Afterwards the core is halted at its first instruction.</summary>
internal static class ResetSelfTest
{
    /// <summary>True: the core was reset.</summary>
    public static bool Run(CortexMCore core)
    {
        try
        {
            new CoreReset(core).Halt(ResetKind.Pin);
            return true;
        }
        catch (TargetException none) when (none.Fault == TargetFault.ResetNotConnected)
        {
            return false;
        }
    }
}
