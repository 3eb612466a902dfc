// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.OptionBytes;
using Appliance.Flashing.VendorLoaders;

namespace Appliance.Flashing.Layout;

/// <summary>What is erased how.</summary>
public enum EraseMethod
{
    /// <summary>Nothing is erased.</summary>
    None,

    /// <summary>Only the sectors the image touches.</summary>
    Sectors,

    /// <summary>The whole chip by its mass-erase command.</summary>
    Mass,

    /// <summary>Of the sectors the image touches those that do not hold it already.</summary>
    Changed,

    /// <summary>Of the sectors the image touches those that are not blank.</summary>
    Used,
}

/// <summary>What the policy asks for.</summary>
public enum EraseRequest
{
    /// <summary>The faster of mass and sectors, where nothing outside the image must survive.</summary>
    Auto,

    /// <summary>Only the sectors the image touches; the rest of the chip keeps its contents.</summary>
    Sectors,

    /// <summary>The whole chip.</summary>
    Chip,

    /// <summary>Nothing: the chip must be blank where the image goes.</summary>
    None,

    /// <summary>Rework: of the sectors the image touches only those that do not hold it already, by a CRC the target computes; the others are not programmed either.</summary>
    Changed,

    /// <summary>Of the sectors the image touches only those that are not blank: new boards are not erased.</summary>
    Used,
}

/// <summary>How the result is proven.</summary>
public enum VerifyMethod
{
    /// <summary>Every byte read over the wire and compared: evidence class <c>readback</c>.</summary>
    Readback,

    /// <summary>CRC computed on the target, with a read-back sample: evidence class <c>crc</c>.</summary>
    Crc,
}

/// <summary>One sector to be erased.</summary>
/// <param name="Address">First address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Bank">Index of the bank in the chip description.</param>
public sealed record PlannedSector(uint Address, uint Size, int Bank);

/// <summary>One run of bytes to be programmed, aligned to the program unit of its bank (padded with the erased value).</summary>
/// <param name="Address">First address.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Bank">Index of the bank.</param>
public sealed record PlannedWrite(uint Address, uint Length, int Bank);

/// <summary>One run of image bytes to be checked, exactly as the image has it: padding is no part of it.</summary>
/// <param name="Address">First address.</param>
/// <param name="Length">Bytes.</param>
public sealed record PlannedCheck(uint Address, uint Length);

/// <summary>What of the image lies in one sector, for a plan that erases only what differs.</summary>
/// <param name="Sector">The sector.</param>
/// <param name="Parts">The runs of image bytes in it, in address order.</param>
/// <param name="Crc32">Their CRC-32.</param>
public sealed record PlannedContent(PlannedSector Sector, IReadOnlyList<PlannedCheck> Parts, uint Crc32);

/// <summary>
/// What one job will do to one target: pure data made by <c>FlashPlanner</c> from image, chip and policy; printed by a dry run, executed by the
/// session, kept in the record.
/// </summary>
/// <param name="Target">Chip name.</param>
/// <param name="Erase">How it is erased.</param>
/// <param name="EraseReason">Why this method, in words.</param>
/// <param name="Sectors">The sectors, when erased by sectors; for a mass erase, one entry for each bank.</param>
/// <param name="Writes">What is programmed; all-erased units left out.</param>
/// <param name="Checks">What is read back and compared: every byte of the image, in address order.</param>
/// <param name="BytesInImage">Bytes of the image: all of them are verified.</param>
/// <param name="BytesProgrammed">Bytes programmed.</param>
/// <param name="Verify">How it is proven.</param>
/// <param name="ExpectedErase">Typical erase time; where nothing is erased, the time of the blank check.</param>
/// <param name="ExpectedProgram">Typical programming time.</param>
/// <param name="ExpectedVerify">Time of the read-back at the planned clock, or of the CRC on the target.</param>
public sealed record FlashPlan(
    string Target,
    EraseMethod Erase,
    string EraseReason,
    IReadOnlyList<PlannedSector> Sectors,
    IReadOnlyList<PlannedWrite> Writes,
    IReadOnlyList<PlannedCheck> Checks,
    long BytesInImage,
    long BytesProgrammed,
    VerifyMethod Verify,
    TimeSpan ExpectedErase,
    TimeSpan ExpectedProgram,
    TimeSpan ExpectedVerify)
{
    /// <summary>What each planned sector must hold, where only those are erased that do not; else empty.</summary>
    public IReadOnlyList<PlannedContent> Contents { get; init; } = [];

    /// <summary>CRC-32 of all of the image.</summary>
    public uint Crc32 { get; init; }

    /// <summary>Loaders of others that the project names, and the banks they are used for.</summary>
    public IReadOnlyList<PlannedLoader> Loaders { get; init; } = [];

    /// <summary>Options set after the verify; null where the project asks for none.</summary>
    public OptionPlan? Options { get; init; }

    /// <summary>Typical time of the flash work and the read-back.</summary>
    public TimeSpan ExpectedTotal => ExpectedErase + ExpectedProgram + ExpectedVerify;

    /// <summary>Plans are values: equal when every step in them is.</summary>
    public bool Equals(FlashPlan? other) =>
        other is not null && Head == other.Head && Sectors.SequenceEqual(other.Sectors) && Writes.SequenceEqual(other.Writes)
        && Checks.SequenceEqual(other.Checks) && Equals(Options, other.Options)
        && Loaders.Select(loader => loader.ToString()).SequenceEqual(other.Loaders.Select(loader => loader.ToString()));

    /// <inheritdoc/>
    public override int GetHashCode() => Head.GetHashCode();

    private (string, EraseMethod, string, long, long, VerifyMethod, TimeSpan, TimeSpan, TimeSpan) Head =>
        (Target, Erase, EraseReason, BytesInImage, BytesProgrammed, Verify, ExpectedErase, ExpectedProgram, ExpectedVerify);
}
