// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Debug;

/// <summary>States of a test access port (IEEE 1149.1, figure 6-1).</summary>
internal enum TapState
{
    /// <summary>Test-Logic-Reset.</summary>
    TestLogicReset,

    /// <summary>Run-Test/Idle.</summary>
    RunTestIdle,

    /// <summary>Select-DR-Scan.</summary>
    SelectDr,

    /// <summary>Capture-DR.</summary>
    CaptureDr,

    /// <summary>Shift-DR.</summary>
    ShiftDr,

    /// <summary>Exit1-DR.</summary>
    Exit1Dr,

    /// <summary>Pause-DR.</summary>
    PauseDr,

    /// <summary>Exit2-DR.</summary>
    Exit2Dr,

    /// <summary>Update-DR.</summary>
    UpdateDr,

    /// <summary>Select-IR-Scan.</summary>
    SelectIr,

    /// <summary>Capture-IR.</summary>
    CaptureIr,

    /// <summary>Shift-IR.</summary>
    ShiftIr,

    /// <summary>Exit1-IR.</summary>
    Exit1Ir,

    /// <summary>Pause-IR.</summary>
    PauseIr,

    /// <summary>Exit2-IR.</summary>
    Exit2Ir,

    /// <summary>Update-IR.</summary>
    UpdateIr,
}
