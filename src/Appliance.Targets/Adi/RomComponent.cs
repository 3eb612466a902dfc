// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Adi;

/// <summary>A CoreSight component and who made it (ARM IHI 0031, D1.2: CIDR0–3 and PIDR0–4).</summary>
/// <param name="Address">Address of its first 4 KiB.</param>
/// <param name="Class">CIDR class: 0x1 a ROM table, 0x9 a CoreSight component, 0xE generic IP.</param>
/// <param name="Designer">JEP106 code: continuation count in bits 10:7, identity in bits 6:0. ST is 0x020, Arm 0x23B.</param>
/// <param name="Part">Part number, 12 bits.</param>
/// <param name="Depth">0 for the table BASE points to, 1 for its entries, and so on.</param>
public sealed record RomComponent(uint Address, int Class, int Designer, int Part, int Depth)
{
    /// <summary>JEP106 code of STMicroelectronics: identity 0x20 without continuation.</summary>
    public const int StMicroelectronics = 0x020;

    /// <summary>Its class is that of a ROM table.</summary>
    public bool IsTable => Class == 0x1;
}
