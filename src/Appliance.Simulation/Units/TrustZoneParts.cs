// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>
/// STM32L5, U5 and H5 with TrustZone off; nothing of the secure world is here. Registers: RM0438, RM0456, RM0481. Times: of the L5 those of the L4 (DS10198);
/// of U5 and H5 from memory of their datasheets, not looked up.
/// </summary>
internal static class TrustZoneParts
{
    private static readonly PartMap L5Map = new(
        0x4002_1000, 0xE004_4000, (0x08, 1u << 12), 0x4000_3000, FlashSize: 0x0BFA_05E0, UniqueId: 0x0BFA_0590, System: 0x0BFA_0000);

    private static readonly PartMap U5Map = L5Map with { Rcc = 0x4602_0C00, FlashSize = 0x0BFA_07A0, UniqueId = 0x0BFA_0700 };

    private static readonly PartMap H5Map = new(
        0x4402_0C00, 0xE004_4000, (0x08, 1u << 12), 0x4000_3000, FlashSize: 0x08FF_F80C, UniqueId: 0x08FF_F800, System: 0x08FF_F800);

    private static readonly ResetFlags Flags = new(0xF4, 1u << 23, 1u << 26, 1u << 27, 1u << 28, 1u << 29);

    /// <summary>All parts.</summary>
    public static IReadOnlyList<UnitPart> All { get; } = [L5(), U5("stm32u575zi", 2048), U5("stm32u575zg", 1024), H5()];

    private static UnitPart L5()
    {
        var (page, bank) = (LayoutD.Microseconds(22_020, 24_470), LayoutD.Microseconds(22_130, 24_590));
        return new UnitPart("stm32l552ze", CoreShape.M33, 0x472, 0x2001, 512, 192)
        {
            Shape = LayoutE.Shape(8), Map = L5Map, ProgramTimes = LayoutD.Microseconds(81.69, 90.76), Clocks = violations => new MsiClocks(26_000_000, rangeIsSelected: true, violations),
            Banks = Banks(512, 2048, page, bank), Interface = Interface(8_000_000, LayoutE.Options(0x7FEF_F8AA, 0xFF80_FFFF, 0x007F_007F)),
        };
    }

    private static UnitPart U5(string name, int flashKib)
    {
        var (page, bank) = (LayoutD.Microseconds(1_500, 2_500), LayoutD.Microseconds(195_000, 320_000));
        return new UnitPart(name, CoreShape.M33, 0x482, 0x3001, flashKib, 192)
        {
            Shape = LayoutE.Shape(16), Map = U5Map, ProgramTimes = LayoutD.Microseconds(118, 130), Clocks = violations => new U5Clocks(violations),
            Banks = Banks(flashKib, 8192, page, bank), Interface = Interface(8_000_000, LayoutE.Options(0x1FEF_F8AA, 0xFF80_FFFF, 0x807F_007F)),
        };
    }

    private static UnitPart H5()
    {
        var (sector, bank) = (LayoutD.Microseconds(2_000, 10_000), LayoutD.Microseconds(200_000, 1_300_000));
        return new UnitPart("stm32h563zi", CoreShape.M33H5, 0x484, 0x1001, 2048, 256)
        {
            Shape = LayoutF.Shape, Map = H5Map, ProgramTimes = LayoutD.Microseconds(30, 100), Clocks = violations => new FixedClocks(32_000_000, 0x2B, 0x1C, Flags, violations),
            Banks =
            [
                new UnitBank(0, 0, 0, LayoutF.SecondBank, LayoutF.BankErase, [new SectorsOf(128, 8192, sector)], bank),
                new UnitBank(0, 0, LayoutF.SecondBank, LayoutF.SecondBank, LayoutF.BankErase, [new SectorsOf(128, 8192, sector)], bank),
            ],
            Interface = new UnitInterface
            {
                Address = 0x4002_2000, AccessReset = 0x13, AccessBits = 0x013F, LatencyMask = 0xF, HertzPerWaitState = 32_000_000, OptionKey = 0x0C,
                Others = [(0x1C, "OPTCR")],
                Options = new UnitOptionShape(
                    [
                        new OptionRegister(0x50, "OPTSR_CUR", 0x2D30_EDF8, 0), new OptionRegister(0xE8, "WRP1R_CUR", 0xFFFF_FFFF, 0),
                        new OptionRegister(0x1E8, "WRP2R_CUR", 0xFFFF_FFFF, 0), new OptionRegister(0x70, "OPTSR2_CUR", 0xC300_0010, 0),
                    ],
                    ProtectionShift: 8, SoftwareWatchdog: 1u << 3, (registers, bank, sector) => (registers[1 + bank] >> (sector / 4) & 1) == 0)
                {
                    Open = 0xED, Sealed = 0x5C, FirstSector = (1, 1, 0),
                },
            },
        };
    }

    private static UnitBank[] Banks(int flashKib, int page, IReadOnlyList<BusyRange> pageTime, IReadOnlyList<BusyRange> bankTime)
    {
        var sectors = new SectorsOf(flashKib * 512 / page, page, pageTime);
        return
        [
            new UnitBank(0, 0, 0, LayoutD.SecondBank, LayoutD.MassErase1, [sectors], bankTime),
            new UnitBank(0, 0, LayoutD.SecondBank, LayoutD.SecondBank, LayoutD.MassErase2, [sectors], bankTime),
        ];
    }

    private static UnitInterface Interface(long hertz, UnitOptionShape options) => new()
    {
        Address = 0x4002_2000, AccessReset = 0, AccessBits = 0x7F0F, LatencyMask = 0xF, HertzPerWaitState = hertz, OptionKey = 0x10,
        OptionLock = 1u << 30, OptionStart = 1u << 17, OptionLaunch = 1u << 27, OptionTime = BusyRange.Microseconds(22_000, 24_500), Options = options,
        Others = [(0x30, "ECCR"), (0x44, "NSBOOTADD0R"), (0x48, "NSBOOTADD1R"), (0x24, "SECSR"), (0x2C, "SECCR")],
    };
}
