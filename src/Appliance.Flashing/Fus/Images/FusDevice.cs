// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Images;

/// <summary>Families of the STM32WB that take images of their own.</summary>
public enum FusFamily
{
    /// <summary>STM32WB55, WB5M and WB50.</summary>
    Wb5x,

    /// <summary>STM32WB35 and WB30.</summary>
    Wb3x,

    /// <summary>STM32WB15 and WB10.</summary>
    Wb1x,
}

/// <summary>What of an STM32WB decides where a coprocessor image goes. Immutable.</summary>
/// <param name="Name">Start of the part number, lower case, for example <c>stm32wb55rg</c>.</param>
/// <param name="Family">Whose images it takes.</param>
/// <param name="FlashKiB">Flash the part number promises, in KiB.</param>
/// <param name="PageBytes">Size of a flash page in bytes (RM0434 §3.3.1: 4 KiB; RM0473 §3.3.1: 2 KiB).</param>
/// <param name="UserPages">Pages of user flash while no stack is installed: what SFSA holds then (ST wiki, STM32WB FUS, for 1 MB and WB1x; the others follow from the published install addresses).</param>
public sealed record FusDevice(string Name, FusFamily Family, int FlashKiB, int PageBytes, int UserPages)
{
    /// <summary>First address of flash.</summary>
    public const uint FlashBase = 0x0800_0000;

    private const int Wide = 4096;
    private const int Narrow = 2048;

    /// <summary>Every device known, in the order of the families.</summary>
    public static IReadOnlyList<FusDevice> All { get; } =
    [
        new("stm32wb55rg", FusFamily.Wb5x, 1024, Wide, 0xF4),
        new("stm32wb55vg", FusFamily.Wb5x, 1024, Wide, 0xF4),
        new("stm32wb55cg", FusFamily.Wb5x, 1024, Wide, 0xF4),
        new("stm32wb5mmg", FusFamily.Wb5x, 1024, Wide, 0xF4),
        new("stm32wb50cg", FusFamily.Wb5x, 1024, Wide, 0xF4),
        new("stm32wb55vy", FusFamily.Wb5x, 640, Wide, 0xA0),
        new("stm32wb55re", FusFamily.Wb5x, 512, Wide, 0x80),
        new("stm32wb55ve", FusFamily.Wb5x, 512, Wide, 0x80),
        new("stm32wb55ce", FusFamily.Wb5x, 512, Wide, 0x80),
        new("stm32wb55rc", FusFamily.Wb5x, 256, Wide, 0x40),
        new("stm32wb55vc", FusFamily.Wb5x, 256, Wide, 0x40),
        new("stm32wb55cc", FusFamily.Wb5x, 256, Wide, 0x40),
        new("stm32wb35ce", FusFamily.Wb3x, 512, Wide, 0x80),
        new("stm32wb30ce", FusFamily.Wb3x, 512, Wide, 0x80),
        new("stm32wb35cc", FusFamily.Wb3x, 256, Wide, 0x40),
        new("stm32wb15cc", FusFamily.Wb1x, 320, Narrow, 0x8C),
        new("stm32wb10cc", FusFamily.Wb1x, 320, Narrow, 0x8C),
    ];

    /// <summary>First address past user flash while no stack is installed.</summary>
    public uint UserEnd => FlashBase + (uint)(UserPages * PageBytes);

    /// <summary>The device of a name, with or without the <c>stm32</c> in front; letters in any case; null for an unknown one.</summary>
    public static FusDevice? Find(string name)
    {
        var wanted = name.StartsWith("stm32", StringComparison.OrdinalIgnoreCase) ? name : "stm32" + name;
        return All.FirstOrDefault(device => device.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Address of a page of flash, by its number from 0.</summary>
    public uint AddressOf(int page) => FlashBase + (uint)(page * PageBytes);
}
