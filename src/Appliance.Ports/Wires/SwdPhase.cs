// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Wires;

/// <summary>Who drives SWDIO during a run of SWCLK cycles.</summary>
public enum SwdPhaseKind : byte
{
    /// <summary>The host drives; one plane of the drive buffer a cycle.</summary>
    Drive,

    /// <summary>The host has released the line and samples it before each rising edge; one plane of the sample buffer a cycle.</summary>
    Sample,

    /// <summary>The host has released the line and looks at nothing (turnaround).</summary>
    Float,
}

/// <summary>A run of SWCLK cycles of one kind.</summary>
/// <param name="Kind">Who drives SWDIO.</param>
/// <param name="Cycles">Number of cycles, 1 or more.</param>
public readonly record struct SwdPhase(SwdPhaseKind Kind, int Cycles);
