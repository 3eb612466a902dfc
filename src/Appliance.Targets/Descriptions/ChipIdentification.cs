// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Descriptions;

/// <summary>How a chip is known.</summary>
/// <param name="DpidrAllowed">DPIDR words genuine parts show; another is a warning, not an error.</param>
/// <param name="DeviceIdAddress">Address of DBGMCU_IDCODE.</param>
/// <param name="DeviceId">DEV_ID, bits 11:0 of it.</param>
/// <param name="DeviceIdMayReadZero">Some silicon of this family reads DBGMCU_IDCODE as 0.</param>
/// <param name="FlashSizeAddress">Address of the 16-bit flash-size word in KiB.</param>
/// <param name="FlashSizesAllowed">Values the flash-size word may have on this chip, in KiB: the size its name says first, then bigger
/// ones seen on the same die.</param>
/// <param name="UniqueIdAddress">Address of the unique id.</param>
/// <param name="UniqueIdBytes">Its length in bytes.</param>
/// <param name="ReadProtection">Where the read protection state is read.</param>
public sealed record ChipIdentification(
    IReadOnlyList<uint> DpidrAllowed, uint DeviceIdAddress, uint DeviceId, bool DeviceIdMayReadZero, uint FlashSizeAddress,
    IReadOnlyList<int> FlashSizesAllowed, uint UniqueIdAddress, int UniqueIdBytes, ReadProtectionField ReadProtection)
{
    /// <summary>Where the words of the unique id are from its address on; empty where they follow one another.</summary>
    public IReadOnlyList<uint> UniqueIdWords { get; init; } = [];
}

/// <summary>A register field that tells the read protection level.</summary>
/// <param name="Address">Address of the register.</param>
/// <param name="Mask">Bits of the field.</param>
/// <param name="Levels">Levels by the value of the masked register.</param>
/// <param name="OtherwiseLevel">The level of every other value.</param>
public sealed record ReadProtectionField(uint Address, uint Mask, IReadOnlyDictionary<uint, int> Levels, int OtherwiseLevel)
{
    /// <summary>The level a register value stands for: 0 is open, 1 and above keep the debugger out of the flash.</summary>
    public int LevelOf(uint register) => Levels.TryGetValue(register & Mask, out var level) ? level : OtherwiseLevel;
}
