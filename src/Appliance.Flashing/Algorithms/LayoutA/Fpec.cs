// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Algorithms.LayoutA;

/// <summary>
/// Registers and keys of the flash program and erase controller (FPEC) of STM32F0, F1 and F3, named as PM0075 rev 2 section 3 and RM0091 section
/// 3.5 name them. Offsets from the controller base of the bank; the second bank of XL parts has the same registers 0x40 further (PM0068 section 3).
/// </summary>
internal static class Fpec
{
    /// <summary>FLASH_KEYR, write only.</summary>
    public const uint Keyr = 0x04;

    /// <summary>FLASH_SR.</summary>
    public const uint Sr = 0x0C;

    /// <summary>FLASH_CR.</summary>
    public const uint Cr = 0x10;

    /// <summary>FLASH_AR: an address in the page to be erased.</summary>
    public const uint Ar = 0x14;

    /// <summary>KEY1 for FLASH_KEYR (PM0075 section 2.3.1).</summary>
    public const uint Key1 = 0x45670123;

    /// <summary>KEY2 for FLASH_KEYR (PM0075 section 2.3.1).</summary>
    public const uint Key2 = 0xCDEF89AB;

    /// <summary>FLASH_SR.BSY: an operation is under way.</summary>
    public const uint SrBsy = 1u << 0;

    /// <summary>FLASH_SR.PGERR: an address to be programmed did not hold 0xFFFF. Cleared by writing 1.</summary>
    public const uint SrPgerr = 1u << 2;

    /// <summary>FLASH_SR.WRPRTERR: a write-protected address. Cleared by writing 1.</summary>
    public const uint SrWrprterr = 1u << 4;

    /// <summary>FLASH_SR.EOP: an operation ended well. Cleared by writing 1.</summary>
    public const uint SrEop = 1u << 5;

    /// <summary>All flags that are cleared by writing 1.</summary>
    public const uint SrFlags = SrPgerr | SrWrprterr | SrEop;

    /// <summary>FLASH_CR.PG: half-word writes program.</summary>
    public const uint CrPg = 1u << 0;

    /// <summary>FLASH_CR.PER: page erase chosen.</summary>
    public const uint CrPer = 1u << 1;

    /// <summary>FLASH_CR.MER: mass erase chosen.</summary>
    public const uint CrMer = 1u << 2;

    /// <summary>FLASH_CR.STRT: begins the erase chosen.</summary>
    public const uint CrStrt = 1u << 6;

    /// <summary>FLASH_CR.LOCK: reads 1 while locked; writing 1 locks.</summary>
    public const uint CrLock = 1u << 7;
}
