// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.CmsisDap;

/// <summary>What a kind of probe needs beyond the specification.</summary>
/// <param name="Vendor">USB vendor id.</param>
/// <param name="Products">USB product ids.</param>
/// <param name="ReportBytes">Length its reports must have, whatever its descriptor says; null: as the descriptor says.</param>
/// <param name="Why">What happens otherwise, and who says so.</param>
internal sealed record CmsisDapQuirk(ushort Vendor, ushort[] Products, int? ReportBytes, string Why)
{
    private static readonly CmsisDapQuirk[] Known =
    [
        new(0x03EB, [0x2111, 0x2140, 0x2141, 0x2144, 0x2157, 0x2169, 0x216A, 0x2170], 512,
            "EDBG firmware hangs on shorter reports (OpenOCD, cmsis_dap_usb_hid.c)"),
    ];

    /// <summary>The quirk of a device; null for none.</summary>
    public static CmsisDapQuirk? Of(CmsisDapDevice device) =>
        Known.FirstOrDefault(quirk => quirk.Vendor == device.Vendor && quirk.Products.Contains(device.Product));
}
