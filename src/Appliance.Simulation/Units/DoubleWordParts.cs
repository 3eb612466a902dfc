// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>
/// STM32L4, G0, G4 and WL: the controller of double words at 0x40022000 (WL: 0x58004000). Registers: RM0351, RM0444, RM0440, RM0453. Times: DS10198, DS12232,
/// DS12288, DS13293, flash memory characteristics.
/// </summary>
internal static class DoubleWordParts
{
    private const int Page = 2048;
    private const uint NotSecure = 1u << 7;
    private const int DoubleWord = 8;

    /// <summary>Unit of a copy protected area of the G0 (RM0444, section 3.5.1).</summary>
    private const int CopyUnit = 512;

    private static readonly ResetFlags LowFlags = new(0x94, 1u << 23, 1u << 26, 1u << 27, 1u << 28, 1u << 29);
    private static readonly ResetFlags G0Flags = LowFlags with { Offset = 0x60 };
    private static readonly PartMap Map = new(
        0x4002_1000, 0xE004_2000, (0x08, 1u << 12), 0x4000_3000, FlashSize: 0x1FFF_75E0, UniqueId: 0x1FFF_7590, System: 0x1FFF_7400);

    private static readonly IReadOnlyList<BusyRange> PageTime = LayoutD.Microseconds(22_020, 24_470);
    private static readonly IReadOnlyList<BusyRange> BankTime = LayoutD.Microseconds(22_130, 24_590);
    private static readonly IReadOnlyList<BusyRange> G0Page = LayoutD.Microseconds(22_000, 40_000);

    /// <summary>All parts.</summary>
    public static IReadOnlyList<UnitPart> All { get; } =
    [
        TwoBanks("stm32l476rg", 0x415, 0x1007, 1024, 96, 16_000_000, violations => new MsiClocks(80_000_000, true, violations), 0xFFEF_F8AA, 90.76),
        TwoBanks("stm32g474re", 0x469, 0x2003, 512, 80, 20_000_000, violations => new HsiPllClocks(PllShape.G4, LowFlags, violations), 0xFFEF_F8AA, 83.35),
        OneBank("stm32g474re-single", 0x469, 0x2003, 512, 80, 4096, 20_000_000, violations => new HsiPllClocks(PllShape.G4, LowFlags, violations), 0xFFAF_F8AA, 83.35),
        OneBank("stm32g431rb", 0x468, 0x2003, 128, 16, Page, 20_000_000, violations => new HsiPllClocks(PllShape.G4, LowFlags, violations), 0xFFEF_F8AA, 83.35),
        G0("stm32g071rb", 0x460, 0x2000, 128, 32), G0("stm32g031k8", 0x466, 0x1000, 64, 8),
        Wl("stm32wl55jc", 256), C0("stm32c031c6", 0x453, 32, 12), LargePages("stm32l4r5zi"),
    ];

    private static UnitPart TwoBanks(
        string name, uint devId, uint revId, int flashKib, int ramKib, long hertz, Func<Violations, ClockTree> clocks, uint options, double longest)
    {
        var sectors = new SectorsOf(flashKib * 512 / Page, Page, PageTime);
        return new UnitPart(name, CoreShape.M4, devId, revId, flashKib, ramKib)
        {
            Shape = LayoutD.Shape, Map = Map, Clocks = clocks, ProgramTimes = LayoutD.Microseconds(81.7, longest), Interface = Interface(hertz, options, 2),
            Banks =
            [
                new UnitBank(0, 0, 0, LayoutD.SecondBank, LayoutD.MassErase1, [sectors], BankTime),
                new UnitBank(0, 0, LayoutD.SecondBank, LayoutD.SecondBank, LayoutD.MassErase2, [sectors], BankTime),
            ],
        };
    }

    private static UnitPart OneBank(
        string name, uint devId, uint revId, int flashKib, int ramKib, int page, long hertz, Func<Violations, ClockTree> clocks, uint options, double longest) =>
        new(name, CoreShape.M4, devId, revId, flashKib, ramKib)
        {
            Shape = LayoutD.Shape, Map = Map, Clocks = clocks, ProgramTimes = LayoutD.Microseconds(81.7, longest), Interface = Interface(hertz, options, 2),
            Banks = [Bank(flashKib, page, PageTime)],
        };

    /// <summary>An L4+ in its two banks, with pages of 4 KiB (RM0432, section 3.3.1).</summary>
    private static UnitPart LargePages(string name)
    {
        var sectors = new SectorsOf(256, 4096, PageTime);
        return new UnitPart(name, CoreShape.M4, 0x470, 0x1003, 2048, 192)
        {
            Shape = LayoutD.Shape, Map = Map, ProgramTimes = LayoutD.Microseconds(81.7, 90.76), Interface = Interface(20_000_000, 0xFFEF_F8AA, 2),
            Clocks = violations => new MsiClocks(120_000_000, true, violations),
            Banks =
            [
                new UnitBank(0, 0, 0, LayoutD.SecondBank, LayoutD.MassErase1, [sectors], BankTime),
                new UnitBank(0, 0, LayoutD.SecondBank, LayoutD.SecondBank, LayoutD.MassErase2, [sectors], BankTime),
            ],
        };
    }

