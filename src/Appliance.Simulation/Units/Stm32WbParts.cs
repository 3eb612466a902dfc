// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;
using Appliance.Simulation.Fus;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>
/// The STM32WB modelled as flash and debug see them; what the coprocessor does, and the boundary it sets, is in <see cref="Coprocessor"/>. Registers: RM0434, WB1x: RM0473. Times: DS11929 table
/// flash memory characteristics, a double word 81.7 to 90.8 µs, a page 22.0 to 24.5 ms.
/// </summary>
internal static class Stm32WbParts
{
    /// <summary>Index of FLASH_SFR among the option registers.</summary>
    public const int SecureFlash = 5;

    /// <summary>Index of FLASH_SRRVR among the option registers.</summary>
    public const int SecureRam = 6;

    /// <summary>Index of FLASH_IPCCBR among the option registers.</summary>
    public const int MailboxBase = 9;

    private const uint SecureDisabled = 1u << 8;
    private const uint DebugDisabled = 1u << 12;

    private static readonly PartMap Map = new(
        0x5800_0000, 0xE004_2000, (0x3C, 1u << 12), 0x4000_3000, FlashSize: 0x1FFF_75E0, UniqueId: 0x1FFF_7590, System: 0x1FFF_7400);

    /// <summary>All parts: one or more of each flash size.</summary>
    public static IReadOnlyList<UnitPart> All { get; } =
    [
        Part("stm32wb55rg", 0x495, 0x2001, 1024, 192, CoprocessorShape.Wide(0xF4)),
        Part("stm32wb55cg", 0x495, 0x2001, 1024, 192, CoprocessorShape.Wide(0xF4)),
        Part("stm32wb55vy", 0x495, 0x2001, 640, 192, CoprocessorShape.Wide(0xA0)),
        Part("stm32wb55ce", 0x495, 0x2001, 512, 192, CoprocessorShape.Wide(0x80)),
        Part("stm32wb55cc", 0x495, 0x2001, 256, 64, CoprocessorShape.Wide(0x40)),
        Part("stm32wb35ce", 0x495, 0x2001, 512, 32, CoprocessorShape.Wide(0x80)),
        Part("stm32wb35cc", 0x495, 0x2001, 256, 32, CoprocessorShape.Wide(0x40)),
        Part("stm32wb15cc", 0x494, 0x1001, 320, 12, CoprocessorShape.Narrow),
    ];

    private static UnitPart Part(string name, uint devId, uint revId, int flashKib, int ramKib, CoprocessorShape coprocessor) =>
        new(name, CoreShape.M4Dp2, devId, revId, flashKib, ramKib)
        {
            Shape = LayoutD.Shape, Interface = Interface(coprocessor.PageBytes), Map = Map, Coprocessor = coprocessor, Clocks = violations => new MsiClocks(64_000_000, rangeIsSelected: false, violations),
            ProgramTimes = LayoutD.Microseconds(81.7, 90.8),
            Banks =
            [
                new UnitBank(0, 0, 0, 0, LayoutD.MassErase1, [new SectorsOf(flashKib * 1024 / coprocessor.PageBytes, coprocessor.PageBytes, LayoutD.Microseconds(22_000, 24_500))],
                    LayoutD.Microseconds(22_100, 25_000)),
            ],
        };

    private static UnitInterface Interface(int page) => new()
    {
        Address = 0x5800_4000, AccessReset = 0x0600, AccessBits = 0x0001_9F07, LatencyMask = 7, HertzPerWaitState = 18_000_000, OptionKey = 0x0C,
        OptionLock = 1u << 30, OptionStart = 1u << 17, OptionLaunch = 1u << 27, OptionTime = BusyRange.Microseconds(22_000, 24_500), OptionError = LayoutD.OptionError,
        Ecc = 0x18, Others = [(0x60, "C2SR"), (0x64, "C2CR"), (0x5C, "C2ACR")],
        Options = new UnitOptionShape(
            [
                new OptionRegister(0x20, "OPTR", 0x3FFF_F1AA, 0x3F8F_7EFF), new OptionRegister(0x2C, "WRP1AR", 0x00FF, 0x00FF_00FF),
                new OptionRegister(0x30, "WRP1BR", 0x00FF, 0x00FF_00FF), new OptionRegister(0x24, "PCROP1ASR", 0x1FF, 0x1FF),
                new OptionRegister(0x28, "PCROP1AER", 0, 0x8000_01FF),
                new OptionRegister(0x80, "SFR", DebugDisabled, 0), new OptionRegister(0x84, "SRRVR", 0, 0),
                new OptionRegister(0x34, "PCROP1BSR", 0x1FF, 0x1FF), new OptionRegister(0x38, "PCROP1BER", 0, 0x1FF), new OptionRegister(0x3C, "IPCCBR", 0, 0x3FFF),
            ],
            ProtectionShift: 0, SoftwareWatchdog: 1u << 16,
            (registers, _, sector) => LayoutD.InAreas(registers, 1, sector),
            registers => (registers[SecureFlash] & SecureDisabled) != 0 ? long.MaxValue : (registers[SecureFlash] & 0xFF) * page)
        {
            IsCopyProtected = (registers, _, offset) =>
                LayoutD.InCopyArea(registers[3] & 0x1FF, registers[4] & 0x1FF, page / 2, offset) || LayoutD.InCopyArea(registers[7], registers[8], page / 2, offset),
        },
    };
}
