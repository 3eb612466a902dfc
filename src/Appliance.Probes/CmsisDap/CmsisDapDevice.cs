// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.CmsisDap;

/// <summary>What is known of a probe before it is asked anything.</summary>
/// <param name="Version">1: HID reports. 2: bulk endpoints. From the interface that was opened, never from a text; where a device has both, 2 is to be opened.</param>
public sealed record CmsisDapDevice(int Version)
{
    /// <summary>USB vendor id, 0 where there is none.</summary>
    public ushort Vendor { get; init; }

    /// <summary>USB product id.</summary>
    public ushort Product { get; init; }
}