    /// <summary>A C0: the controller of the G0; its words of the factory are elsewhere (RM0490, section 33).</summary>
    private static UnitPart C0(string name, uint devId, int flashKib, int ramKib) => G0(name, devId, 0x1001, flashKib, ramKib) with
    {
        Map = Map with { DbgMcu = 0x4001_5800, FlashSize = 0x1FFF_75A0, UniqueId = 0x1FFF_7550 },
        Clocks = violations => new FixedClocks(12_000_000, 0x540, 0x08, G0Flags, violations),
    };

    private static UnitPart G0(string name, uint devId, uint revId, int flashKib, int ramKib) =>
        new(name, CoreShape.M0Plus, devId, revId, flashKib, ramKib)
        {
            Shape = LayoutD.Shape, Map = Map with { DbgMcu = 0x4001_5800 }, Clocks = violations => new HsiPllClocks(PllShape.G0, G0Flags, violations), ProgramTimes = LayoutD.Microseconds(85, 125),
            Interface = Interface(24_000_000, 0xFFFF_FEAA, 1) with { AccessReset = 0x0004_0600, AccessBits = 0x0005_0F07 },
            Banks = [Bank(flashKib, Page, G0Page)],
        };

    private static UnitPart Wl(string name, int flashKib) => new(name, CoreShape.M4Dp2, 0x497, 0x1003, flashKib, 32)
    {
        Shape = LayoutD.Shape, Map = Map with { Rcc = 0x5800_0000, Freeze = (0x3C, 1u << 12) }, ProgramTimes = LayoutD.Microseconds(81.7, 90.8),
        Clocks = violations => new MsiClocks(48_000_000, true, violations), Banks = [Bank(flashKib, Page, PageTime)],
        Interface = Interface(18_000_000, 0x3FFF_F0AA, 1) with
        {
            Address = 0x5800_4000,
            Others = [(0x18, "ECCR"), (0x3C, "IPCCBR"), (0x5C, "C2ACR"), (0x60, "C2SR"), (0x64, "C2CR"), (0x84, "SRRVR")],
            Options = new UnitOptionShape(
                [Options(0x3FFF_F0AA), Area(0x2C, "WRP1AR"), Area(0x30, "WRP1BR"), new OptionRegister(0x80, "SFR", 0x8080_10FF, 0), .. CopyAreas("A", 0x24), .. CopyAreas("B", 0x34)],
                ProtectionShift: 0, SoftwareWatchdog: 1u << 16, (registers, _, sector) => LayoutD.InAreas(registers, 1, sector),
                registers => (registers[3] & NotSecure) != 0 ? long.MaxValue : (registers[3] & 0x7F) * Page)
            {
                IsCopyProtected = (registers, _, offset) =>
                    LayoutD.InCopyArea(registers[4], registers[5], 1024, offset) || LayoutD.InCopyArea(registers[6], registers[7], 1024, offset),
            },
        },
    };

    private static UnitBank Bank(int flashKib, int page, IReadOnlyList<BusyRange> times) =>
        new(0, 0, 0, 0, LayoutD.MassErase1, [new SectorsOf(flashKib * 1024 / page, page, times)], times);

    private static UnitInterface Interface(long hertz, uint options, int banks) => new()
    {
        Address = 0x4002_2000, AccessReset = 0x0600, AccessBits = 0x0001_FF0F, LatencyMask = 7, HertzPerWaitState = hertz, OptionKey = 0x0C,
        OptionLock = 1u << 30, OptionStart = 1u << 17, OptionLaunch = 1u << 27, OptionTime = BusyRange.Microseconds(22_000, 24_500),
        OptionError = LayoutD.OptionError,
        Others = [(0x18, "ECCR"), (0x70, "SEC1R"), (0x74, "SEC2R"), (0x80, "SECR")],
        Options = new UnitOptionShape(
            banks == 1
                ? [Options(options), Area(0x2C, "WRP1AR"), Area(0x30, "WRP1BR"), .. CopyAreas("A", 0x24), .. CopyAreas("B", 0x34)]
                :
                [
                    Options(options), Area(0x2C, "WRP1AR"), Area(0x30, "WRP1BR"), Area(0x4C, "WRP2AR"), Area(0x50, "WRP2BR"), .. CopyAreas("1", 0x24),
                    .. CopyAreas("2", 0x44),
                ],
            ProtectionShift: 0, SoftwareWatchdog: 1u << 16, (registers, bank, sector) => LayoutD.InAreas(registers, 1 + (bank * 2), sector))
        {
            IsCopyProtected = banks == 1
                ? (registers, _, offset) => LayoutD.InCopyArea(registers[3], registers[4], CopyUnit, offset) || LayoutD.InCopyArea(registers[5], registers[6], CopyUnit, offset)
                : (registers, bank, offset) => LayoutD.InCopyArea(registers[5 + (bank * 2)], registers[6 + (bank * 2)], DoubleWord, offset),
        },
    };

    /// <summary>First and last unit of an area only code may read; none at the factory.</summary>
    private static OptionRegister[] CopyAreas(string name, uint offset) =>
        [new(offset, $"PCROP{name}SR", 0xFFFF, 0xFFFF), new(offset + 4, $"PCROP{name}ER", 0, 0x8000_FFFF)];

    private static OptionRegister Options(uint factory) => new(0x20, "OPTR", factory, 0x0FFF_F7FF);

    private static OptionRegister Area(uint offset, string name) => new(offset, name, 0x00FF, 0x00FF_00FF);
}
