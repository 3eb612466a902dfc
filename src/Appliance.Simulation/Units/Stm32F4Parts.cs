// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>The STM32F4 modelled, and an F2, whose flash is the same. Registers: RM0090, section 3.9. Times: DS8626, flash memory programming, at 8, 16 and 32 bits.</summary>
internal static class Stm32F4Parts
{
    private static readonly PartMap Map = new(
        0x4002_3800, 0xE004_2000, (0x08, 1u << 12), 0x4000_3000, FlashSize: 0x1FFF_7A22, UniqueId: 0x1FFF_7A10, System: 0x1FFF_7800);

    private static readonly IReadOnlyList<BusyRange> Small = LayoutB.Milliseconds((400, 800), (300, 600), (250, 500));
    private static readonly IReadOnlyList<BusyRange> Middle = LayoutB.Milliseconds((1200, 2400), (700, 1400), (550, 1100));
    private static readonly IReadOnlyList<BusyRange> Large = LayoutB.Milliseconds((2000, 4000), (1300, 2600), (1000, 2000));
    private static readonly IReadOnlyList<BusyRange> Whole = LayoutB.Milliseconds((16_000, 32_000), (11_000, 22_000), (8_000, 16_000));

    /// <summary>What the slowest parts of both families allow: HCLK of an F401 (DS9716), APB1 of an F2 (DS6329).</summary>
    private const long Fastest = 84_000_000, SlowBus = 30_000_000;

    /// <summary>All parts.</summary>
    public static IReadOnlyList<UnitPart> All { get; } =
    [
        Part("stm32f407vg", 0x413, 0x1007, 1024, 112), Part("stm32f446re", 0x421, 0x1000, 512, 128),
        Part("stm32f205rg", 0x411, 0x2001, 1024, 112) with { Core = CoreShape.M3R2 },
    ];

    private static UnitPart Part(string name, uint devId, uint revId, int flashKib, int ramKib) => new(name, CoreShape.M4, devId, revId, flashKib, ramKib)
    {
        Shape = LayoutB.Shape, Map = Map, ProgramTimes = [.. Enumerable.Repeat(BusyRange.Microseconds(16, 100), 4)],
        Clocks = violations => new Stm32F7Clocks(violations, Fastest, SlowBus),
        Banks = [new UnitBank(0, 0, 0, 0, LayoutB.MassErase1, LayoutB.Sectors(flashKib * 1024, 16 * 1024, [Small, Middle, Large]), Whole)],
        Interface = new UnitInterface
        {
            Address = 0x4002_3C00, AccessReset = 0, AccessBits = 0x1F07, LatencyMask = 7, HertzPerWaitState = 30_000_000, OptionKey = 0x08,
            OptionControl = 0x14, OptionTime = BusyRange.Microseconds(16_000, 100_000),
            Options = new UnitOptionShape(
                [new OptionRegister(0x14, "OPTCR", 0x0FFF_AAEC, 0x8FFF_FFEC)],
                ProtectionShift: 8, SoftwareWatchdog: 1u << 5, (registers, _, sector) => (registers[0] >> (16 + sector) & 1) == 0)
            { FirstSector = (0, 1u << 16, 0) },
        },
    };
}
