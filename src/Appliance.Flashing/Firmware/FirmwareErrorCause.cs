// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>Why a firmware file was refused. Closed set.</summary>
public enum FirmwareErrorCause
{
    /// <summary>The file, or what is to be programmed in it, is empty.</summary>
    Empty,

    /// <summary>Neither content nor name says which format this is.</summary>
    UnknownFormat,

    /// <summary>A record, header or block breaks the rules of its format.</summary>
    Malformed,

    /// <summary>A record does not add up to its check sum.</summary>
    BadChecksum,

    /// <summary>The file ends too early, or its last record is missing.</summary>
    Truncated,

    /// <summary>Something follows the record that ends the file.</summary>
    TrailingData,

    /// <summary>One address is given two different bytes.</summary>
    Overlap,

    /// <summary>Data would lie beyond the 32-bit address space.</summary>
    AddressOutOfRange,

    /// <summary>The file is for another kind of machine: not ARM, not 32 bits, not little-endian.</summary>
    WrongMachine,

    /// <summary>More data, or data spread more widely, than the limit the caller set.</summary>
    TooLarge,

    /// <summary>Records or blocks are missing or doubled according to the counts in the file.</summary>
    CountMismatch,

    /// <summary>A raw binary was given without the address it belongs to.</summary>
    BaseAddressMissing,

    /// <summary>An address was given for a file that has addresses of its own.</summary>
    BaseAddressRefused,

    /// <summary>The file holds images for several chip families and the caller chose none, or one that is not in it.</summary>
    FamilyAmbiguous,
}
