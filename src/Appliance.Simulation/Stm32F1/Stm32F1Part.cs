// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Stm32F1;

/// <summary>What differs between the parts of the F1 family.</summary>
/// <param name="Name">Start of the part number, lower case.</param>
/// <param name="DevId">DBGMCU_IDCODE.DEV_ID.</param>
/// <param name="RevId">DBGMCU_IDCODE.REV_ID.</param>
/// <param name="FlashKib">Main flash.</param>
/// <param name="PageBytes">Page of the main flash.</param>
/// <param name="RamKib">SRAM.</param>
/// <param name="SystemMemory">First address of the boot loader's ROM; it ends where the option bytes begin.</param>
/// <param name="BoundaryScanId">IDCODE of the boundary scan TAP.</param>
/// <param name="Core">Its core; that of the F1 where not said.</param>
internal sealed record Stm32F1Part(
    string Name, uint DevId, uint RevId, int FlashKib, int PageBytes, int RamKib, uint SystemMemory, uint BoundaryScanId, CoreShape? Core = null)
    : ChipPart(Name, Core ?? CoreShape.M3R1, DevId, RevId, FlashKib, RamKib, BoundaryScanId)
{
    /// <summary>Bytes of one bank; XL parts have a second one with registers of its own above 512 KiB (PM0068, section 2.2).</summary>
    public const int BankBytes = 512 * 1024;

    /// <summary>Whether it is an F0 or F3: the same flash controller, with words of the factory and options elsewhere and of other values.</summary>
    public bool IsLater => Name[..7] is "stm32f0" or "stm32f3";

    /// <summary>Whether option bytes are loaded when power comes and by OBL_LAUNCH, but at no other reset: F0 (RM0360, section 4). An F3 loads them at every
    /// reset, as an F1 does (RM0364, section 4; PM0075, section 2.5).</summary>
    public bool LoadsWhenAskedOnly => Name[..7] == "stm32f0";

    /// <summary>F_SIZE.</summary>
    public uint FlashSize => IsLater ? 0x1FFF_F7CC : Stm32F1Map.FlashSize;

    /// <summary>U_ID.</summary>
    public uint UniqueId => IsLater ? 0x1FFF_F7AC : Stm32F1Map.UniqueId;

    /// <summary>DBGMCU.</summary>
    public uint DbgMcu => Name[..7] == "stm32f0" ? 0x4001_5800 : Stm32F1Map.DbgMcu;

    /// <summary>Offset and bit in DBGMCU that freeze the watchdog.</summary>
    public (uint Offset, uint Bit) Freeze => (IsLater ? 0x08u : 0x04u, IsLater ? 1u << 12 : 1u << 8);

    /// <summary>The fastest SYSCLK: 24, 36 and 48 MHz for F100, F101 and F102, 72 MHz for the others (data sheets, general operating conditions).
    /// </summary>
    public long FastestClock => 1_000_000 * Name[..9] switch
    {
        "stm32f100" => 24,
        "stm32f101" => 36,
        "stm32f102" => 48,
        "stm32f030" or "stm32f051" or "stm32f072" => 48,
        _ => 72L,
    };

    /// <summary>Whether there is a second bank.</summary>
    public bool HasSecondBank => FlashBytes > BankBytes;

    /// <inheritdoc/>
    public override ChipPart Another => Stm32F1Parts.Find(DevId == 0x414 ? "stm32f103cb" : "stm32f103rc")!;

    /// <inheritdoc/>
    public override ChipInside Build(ChipSurroundings around) => new F1Inside(this, around);
}
