// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;
using Appliance.Simulation.SerialMemory;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>
/// The STM32H7 modelled. Registers: RM0433 (H743), RM0468 (H735). Times: DS12110, flash memory programming, typical and longest at 8, 16, 32 and 64 bits;
/// taken over for the H735.
/// </summary>
internal static class Stm32H7Parts
{
    private const int Sector = 128 * 1024;

    private static readonly PartMap Map = new(
        0x5802_4400, 0x5C00_1000, (0x54, 1u << 18), 0x5800_4800, FlashSize: 0x1FF1_E880, UniqueId: 0x1FF1_E800, System: 0x1FF1_E800);

    /// <summary>A memory on QUADSPI: RM0433, sections 2.3.2, 8.7.41 and 23.</summary>
    private static readonly MemoryFit QuadSpiMemory = new(
        NorParts.N25Q128A, (memory, context, period, clock) => new QuadSpi(memory, context, period) { HasClock = clock }, 0x5200_5000, 0x9000_0000, (0xD4, 14), 0x5802_0000);

    /// <summary>As on ST's H735 discovery board: RM0468, sections 2.3.2, 8.7.41 and 25.</summary>
    private static readonly MemoryFit OctoSpiMemory = new(
        NorParts.Mx25Lm51245G, (memory, context, period, clock) => new OctoSpi(memory, context, period) { HasClock = clock }, 0x5200_5000, 0x9000_0000, (0xD4, 14), 0x5802_0000)
    { PinManager = 0x5200_B400 };

    /// <summary>All parts.</summary>
    public static IReadOnlyList<UnitPart> All { get; } =
    [
        Part("stm32h735ig", 0x483, 0x1000, 1024, 1) with { External = OctoSpiMemory },
        Part("stm32h743zi", 0x450, 0x2003, 2048, 2) with { External = QuadSpiMemory },
    ];

    private static UnitPart Part(string name, uint devId, uint revId, int flashKib, int banks) =>
        new(name, CoreShape.M7H7, devId, revId, flashKib, 128)
        {
            MoreRam = (0x2400_0000, 128), Shape = LayoutG.Shape, Map = Map, Clocks = violations => new Stm32H7Clocks(violations),
            ProgramTimes = LayoutG.Microseconds((290, 580), (180, 360), (130, 260), (100, 200)),
            Banks = [.. Enumerable.Range(0, banks).Select(bank => Bank(bank, flashKib * 1024 / banks))],
            Interface = new UnitInterface
            {
                Address = 0x5200_2000, AccessReset = 0x37, AccessBits = 0x3F, LatencyMask = 0xF, HertzPerWaitState = 45_000_000,
                ControllerStride = LayoutG.Stride, OptionKey = 0x08, OptionControl = 0x18, OptionTime = BusyRange.Microseconds(16_000, 100_000),
                Others = [(0x24, "OPTCCR"), (0x28, "PRAR_CUR1"), (0x30, "SCAR_CUR1")],
                Options = new UnitOptionShape(
                    [
                        new OptionRegister(0x1C, "OPTSR_CUR", 0x1BC6_AAF0, 0xA43E_FFDC) { Twin = 0x20 },
                        new OptionRegister(0x40, "BOOT_CUR", 0x1FF0_0800, 0xFFFF_FFFF) { Twin = 0x44 },
                        new OptionRegister(0x38, "WPSN_CUR1", 0xFF, 0xFF) { Twin = 0x3C }, new OptionRegister(0x138, "WPSN_CUR2", 0xFF, 0xFF) { Twin = 0x13C },
                    ],
                    ProtectionShift: 8, SoftwareWatchdog: 1u << 4, (registers, bank, sector) => (registers[2 + bank] >> sector & 1) == 0)
                { FirstSector = (2, 1, 0) },
            },
        };

    private static UnitBank Bank(int number, int bytes) => new(
        number, 0, 0, 0, LayoutG.BankErase,
        [new SectorsOf(bytes / Sector, Sector, LayoutG.Microseconds((2_000_000, 4_000_000), (1_800_000, 3_600_000), (1_100_000, 2_200_000), (1_000_000, 2_000_000)))],
        LayoutG.Microseconds((13_000_000, 26_000_000), (8_000_000, 16_000_000), (6_000_000, 12_000_000), (5_000_000, 10_000_000)));
}
