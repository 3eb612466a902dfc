// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Stm32F1;

/// <summary>Bits of FLASH_CR (PM0075, section 3.5).</summary>
internal static class F1FlashControl
{
    /// <summary>PG.</summary>
    public const uint Program = 1u << 0;

    /// <summary>PER.</summary>
    public const uint PageErase = 1u << 1;

    /// <summary>MER.</summary>
    public const uint MassErase = 1u << 2;

    /// <summary>OPTPG.</summary>
    public const uint OptionProgram = 1u << 4;

    /// <summary>OPTER.</summary>
    public const uint OptionErase = 1u << 5;

    /// <summary>STRT.</summary>
    public const uint Start = 1u << 6;

    /// <summary>LOCK.</summary>
    public const uint Lock = 1u << 7;

    /// <summary>OPTWRE.</summary>
    public const uint OptionWriteEnable = 1u << 9;

    /// <summary>OBL_LAUNCH of F0 and F3 (RM0360, section 3.5.5).</summary>
    public const uint OptionLaunch = 1u << 13;

    /// <summary>The bits that name an operation; one at a time.</summary>
    public const uint Operations = Program | PageErase | MassErase | OptionProgram | OptionErase;
}
