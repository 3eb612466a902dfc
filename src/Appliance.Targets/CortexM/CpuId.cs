// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.CortexM;

/// <summary>The CPUID word of a core (ARM DDI 0403, B3.2.3).</summary>
/// <param name="Value">The whole word.</param>
public readonly record struct CpuId(uint Value)
{
    /// <summary>Address of the register.</summary>
    internal const uint Address = 0xE000_ED00;

    /// <summary>PARTNO, bits 15:4.</summary>
    public uint PartNumber => (Value >> 4) & 0xFFF;

    /// <summary>IMPLEMENTER is Arm (0x41) and PARTNO is one of a Cortex-M.</summary>
    public bool IsCortexM => Value >> 24 == 0x41 && Name.Length > 0;

    /// <summary>ARMv7-M: it has VECTRESET.</summary>
    public bool IsArmV7M => PartNumber is 0xC23 or 0xC24 or 0xC27;

    /// <summary>ARMv7-M or ARMv8-M mainline: it has the configurable fault registers CFSR, HFSR and BFAR (ARM DDI 0553, B11.2).</summary>
    public bool HasFaultRegisters => IsArmV7M || PartNumber is 0xD21 or 0xD22;

    /// <summary>The name of the core, empty when unknown (technical reference manuals of the cores, CPUID).</summary>
    public string Name => PartNumber switch
    {
        0xC20 => "Cortex-M0",
        0xC60 => "Cortex-M0+",
        0xC23 => "Cortex-M3",
        0xC24 => "Cortex-M4",
        0xC27 => "Cortex-M7",
        0xD20 => "Cortex-M23",
        0xD21 => "Cortex-M33",
        0xD22 => "Cortex-M55",
        _ => "",
    };
}
