// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Descriptions;

/// <summary>All the appliance knows about one chip, read from <c>Data/*.json</c>. Data only; behaviour is chosen by the keys in it.</summary>
/// <param name="Name">The start of the part number in lower case, for example <c>stm32f103cb</c>.</param>
/// <param name="Family">Name of the family file it comes from, for example <c>stm32f1</c>.</param>
/// <param name="Identification">How the chip is known before anything on it is changed.</param>
/// <param name="Flash">Program flash, one entry a bank, in order of addresses.</param>
/// <param name="Ram">RAM usable by a debugger.</param>
/// <param name="Debug">Registers that keep watchdogs and low-power modes out of the way.</param>
/// <param name="Sequence">Key of the behaviour class where the family needs one, else empty.</param>
/// <param name="Sources">Documents the data come from.</param>
public sealed record ChipDescription(
    string Name,
    string Family,
    ChipIdentification Identification,
    IReadOnlyList<FlashBank> Flash,
    IReadOnlyList<MemoryRegion> Ram,
    DebugFreeze Debug,
    string Sequence,
    IReadOnlyList<string> Sources)
{
    /// <summary>Total program flash in bytes.</summary>
    public long FlashBytes => Flash.Sum(bank => (long)bank.Size);
}

/// <summary>How a chip is known.</summary>
/// <param name="CoreCpuid">CPUID PARTNO of the core, for example 0xC23 for a Cortex-M3.</param>
/// <param name="DpidrAllowed">DPIDR words genuine parts show.</param>
/// <param name="DeviceIdAddress">Address of DBGMCU_IDCODE.</param>
/// <param name="DeviceId">DEV_ID, bits 11:0 of it.</param>
/// <param name="FlashSizeAddress">Address of the 16-bit flash-size word in KiB.</param>
/// <param name="FlashSizesAllowed">Values the flash-size word may have on this chip, in KiB; a bigger one than the name says is allowed by some.</param>
/// <param name="UniqueIdAddress">Address of the unique id.</param>
/// <param name="UniqueIdBytes">Its length in bytes.</param>
public sealed record ChipIdentification(
    uint CoreCpuid, IReadOnlyList<uint> DpidrAllowed, uint DeviceIdAddress, uint DeviceId, uint FlashSizeAddress,
    IReadOnlyList<int> FlashSizesAllowed, uint UniqueIdAddress, int UniqueIdBytes);

/// <summary>One flash bank behind one controller.</summary>
/// <param name="Start">First address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Layout">Key of the controller layout (<c>A</c> to <c>H</c>), see the flash algorithms.</param>
/// <param name="ControllerBase">Address of the controller's first register for this bank.</param>
/// <param name="Sectors">Runs of equal sectors that cover the bank.</param>
/// <param name="ProgramUnit">Bytes of one programming operation, aligned to it.</param>
/// <param name="ErasedValue">The byte an erased cell reads as.</param>
/// <param name="Times">Times of erase and program.</param>
public sealed record FlashBank(
    uint Start, uint Size, string Layout, uint ControllerBase, IReadOnlyList<SectorRun> Sectors, int ProgramUnit, byte ErasedValue,
    FlashTimes Times);

/// <summary>A run of equal sectors.</summary>
/// <param name="Count">How many.</param>
/// <param name="Size">Bytes of each.</param>
public sealed record SectorRun(int Count, uint Size);

/// <summary>Times from the datasheet.</summary>
/// <param name="ProgramUnit">One programming unit.</param>
/// <param name="SectorErase">One sector, by its size in bytes where sizes differ (the runs' order).</param>
/// <param name="MassErase">The whole bank.</param>
/// <param name="Source">Document and table.</param>
public sealed record FlashTimes(TimeRange ProgramUnit, IReadOnlyList<TimeRange> SectorErase, TimeRange MassErase, string Source);

/// <summary>A time with its spread.</summary>
public readonly record struct TimeRange(TimeSpan Minimum, TimeSpan Typical, TimeSpan Maximum);

/// <summary>A run of plain memory.</summary>
public sealed record MemoryRegion(uint Start, uint Size);

/// <summary>The register that freezes watchdogs while halted and keeps debug alive in low-power modes.</summary>
/// <param name="Address">Address, for example DBGMCU_CR at 0xE0042004.</param>
/// <param name="SetBits">Bits to set.</param>
public sealed record DebugFreeze(uint Address, uint SetBits);
