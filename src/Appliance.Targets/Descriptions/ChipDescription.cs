// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Descriptions;

/// <summary>All the appliance knows about one chip, read from <c>Data/*.json</c>. Data only; behaviour is chosen by the keys in it.</summary>
/// <param name="Name">The start of the part number in lower case, for example <c>stm32f103cb</c>.</param>
/// <param name="Family">Name of the family file it comes from, for example <c>stm32f1</c>.</param>
/// <param name="Packages">Package letters that follow the name in the part number, for example <c>TU</c>.</param>
/// <param name="Cores">The cores, the one that programs the flash first.</param>
/// <param name="Identification">How the chip is known before anything on it is changed.</param>
/// <param name="Flash">Program flash, one entry a bank, in order of addresses.</param>
/// <param name="Ram">RAM usable by a debugger.</param>
/// <param name="Debug">Register bits that keep watchdogs and low-power modes out of the way, set in this order.</param>
/// <param name="Sequence">Key of the behaviour class where the family needs one, else empty.</param>
/// <param name="Sources">Documents the data come from.</param>
public sealed record ChipDescription(
    string Name,
    string Family,
    string Packages,
    IReadOnlyList<CoreDescription> Cores,
    ChipIdentification Identification,
    IReadOnlyList<FlashBank> Flash,
    IReadOnlyList<MemoryRegion> Ram,
    IReadOnlyList<DebugFreeze> Debug,
    string Sequence,
    IReadOnlyList<string> Sources)
{
    /// <summary>Program flash of the chip itself in bytes.</summary>
    public long FlashBytes => Flash.Where(bank => !bank.External).Sum(bank => (long)bank.Size);

    /// <summary>How the clock is raised while a loader runs; null where it stays as after reset.</summary>
    public ClockChange? Clock { get; init; }

    /// <summary>IWDG_KR: what a loader feeds, for a watchdog that the options start runs while code runs.</summary>
    public uint WatchdogKey { get; init; }

    /// <summary>Where the option is read that starts the independent watchdog at every reset; null where the data do not say.</summary>
    public HardwareWatchdogField? HardwareWatchdog { get; init; }

    /// <summary>The option bytes; null where the data do not say.</summary>
    public OptionDescription? Options { get; init; }

    /// <summary>Where the first address is read that belongs to a coprocessor; null where the whole flash is ours.</summary>
    public SecureBoundaryField? SecureBoundary { get; init; }

    /// <summary>What the option bytes must say for this description to be that of the chip; null where the part number tells all.</summary>
    public OrganisationField? Organisation { get; init; }
}

/// <summary>A register field that tells where flash begins that a coprocessor keeps for itself (STM32WB: FLASH_SFR.SFSA, RM0434 section 3.10.20).</summary>
/// <param name="Address">Address of the register.</param>
/// <param name="Mask">Bits of the field, from bit 0 on.</param>
/// <param name="Unit">Bytes one step of the field stands for.</param>
/// <param name="Disabled">Bits any of which says that nothing is kept; 0 for none.</param>
public sealed record SecureBoundaryField(uint Address, uint Mask, uint Unit, uint Disabled)
{
    /// <summary>Bytes of flash from its start that are free for firmware.</summary>
    public long FreeBytes(uint register) => (register & Disabled) != 0 ? AllOfIt : (register & Mask) * (long)Unit;

    /// <summary>More than any flash.</summary>
    private const long AllOfIt = 1L << 32;
}

/// <summary>A register field that tells how the flash of a chip is organised, where option bytes choose that (STM32F76x: FLASH_OPTCR.nDBANK, RM0410 section 3.7.6).</summary>
/// <param name="Address">Address of the register.</param>
/// <param name="Mask">Bits of the field.</param>
/// <param name="Value">Its value in this description.</param>
/// <param name="Name">What that is called.</param>
/// <param name="Other">What every other value is called.</param>
public sealed record OrganisationField(uint Address, uint Mask, uint Value, string Name, string Other);

/// <summary>A register field that tells whether the chip starts its independent watchdog by itself (F1: FLASH_OBR.WDG_SW, PM0075 section 3.7).</summary>
/// <param name="Address">Address of the register.</param>
/// <param name="Mask">Bits of the field.</param>
/// <param name="On">The masked value that means it does.</param>
public sealed record HardwareWatchdogField(uint Address, uint Mask, uint On)
{
    /// <summary>Whether a register value says that it does.</summary>
    public bool IsOn(uint register) => (register & Mask) == On;
}

/// <summary>One core and the access port its debugger reaches it by.</summary>
/// <param name="AccessPort">APSEL, 0 to 255.</param>
/// <param name="PartNumber">CPUID PARTNO, bits 15:4 of CPUID: 0xC23 is a Cortex-M3 (ARM DDI 0403, B3.2.3).</param>
public sealed record CoreDescription(byte AccessPort, uint PartNumber);

/// <summary>A run of plain memory.</summary>
/// <param name="Start">First address.</param>
/// <param name="Size">Bytes.</param>
public sealed record MemoryRegion(uint Start, uint Size);

/// <summary>Bits that freeze watchdogs while the core is halted and keep debug alive in low-power modes.</summary>
/// <param name="Address">Address, for example DBGMCU_CR at 0xE0042004.</param>
/// <param name="SetBits">Bits to set; the others keep their value.</param>
public sealed record DebugFreeze(uint Address, uint SetBits);
