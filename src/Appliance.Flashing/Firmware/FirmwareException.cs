// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>A firmware file was refused. The message names file, line or offset, what was expected and what was found.</summary>
public sealed class FirmwareException : Exception
{
    internal FirmwareException(FirmwareErrorCause cause, FirmwarePlace place, string expected, string found)
        : base($"{place}: expected {expected}, found {found}")
    {
        Cause = cause;
        FileName = place.FileName;
        Line = place.Line;
        Offset = place.Offset;
        Expected = expected;
        Found = found;
    }

    /// <summary>Why.</summary>
    public FirmwareErrorCause Cause { get; }

    /// <summary>Name of the file as the caller gave it.</summary>
    public string FileName { get; }

    /// <summary>Line of a text format, from 1; null for binary formats.</summary>
    public long? Line { get; }

    /// <summary>Byte offset in a binary format, from 0; null for text formats.</summary>
    public long? Offset { get; }

    /// <summary>What the format, the caller or the rest of the file demands here.</summary>
    public string Expected { get; }

    /// <summary>What was there.</summary>
    public string Found { get; }
}
