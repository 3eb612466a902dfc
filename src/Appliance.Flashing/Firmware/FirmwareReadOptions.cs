// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>How a firmware file is to be read.</summary>
public sealed record FirmwareReadOptions
{
    /// <summary>Most data bytes accepted when nothing else is said: 256 MiB, more than any flash we write.</summary>
    public const long DefaultMaxBytes = 256L << 20;

    /// <summary>Name for messages; its ending decides the format only when the content does not.</summary>
    public required string FileName { get; init; }

    /// <summary>Address of the first byte of a raw binary; must be null for formats with addresses of their own.</summary>
    public uint? BaseAddress { get; init; }

    /// <summary>The format, or null to find it out by content.</summary>
    public FirmwareFormat? Format { get; init; }

    /// <summary>Chip family to take from a UF2 file that holds several, or null when it must hold one only.</summary>
    public uint? FamilyId { get; init; }

    /// <summary>Most data bytes accepted, 1 or more. Scattered data counts by the 4 KiB page it touches, so this bounds memory
    /// too.</summary>
    public long MaxBytes { get; init; } = DefaultMaxBytes;
}
