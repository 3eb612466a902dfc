// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.BootLoaders;

/// <summary>What a boot loader in ROM can do with its own chip, whatever line it listens on. Times are picoseconds of target time.</summary>
internal interface IBootRom
{
    /// <summary>DEV_ID, by which the boot loader names the chip.</summary>
    uint ProductId { get; }

    /// <summary>Read protection, as loaded at the last reset.</summary>
    bool ReadProtected { get; }

    /// <summary>Pages of main flash.</summary>
    int Pages { get; }

    /// <summary>Bytes of a page.</summary>
    int PageBytes { get; }

    /// <summary>First address of main flash.</summary>
    uint Flash { get; }

    /// <summary>First address of the option bytes.</summary>
    uint OptionBytes { get; }

    /// <summary>Bytes of an address of main flash, RAM, system memory or option bytes; false where there is none of these.</summary>
    bool TryRead(uint address, Span<byte> bytes);

    /// <summary>Writes main flash or RAM; false where there is neither, or the boot loader's own RAM.</summary>
    /// <param name="address">First address.</param>
    /// <param name="bytes">Whole words.</param>
    /// <param name="busy">How long it takes.</param>
    bool TryWrite(uint address, ReadOnlySpan<byte> bytes, out long busy);

    /// <summary>Erases all option bytes and stores these (sixteen, each option followed by its complement); they count from the next reset on.</summary>
    long WriteOptions(ReadOnlySpan<byte> bytes);

    /// <summary>Erases one page. Of a write-protected one nothing is said (AN2662, erase memory command, note).</summary>
    long ErasePage(int page);

    /// <summary>Erases all of main flash.</summary>
    long EraseAll();

    /// <summary>Protects pages from being written, from the next reset on.</summary>
    /// <param name="sectors">Sectors of 4 KiB.</param>
    long WriteProtect(ReadOnlySpan<byte> sectors);

    /// <summary>Ends the protection of all pages, from the next reset on.</summary>
    long WriteUnprotect();

    /// <summary>Protects the chip from being read, from the next reset on.</summary>
    long ReadoutProtect();

    /// <summary>Ends read protection: all of main flash is erased.</summary>
    long ReadoutUnprotect();

    /// <summary>Resets the chip, as the boot loader does after a change of option bytes.</summary>
    void Reset();
}
