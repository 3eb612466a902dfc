// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;
using Appliance.Simulation.SerialMemory;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>
/// The STM32F7 modelled. Registers: RM0385 (F74x), RM0410 (F76x). Times: DS10916 and DS11532, flash memory programming: a write 16 to 100 µs at every
/// width; sectors and banks typical and longest at 8, 16 and 32 bits (longest at 8 bits looked up, the others not again). An F76x has one bank or two by option nDBANK.
/// </summary>
internal static class Stm32F7Parts
{
    private const uint OneBank = 1u << 29;

    private static readonly PartMap Map = new(
        0x4002_3800, 0xE004_2000, (0x08, 1u << 12), 0x4000_3000, FlashSize: 0x1FF0_F442, UniqueId: 0x1FF0_F420, System: 0x1FF0_F000);

    /// <summary>As on ST's F746 discovery board; registers as RM0385, sections 2.2.2, 5.3.12 and 14.</summary>
    private static readonly MemoryFit QuadSpiMemory = new(
        NorParts.N25Q128A, (memory, context, period, clock) => new QuadSpi(memory, context, period) { HasClock = clock }, 0xA000_1000, 0x9000_0000, (0x38, 1), 0x4002_0000);

    private static readonly IReadOnlyList<BusyRange> Small = LayoutB.Milliseconds((400, 800), (250, 600), (200, 500));
    private static readonly IReadOnlyList<BusyRange> Middle = LayoutB.Milliseconds((1100, 2400), (700, 1400), (500, 1100));
    private static readonly IReadOnlyList<BusyRange> Large = LayoutB.Milliseconds((2000, 4000), (1300, 2600), (1000, 2000));
    private static readonly IReadOnlyList<BusyRange> OneMegabyte = LayoutB.Milliseconds((8_000, 16_000), (5_500, 11_000), (4_000, 8_000));
    private static readonly IReadOnlyList<BusyRange> TwoMegabytes = LayoutB.Milliseconds((16_000, 32_000), (11_000, 22_000), (8_000, 16_000));
    private static readonly IReadOnlyList<BusyRange> Write = [.. Enumerable.Repeat(BusyRange.Microseconds(16, 100), 4)];

    /// <summary>All parts; an F76x in each of its two organisations.</summary>
    public static IReadOnlyList<UnitPart> All { get; } =
    [
        Part("stm32f746ng", 0x449, 0x1001, CoreShape.M7R0, 1024, 320, 0) with { External = QuadSpiMemory },
        Part("stm32f746zg", 0x449, 0x1001, CoreShape.M7R0, 1024, 320, 0),
        Part("stm32f746ve", 0x449, 0x1001, CoreShape.M7R0, 512, 320, 0),
        Part("stm32f767zi", 0x451, 0x1001, CoreShape.M7R1, 2048, 512, OneBank),
        Dual("stm32f767zi-dual", 0x451, 0x1001, CoreShape.M7R1, 2048, 512),
    ];

    private static UnitPart Part(string name, uint devId, uint revId, CoreShape core, int flashKib, int ramKib, uint option) =>
        Make(name, devId, revId, core, flashKib, ramKib, option,
        [
            new UnitBank(0, 0, 0, 0, LayoutB.MassErase1, LayoutB.Sectors(flashKib * 1024, 32 * 1024, [Small, Middle, Large]), flashKib > 1024 ? TwoMegabytes : OneMegabyte),
        ]);

    /// <summary>Two banks of half the size, with sectors of half the size, which take no longer than those nearest to them in size.</summary>
    private static UnitPart Dual(string name, uint devId, uint revId, CoreShape core, int flashKib, int ramKib)
    {
        var sectors = LayoutB.Sectors(flashKib * 512, 16 * 1024, [Small, Middle, Middle]);
        return Make(name, devId, revId, core, flashKib, ramKib, 0,
        [
            new UnitBank(0, 0, 0, 0, LayoutB.MassErase1, sectors, OneMegabyte), new UnitBank(0, 16, 0, 0, LayoutB.MassErase2, sectors, OneMegabyte),
        ]);
    }

    private static UnitPart Make(
        string name, uint devId, uint revId, CoreShape core, int flashKib, int ramKib, uint option, IReadOnlyList<UnitBank> banks) =>
        new(name, core, devId, revId, flashKib, ramKib)
        {
            Shape = LayoutB.Shape, Map = Map, Clocks = violations => new Stm32F7Clocks(violations), ProgramTimes = Write, Banks = banks,
            Interface = new UnitInterface
            {
                Address = 0x4002_3C00, AccessReset = 0, AccessBits = 0xB0F, LatencyMask = 0xF, HertzPerWaitState = 30_000_000, OptionKey = 0x08, OptionControl = 0x14, OptionTime = BusyRange.Microseconds(16_000, 100_000),
                Options = new UnitOptionShape(
                    [new OptionRegister(0x14, "OPTCR", 0xCFFF_AAFC | option, 0xFFFF_FFFC), new OptionRegister(0x18, "OPTCR1", 0x0040_0080, 0xFFFF_FFFF)],
                    ProtectionShift: 8, SoftwareWatchdog: 1u << 5, (registers, bank, sector) => IsProtected(registers[0], bank, sector, option != 0 || banks.Count == 1))
                { FirstSector = (0, 1u << 16, 0) },
            },
        };

    /// <summary>nWRP: a bit a sector, or, with two banks, one for two sectors from bit 16 and from bit 22 on (RM0410, section 3.7.6).</summary>
    private static bool IsProtected(uint options, int bank, int sector, bool oneBank) =>
        (options >> (16 + (oneBank ? sector : (bank * 6) + (sector / 2))) & 1) == 0;
}
