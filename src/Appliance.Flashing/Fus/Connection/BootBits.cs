// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Connection;

/// <summary>The three bits of FLASH_OPTR that choose where the application core starts (RM0434, 2.3 and 3.10.8).</summary>
internal static class BootBits
{
    /// <summary>nBOOT1.</summary>
    public const uint Boot1 = 1u << 23;

    /// <summary>nSWBOOT0: BOOT0 is the pin.</summary>
    public const uint Pin = 1u << 26;

    /// <summary>nBOOT0.</summary>
    public const uint Boot0 = 1u << 27;

    /// <summary>All three.</summary>
    public const uint All = Boot1 | Pin | Boot0;

    /// <summary>ESE: the coprocessor's protection is on.</summary>
    public const uint SecurityEnabled = 1u << 8;

    /// <summary>RDP; all ones where the option bytes did not match their complements.</summary>
    public const uint Protection = 0xFF;

    /// <summary>RDP without protection.</summary>
    public const uint Open = 0xAA;

    /// <summary>The same options with the start from system memory.</summary>
    public static uint SystemMemory(uint options) => (options & ~All) | Boot1;

    /// <summary>The same options with the start a new part has: by the pin.</summary>
    public static uint AsDelivered(uint options) => options | All;

    /// <summary>Whether options start from system memory whatever the pin says. No product is delivered so: somebody was cut off in the middle.</summary>
    public static bool AreSystemMemory(uint options) => (options & All) == Boot1;
}
