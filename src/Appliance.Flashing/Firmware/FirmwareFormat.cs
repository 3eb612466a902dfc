// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>The file formats that can be read.</summary>
public enum FirmwareFormat
{
    /// <summary>Intel HEX, all record types (Intel, Hexadecimal Object File Format Specification, revision A, 1988).</summary>
    IntelHex,

    /// <summary>Motorola S-record, S0 to S9.</summary>
    SRecord,

    /// <summary>ELF32, little-endian, ARM (System V ABI; ELF for the Arm Architecture).</summary>
    Elf,

    /// <summary>Raw bytes; needs a base address.</summary>
    Binary,

    /// <summary>UF2 blocks (Microsoft, USB Flashing Format).</summary>
    Uf2,
}
