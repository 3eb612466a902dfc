// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Algorithms.Units;

/// <summary>The layouts of controllers that program units of words. A layout is these numbers and nothing else.</summary>
internal static class UnitLayouts
{
    private const uint Key1 = 0x45670123;
    private const uint Key2 = 0xCDEF89AB;

    /// <summary>STM32F2, F4 and F7 (RM0385 rev 8 section 3.7, RM0410 section 3.7, RM0090 section 3.9): words at a time, for supplies from 2.7 V on.</summary>
    public static UnitRegisters B { get; } = new(
        Status: 0x0C, Control: 0x10, Clear: 0x0C, [new FlashLock(0x04, Key1, Key2, 1u << 31, "LOCK")], Busy: 1u << 16,
        Program: 1u << 0, Erase: 1u << 1, SectorShift: 3, Start: 1u << 16,
        [
            new FlashFlag("OPERR", 1u << 1, "an operation failed"),
            new FlashFlag("WRPERR", 1u << 4, "the sector is write protected", FlashFault.WriteProtected),
            new FlashFlag("PGAERR", 1u << 5, "the data crossed a row"),
            new FlashFlag("PGPERR", 1u << 6, "the width of a write was not the one chosen"),
            new FlashFlag("ERSERR", 1u << 7, "the control register was not set for it"),
            new FlashFlag("RDERR", 1u << 8, "the place is protected from reading", FlashFault.CopyProtected),
        ])
    {
        Always = Parallelism32,
    };

    /// <summary>STM32L0 and L1 (RM0038 rev 16 section 3.9, RM0367 section 3.7): half pages, whose words come without a pause: from code in RAM, or from a debugger while the core is halted. Erased is 0.</summary>
    public static UnitRegisters C { get; } = new(
        Status: 0x18, Control: 0x04, Clear: 0x18,
        [
            new FlashLock(0x0C, 0x89ABCDEF, 0x02030405, 1u << 0, "PELOCK"),
            new FlashLock(0x10, 0x8C9DAEBF, 0x13141516, 1u << 1, "PRGLOCK"),
        ],
        Busy: 1u << 0, Program: HalfPage | ProgramMemory, Erase: (1u << 9) | ProgramMemory, SectorShift: 0, Start: 0,
        [
            new FlashFlag("WRPERR", 1u << 8, "the page is write protected", FlashFault.WriteProtected),
            new FlashFlag("PGAERR", 1u << 9, "the data crossed a half page"),
            new FlashFlag("SIZERR", 1u << 10, "the width of a write was not allowed"),
            new FlashFlag("RDERR", 1u << 13, "the place is protected from reading", FlashFault.CopyProtected),
            new FlashFlag("NOTZEROERR", 1u << 16, "the place was not erased"),
            new FlashFlag("FWWERR", 1u << 17, "the half page was not written in one go"),
        ]);

    /// <summary>STM32L4, G0, G4, C0, WB and WL (RM0351 section 3.7, RM0434 section 3.10, RM0444 section 3.7): double words with ECC.</summary>
    public static UnitRegisters D { get; } = new(
        Status: 0x10, Control: 0x14, Clear: 0x10, [new FlashLock(0x08, Key1, Key2, 1u << 31, "LOCK")], Busy: (1u << 16) | (1u << 18),
        Program: 1u << 0, Erase: 1u << 1, SectorShift: 3, Start: 1u << 16,
        [
            new FlashFlag("OPERR", 1u << 1, "an operation failed"),
            new FlashFlag("PROGERR", 1u << 3, "the place was not erased"),
            new FlashFlag("WRPERR", 1u << 4, "the page is write protected", FlashFault.WriteProtected),
            new FlashFlag("PGAERR", 1u << 5, "the data were not aligned"),
            new FlashFlag("SIZERR", 1u << 6, "the width of a write was not allowed"),
            new FlashFlag("PGSERR", 1u << 7, "the steps came in another order"),
            new FlashFlag("MISSERR", 1u << 8, "data came too late"),
            new FlashFlag("FASTERR", 1u << 9, "fast programming was broken off"),
            new FlashFlag("RDERR", 1u << 14, "the place is protected from reading", FlashFault.CopyProtected),
        ]);

