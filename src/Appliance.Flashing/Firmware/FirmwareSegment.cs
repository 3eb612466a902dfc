// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>A run of consecutive addresses that all hold data, with a gap (or the end of the address space) on both sides.</summary>
/// <param name="Address">First address.</param>
/// <param name="Length">Number of bytes, 1 to 2^32.</param>
public readonly record struct FirmwareSegment(uint Address, long Length)
{
    /// <summary>First address after the segment, up to 2^32.</summary>
    public long End => Address + Length;
}
