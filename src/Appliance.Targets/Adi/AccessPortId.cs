// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Adi;

/// <summary>An access port and what its IDR says (ARM IHI 0031, C1.3).</summary>
/// <param name="Select">APSEL.</param>
/// <param name="Idr">The IDR word; 0 where there is no AP.</param>
public readonly record struct AccessPortId(byte Select, uint Idr)
{
    /// <summary>CLASS, bits 16:13, is MEM-AP (0x8).</summary>
    public bool IsMemory => ((Idr >> 13) & 0xF) == 0x8;

    /// <summary>TYPE, bits 3:0, is a kind of AHB: AHB3 (1), AHB5 (5) or AHB5 with enhanced HPROT (8).</summary>
    public bool IsAhb => IsMemory && (Idr & 0xF) is 1 or 5 or 8;
}
