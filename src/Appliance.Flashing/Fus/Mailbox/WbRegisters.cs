// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Mailbox;

/// <summary>Registers of the STM32WB that lead to its coprocessor (RM0434, RM0473).</summary>
internal static class WbRegisters
{
    /// <summary>FLASH_KEYR, _OPTKEYR, _SR, _CR (RM0434, 3.10.3 to 3.10.6).</summary>
    public const uint FlashKey = 0x5800_4008;

    /// <summary>FLASH_OPTKEYR.</summary>
    public const uint OptionKey = 0x5800_400C;

    /// <summary>FLASH_SR.</summary>
    public const uint FlashStatus = 0x5800_4010;

    /// <summary>FLASH_CR.</summary>
    public const uint FlashControl = 0x5800_4014;

    /// <summary>FLASH_ECCR (RM0434, 3.10.7).</summary>
    public const uint FlashEcc = 0x5800_4018;

    /// <summary>ECCD: a double bit error was found.</summary>
    public const uint EccDetected = 1u << 31;

    /// <summary>FLASH_OPTR (RM0434, 3.10.8).</summary>
    public const uint Options = 0x5800_4020;

    /// <summary>FLASH_IPCCBR (RM0434, 3.10.15).</summary>
    public const uint MailboxBase = 0x5800_403C;

    /// <summary>FLASH_SFR (RM0434, 3.10.20): SFSA in bits 7:0.</summary>
    public const uint SecureFlash = 0x5800_4080;

    /// <summary>FLASH_SRRVR (RM0434, 3.10.21): SBRV in bits 17:0, a word offset from the start of flash.</summary>
    public const uint SecureReset = 0x5800_4084;

    /// <summary>PWR_CR4 (RM0434, 6.6.4).</summary>
    public const uint PowerControl4 = 0x5800_040C;

    /// <summary>C2BOOT.</summary>
    public const uint C2Boot = 1u << 15;

    /// <summary>RCC_CSR (RM0434, 8.4.39): reset flags in bits 31:25, RMVF in bit 23.</summary>
    public const uint ResetFlags = 0x5800_0094;

    /// <summary>All reset flags.</summary>
    public const uint AnyReset = 0xFE00_0000;

    /// <summary>RMVF.</summary>
    public const uint RemoveResetFlags = 1u << 23;

    /// <summary>IPCC_C1SCR (RM0434, 37.6.3): bit 17 sets the flag of channel 2.</summary>
    public const uint MailboxSet = 0x5800_0C08;

    /// <summary>CH2S.</summary>
    public const uint SendChannel2 = 1u << 17;

    /// <summary>IPCC_C1TOC2SR (RM0434, 37.6.4).</summary>
    public const uint MailboxStatus = 0x5800_0C0C;

    /// <summary>CH2F.</summary>
    public const uint Channel2 = 1u << 1;

    /// <summary>Start of SRAM2, where the pointers to the tables are while IPCCDBA is 0.</summary>
    public const uint SharedRam = 0x2003_0000;

    /// <summary>First address past SRAM2.</summary>
    public const uint SharedRamEnd = 0x2004_0000;

    /// <summary>Place of the pointer to the system table.</summary>
    public const uint SystemTable = SharedRam + 0x0C;

    /// <summary>IPCCDBA.</summary>
    public const uint MailboxBaseMask = 0x3FFF;

    /// <summary>SBRV.</summary>
    public const uint BootVectorMask = 0x3_FFFF;

    /// <summary>SFSA.</summary>
    public const uint BoundaryMask = 0xFF;
}
