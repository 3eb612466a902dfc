// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms.Units;

namespace Appliance.Flashing.OptionBytes;

/// <summary>The registers by which options that are registers are stored: which offsets, which bits. Layouts differ in these numbers alone.</summary>
/// <param name="Key">The lock of the options.</param>
/// <param name="Control">Offset of the register with lock and start bits.</param>
/// <param name="Start">Bit that begins to store.</param>
/// <param name="Launch">Bit that loads what is stored, with a reset; 0 where a reset does it alone.</param>
/// <param name="Status">Offset of the register that says busy.</param>
/// <param name="Busy">Its bits.</param>
/// <param name="Failure">Offset of the register with error flags.</param>
/// <param name="Failed">Its bits.</param>
/// <param name="Clear">Offset of the register that clears them by ones.</param>
internal sealed record OptionControl(
    FlashLock Key, uint Control, uint Start, uint Launch, uint Status, uint Busy, uint Failure, uint Failed, uint Clear)
{
    private const uint Key1 = 0x08192A3B;
    private const uint Key2 = 0x4C5D6E7F;
    private const uint FlashKey1 = 0x45670123;
    private const uint FlashKey2 = 0xCDEF89AB;

    /// <summary>A lock that has to be opened before; null where there is none.</summary>
    public FlashLock? Outer { get; init; }

    /// <summary>STM32F2, F4, F7 (RM0090 section 3.6.2, RM0385 section 3.4.2): the control register has options in it.</summary>
    public static OptionControl B { get; } = new(
        new FlashLock(0x08, Key1, Key2, 1u << 0, "OPTLOCK"), Control: 0x14, Start: 1u << 1, Launch: 0, Status: 0x0C, Busy: 1u << 16,
        Failure: 0x0C, Failed: (1u << 1) | (1u << 4), Clear: 0x0C);

    /// <summary>STM32L4, G0, G4, C0, WB and WL (RM0351 section 3.4.2, RM0434 section 3.4.2).</summary>
    public static OptionControl D { get; } = new(
        new FlashLock(0x0C, Key1, Key2, 1u << 30, "OPTLOCK"), Control: 0x14, Start: 1u << 17, Launch: 1u << 27, Status: 0x10, Busy: (1u << 16) | (1u << 18),
        Failure: 0x10, Failed: 0x43FA, Clear: 0x10)
    {
        Outer = new FlashLock(0x08, FlashKey1, FlashKey2, 1u << 31, "LOCK"),
    };

    /// <summary>STM32L5 and U5 with TrustZone off (RM0438 section 6.4.2, RM0456 section 7.4.2).</summary>
    public static OptionControl E { get; } = new(
        new FlashLock(0x10, Key1, Key2, 1u << 30, "OPTLOCK"), Control: 0x28, Start: 1u << 17, Launch: 1u << 27, Status: 0x20, Busy: (1u << 16) | (1u << 17),
        Failure: 0x20, Failed: 0x20FA, Clear: 0x20)
    {
        Outer = new FlashLock(0x08, FlashKey1, FlashKey2, 1u << 31, "NSLOCK"),
    };

    /// <summary>STM32H72x to H75x (RM0433 section 4.4.3): stored values show at once, without a reset.</summary>
    public static OptionControl G1 { get; } = new(
        new FlashLock(0x08, Key1, Key2, 1u << 0, "OPTLOCK"), Control: 0x18, Start: 1u << 1, Launch: 0, Status: 0x1C, Busy: 1u << 0,
        Failure: 0x1C, Failed: 1u << 30, Clear: 0x24);
}
