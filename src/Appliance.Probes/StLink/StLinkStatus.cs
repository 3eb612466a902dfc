// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.StLink;

/// <summary>Status byte of an answer (numbers as in OpenOCD's <c>stlink_usb.c</c>). Any other number is a broken answer.</summary>
internal enum StLinkStatus : byte
{
    /// <summary>Nobody answered when the mode was entered.</summary>
    NoDevice = 0x09,
    ApWait = 0x10,
    ApFault = 0x11,
    ApError = 0x12,
    ApParity = 0x13,
    DpWait = 0x14,
    DpFault = 0x15,
    DpError = 0x16,
    DpParity = 0x17,

    /// <summary>The target saw a write with a wrong parity.</summary>
    WriteData = 0x18,
    StickyError = 0x19,
    StickyOverrun = 0x1A,
    BadAp = 0x1D,
    Ok = 0x80,
    Refused = 0x81,
}

/// <summary>What the codes mean.</summary>
internal static class StLinkStatuses
{
    public static bool IsWait(this StLinkStatus status) => status is StLinkStatus.ApWait or StLinkStatus.DpWait;

    public static bool IsParity(this StLinkStatus status) => status is StLinkStatus.ApParity or StLinkStatus.DpParity or StLinkStatus.WriteData;

    public static bool IsFault(this StLinkStatus status) =>
        status is StLinkStatus.ApFault or StLinkStatus.DpFault or StLinkStatus.StickyError or StLinkStatus.StickyOverrun or StLinkStatus.Refused;

    public static DapFault ToFault(this StLinkStatus status) => status switch
    {
        StLinkStatus.NoDevice or StLinkStatus.ApError or StLinkStatus.DpError => DapFault.NoAnswer,
        StLinkStatus.ApWait or StLinkStatus.DpWait => DapFault.WaitForever,
        StLinkStatus.ApFault or StLinkStatus.DpFault or StLinkStatus.StickyError or StLinkStatus.StickyOverrun
            or StLinkStatus.Refused or StLinkStatus.BadAp => DapFault.Fault,
        StLinkStatus.ApParity or StLinkStatus.DpParity or StLinkStatus.WriteData => DapFault.Parity,
        _ => DapFault.Protocol,
    };
}
