// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Stm32F1;

/// <summary>Addresses of the F1 family (RM0008, section 3.3; data sheets, memory map).</summary>
internal static class Stm32F1Map
{
    /// <summary>Where the boot memory appears.</summary>
    public const uint BootAlias = 0x0000_0000;

    /// <summary>Main flash.</summary>
    public const uint Flash = 0x0800_0000;

    /// <summary>Option bytes; the system memory ends here.</summary>
    public const uint OptionBytes = 0x1FFF_F800;

    /// <summary>F_SIZE: flash size in KiB, then 16 bits with the SRAM size on parts that have it (RM0008, section 30.1).</summary>
    public const uint FlashSize = 0x1FFF_F7E0;

    /// <summary>U_ID: 96 bits (RM0008, section 30.2).</summary>
    public const uint UniqueId = 0x1FFF_F7E8;

    /// <summary>SRAM.</summary>
    public const uint Ram = 0x2000_0000;

    /// <summary>IWDG.</summary>
    public const uint Iwdg = 0x4000_3000;

    /// <summary>RCC.</summary>
    public const uint Rcc = 0x4002_1000;

    /// <summary>Flash interface registers.</summary>
    public const uint FlashRegisters = 0x4002_2000;

    /// <summary>DBGMCU.</summary>
    public const uint DbgMcu = 0xE004_2000;
}
