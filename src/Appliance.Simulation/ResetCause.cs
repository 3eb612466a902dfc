// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation;

/// <summary>Why a chip was reset.</summary>
public enum ResetCause
{
    /// <summary>Power came.</summary>
    PowerOn,

    /// <summary>nRESET was low.</summary>
    Pin,

    /// <summary>AIRCR.SYSRESETREQ.</summary>
    Software,

    /// <summary>The independent watchdog.</summary>
    Watchdog,

    /// <summary>Option bytes are loaded because software asked for it (OBL_LAUNCH).</summary>
    OptionLoad,
}
