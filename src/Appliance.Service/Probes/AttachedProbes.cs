// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;

namespace Appliance.Service.Probes;

/// <summary>A recognised probe in its socket.</summary>
internal sealed record AttachedProbe(KnownProbe Known, UsbDevice Device)
{
    /// <summary>What it is, where, and which.</summary>
    public string Title => $"{Known.Name}, usb:{Device.Path}, {Serial}";

    /// <summary>For people: what, where, which, and whether it can be used.</summary>
    public override string ToString()
    {
        var remark = Known.Remark.Length > 0 ? $" ({Known.Remark})" : "";
        var use = Known.Family is null && !Known.HasOwnName ? ": recognised, cannot be used yet" : "";
        return $"{Known.Name}{remark}, usb:{Device.Path}, {Device.VendorId:x4}:{Device.ProductId:x4}, {Serial}{use}{Access}";
    }

    private string Serial => Device.Serial is { } text ? $"serial {text}" : Device.Trouble is null ? "no serial" : "serial not readable";

    private string Access => Device.Trouble == UsbFault.NoAccess ? "; this user may not open it (no udev rule gives access)" : "";
}

/// <summary>What is attached, or why that is not known.</summary>
/// <param name="Found">By path.</param>
/// <param name="Trouble">Why nothing can be said; null when it can.</param>
internal sealed record AttachedProbes(IReadOnlyList<AttachedProbe> Found, string? Trouble)
{
    /// <summary>Looks at the bus.</summary>
    public static AttachedProbes Look(IUsbBus bus)
    {
        try
        {
            var found = bus.List().Select(device => (device, known: KnownProbes.Recognise(device))).Where(pair => pair.known is not null);
            return new AttachedProbes([.. found.Select(pair => new AttachedProbe(pair.known!, pair.device))], null);
        }
        catch (UsbException refused)
        {
            return new AttachedProbes([], refused.Message);
        }
    }
}
