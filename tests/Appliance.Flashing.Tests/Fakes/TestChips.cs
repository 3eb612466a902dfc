// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Fakes;

/// <summary>Chips described here on purpose, so that the tests do not move when the shipped data do.</summary>
internal static class TestChips
{
    private static readonly TimeRange Program = new(TimeSpan.FromMicroseconds(40), TimeSpan.FromMicroseconds(52.5), TimeSpan.FromMicroseconds(70));
    private static readonly TimeRange Erase = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(40));

    /// <summary>Like an STM32F103xB: 128 pages of 1 KiB.</summary>
    public static ChipDescription MediumDensity { get; } = Chip("stm32f103cb", 0x410, Bank(0x08000000, 128, 1024, 0x40022000));

    /// <summary>Like an STM32F103xF: two banks of pages of 2 KiB.</summary>
    public static ChipDescription ExtraLarge { get; } = Chip(
        "stm32f103rf", 0x430, Bank(0x08000000, 256, 2048, 0x40022000), Bank(0x08080000, 128, 2048, 0x40022040));

    /// <summary>A small chip for whole-flash loops: 4 pages of 1 KiB.</summary>
    public static ChipDescription Tiny { get; } = Chip("stm32f100tiny", 0x420, Bank(0x08000000, 4, 1024, 0x40022000));

    /// <summary>One bank with a program unit of 8 bytes and sectors of two sizes.</summary>
    public static ChipDescription WideUnit { get; } = Chip(
        "wide", 0x999,
        new FlashBank(
            0x08000000, 0x6000, "X", 0x40022000, [new SectorRun(2, 0x1000), new SectorRun(1, 0x4000)], 8, 0xFF,
            new FlashTimes(Program, [Erase, new TimeRange(Erase.Minimum, TimeSpan.FromMilliseconds(100), Erase.Maximum)], new TimeRange(default, TimeSpan.FromMilliseconds(150), default), "none")));

    private static FlashBank Bank(uint start, int pages, uint pageSize, uint controller) => new(
        start, (uint)pages * pageSize, "A", controller, [new SectorRun(pages, pageSize)], 2, 0xFF, new FlashTimes(Program, [Erase], Erase, "DS5319 table 28"));

    private static ChipDescription Chip(string name, uint deviceId, params FlashBank[] banks) => new(
        name, "test", "T", [new CoreDescription(0, 0xC23)], Identification(deviceId, banks), banks, [new MemoryRegion(0x20000000, 0x5000)],
        [new DebugFreeze(0xE0042004, 0x307)], "", ["test"]);

    private static ChipIdentification Identification(uint deviceId, FlashBank[] banks) => new(
        [0x1BA01477], 0xE0042000, deviceId, true, 0x1FFFF7E0, [(int)(banks.Sum(bank => bank.Size) / 1024)], 0x1FFFF7E8, 12,
        new ReadProtectionField(0x4002201C, 0x2, new Dictionary<uint, int> { [0] = 0 }, 1));
}