    /// <summary>STM32L5 and U5 with TrustZone off (RM0438 section 6.9, RM0456 section 7.9): double words or quad-words with ECC, the registers of the non-secure world.</summary>
    public static UnitRegisters E { get; } = new(
        Status: 0x20, Control: 0x28, Clear: 0x20, [new FlashLock(0x08, Key1, Key2, 1u << 31, "NSLOCK")], Busy: (1u << 16) | (1u << 17),
        Program: 1u << 0, Erase: 1u << 1, SectorShift: 3, Start: 1u << 16,
        [
            new FlashFlag("OPERR", 1u << 1, "an operation failed"),
            new FlashFlag("PROGERR", 1u << 3, "the place was not erased"),
            new FlashFlag("WRPERR", 1u << 4, "the page is write protected", FlashFault.WriteProtected),
            new FlashFlag("PGAERR", 1u << 5, "the data were not aligned"),
            new FlashFlag("SIZERR", 1u << 6, "the width of a write was not allowed"),
            new FlashFlag("PGSERR", 1u << 7, "the steps came in another order"),
        ]);

    /// <summary>STM32H5 with TrustZone off (RM0481 section 7.11): quad-words with ECC, flags cleared in a register of their own.</summary>
    public static UnitRegisters F { get; } = new(
        Status: 0x20, Control: 0x28, Clear: 0x30, [new FlashLock(0x04, Key1, Key2, 1u << 0, "LOCK")], Busy: (1u << 0) | (1u << 1) | (1u << 3),
        Program: 1u << 1, Erase: 1u << 2, SectorShift: 6, Start: 1u << 5,
        [
            new FlashFlag("WRPERR", 1u << 17, "the sector is write protected", FlashFault.WriteProtected),
            new FlashFlag("PGSERR", 1u << 18, "the steps came in another order"),
            new FlashFlag("STRBERR", 1u << 19, "a byte was written twice"),
            new FlashFlag("INCERR", 1u << 20, "the data crossed a quad-word"),
        ]);

    /// <summary>STM32H72x to H75x (RM0468 section 4.9, RM0433 section 4.9): eight words with ECC, 64 bits at a time, one controller a bank.</summary>
    public static UnitRegisters G1 { get; } = new(
        Status: 0x10, Control: 0x0C, Clear: 0x14, [new FlashLock(0x04, Key1, Key2, 1u << 0, "LOCK")], Busy: (1u << 0) | (1u << 1) | (1u << 2),
        Program: 1u << 1, Erase: 1u << 2, SectorShift: 8, Start: 1u << 7,
        [
            new FlashFlag("WRPERR", 1u << 17, "the sector is write protected", FlashFault.WriteProtected),
            new FlashFlag("PGSERR", 1u << 18, "the steps came in another order"),
            new FlashFlag("STRBERR", 1u << 19, "a byte was written twice"),
            new FlashFlag("INCERR", 1u << 21, "the data crossed a flash word"),
            new FlashFlag("OPERR", 1u << 22, "an operation failed"),
            new FlashFlag("RDPERR", 1u << 23, "the place is protected from reading", FlashFault.CopyProtected),
            new FlashFlag("RDSERR", 1u << 24, "the place is secure", FlashFault.WriteProtected),
            new FlashFlag("DBECCERR", 1u << 26, "two bits of a flash word are wrong", FlashFault.EccError),
        ])
    {
        Always = Parallelism64,
    };

    /// <summary>PSIZE of layout B: 32 bits, which needs 2.7 V (RM0385 section 3.3.5).</summary>
    private const uint Parallelism32 = 2u << 8;

    /// <summary>PSIZE of layout G: 64 bits, at every supply allowed (RM0433 section 4.3.9).</summary>
    private const uint Parallelism64 = 3u << 4;

    /// <summary>FPRG of layout C.</summary>
    private const uint HalfPage = 1u << 10;

    /// <summary>PROG of layout C.</summary>
    private const uint ProgramMemory = 1u << 3;
}
