// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Cpu;

namespace Appliance.Simulation.Chips;

/// <summary>A core and the debug logic around it, as a debugger recognises them.</summary>
/// <param name="Model">What executes.</param>
/// <param name="CpuId">CPUID.</param>
/// <param name="Dpidr">DPIDR of the serial wire debug port.</param>
/// <param name="JtagId">IDCODE of its JTAG twin.</param>
/// <param name="AccessPortIdr">IDR of the access port to the core.</param>
internal sealed record CoreShape(CpuModel Model, uint CpuId, uint Dpidr, uint JtagId, uint AccessPortIdr)
{
    /// <summary>MVFR0 and MVFR1 of the core: what floating point it has.</summary>
    public (uint Mvfr0, uint Mvfr1) Floating => Model switch
    {
        CpuModel.CortexM4 or CpuModel.CortexM33 => (0x1011_0021, 0x1100_0011),
        CpuModel.CortexM7 when DoublePrecision => (0x1011_0221, 0x1200_0011),
        CpuModel.CortexM7 => (0x1011_0021, 0x1100_0011),
        _ => (0, 0),
    };

    /// <summary>APSEL of the access port to the core.</summary>
    public byte AccessPort { get; init; }

    /// <summary>Whether its floating point has double precision.</summary>
    public bool DoublePrecision { get; init; }

    /// <summary>Cortex-M3 r1p1 of the F1 (RM0008, section 31).</summary>
    public static CoreShape M3R1 { get; } = new(CpuModel.CortexM3, 0x411F_C231, 0x1BA0_1477, 0x3BA0_0477, 0x1477_0011);

    /// <summary>Cortex-M3 r2p0 of the L1 (RM0038, section 30).</summary>
    public static CoreShape M3R2 { get; } = new(CpuModel.CortexM3, 0x412F_C230, 0x2BA0_1477, 0x4BA0_0477, 0x2477_0011);

    /// <summary>Cortex-M0+ r0p1 of the G0, without JTAG (RM0444, section 40).</summary>
    public static CoreShape M0Plus { get; } = new(CpuModel.CortexM0Plus, 0x410C_C601, 0x0BC1_1477, 0x0BA0_4477, 0x0477_0031);

    /// <summary>Cortex-M4 r0p1 of F4, L4 and G4 (RM0090, section 38; RM0351, section 48).</summary>
    public static CoreShape M4 { get; } = new(CpuModel.CortexM4, 0x410F_C241, 0x2BA0_1477, 0x4BA0_0477, 0x2477_0011);

    /// <summary>Cortex-M4 r0p1 of WB and WL, behind a debug port of version 2 (RM0434, section 41).</summary>
    public static CoreShape M4Dp2 { get; } = new(CpuModel.CortexM4, 0x410F_C241, 0x6BA0_2477, 0x6BA0_0477, 0x2477_0011);

    /// <summary>Cortex-M0 r0p0 of the F0 (RM0091, section 32; RM0360, section 26).</summary>
    public static CoreShape M0 { get; } = new(CpuModel.CortexM0, 0x410C_C200, 0x0BB1_1477, 0x0BA0_4477, 0x0477_0021);

    /// <summary>Cortex-M33 r0p4 of L5 and U5, TrustZone off (RM0438, section 52; RM0456, section 75).</summary>
    public static CoreShape M33 { get; } = new(CpuModel.CortexM33, 0x410F_D214, 0x0BE1_2477, 0x0BA0_4477, 0x1477_0015);

    /// <summary>Cortex-M33 r0p4 of the H5, behind access port 1 (RM0481, section 58).</summary>
    public static CoreShape M33H5 { get; } = new(CpuModel.CortexM33, 0x410F_D214, 0x6BA0_2477, 0x6BA0_4477, 0x1477_0015) { AccessPort = 1 };

    /// <summary>Cortex-M7 r0p1 of the F74x (RM0385, section 40).</summary>
    public static CoreShape M7R0 { get; } = new(CpuModel.CortexM7, 0x410F_C271, 0x5BA0_2477, 0x5BA0_0477, 0x7477_0001);

    /// <summary>Cortex-M7 r1p0 of the F76x (RM0410, section 40).</summary>
    public static CoreShape M7R1 { get; } = new(CpuModel.CortexM7, 0x411F_C270, 0x5BA0_2477, 0x5BA0_0477, 0x7477_0001) { DoublePrecision = true };

    /// <summary>Cortex-M7 r1p1 of the H7 (RM0433, section 60).</summary>
    public static CoreShape M7H7 { get; } = new(CpuModel.CortexM7, 0x411F_C271, 0x6BA0_2477, 0x6BA0_0477, 0x8477_0001) { DoublePrecision = true };
}
