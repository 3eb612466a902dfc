// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes;

namespace Appliance.Targets.CortexM;

/// <summary>Debug power of a core's DP.</summary>
internal static class DebugPower
{
    /// <summary>Asks for the debug power again where the target lost it, and forgets what was known of its registers.</summary>
    /// <returns>True: it was lost.</returns>
    public static bool Restore(CortexMCore core)
    {
        if ((core.Link.ReadDp(DpRegister.CtrlStat) & CtrlStat.PowerAcknowledges) == CtrlStat.PowerAcknowledges)
            return false;
        DebugPortPower.Up(core.Link, core.Deadlines.PowerUp);
        core.AccessPort.Forget();
        return true;
    }
}
