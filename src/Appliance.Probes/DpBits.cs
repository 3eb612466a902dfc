// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes;

/// <summary>Bits of DP CTRL/STAT (ARM IHI 0031, B2.2.2).</summary>
public static class CtrlStat
{
    /// <summary>Overrun detection on.</summary>
    public const uint OrunDetect = 1u << 0;

    /// <summary>An access came before the one before it was done.</summary>
    public const uint StickyOrun = 1u << 1;

    /// <summary>A pushed compare matched.</summary>
    public const uint StickyCmp = 1u << 4;

    /// <summary>An AP access ended in an error.</summary>
    public const uint StickyErr = 1u << 5;

    /// <summary>The last AP or RDBUFF read was answered with OK.</summary>
    public const uint ReadOk = 1u << 6;

    /// <summary>Write data had a wrong parity, or an accepted write was given up.</summary>
    public const uint WDataErr = 1u << 7;

    /// <summary>Debug power wanted.</summary>
    public const uint CdbgPwrUpReq = 1u << 28;

    /// <summary>Debug power is up.</summary>
    public const uint CdbgPwrUpAck = 1u << 29;

    /// <summary>System power wanted.</summary>
    public const uint CsysPwrUpReq = 1u << 30;

    /// <summary>System power is up.</summary>
    public const uint CsysPwrUpAck = 1u << 31;

    /// <summary>Both requests.</summary>
    public const uint PowerRequests = CdbgPwrUpReq | CsysPwrUpReq;

    /// <summary>Both acknowledges.</summary>
    public const uint PowerAcknowledges = CdbgPwrUpAck | CsysPwrUpAck;

    /// <summary>Every flag that makes the DP answer FAULT.</summary>
    public const uint Sticky = StickyOrun | StickyCmp | StickyErr | WDataErr;
}

/// <summary>Bits of DP ABORT (ARM IHI 0031, B2.2.1).</summary>
public static class DpAbort
{
    /// <summary>Gives up the AP access under way.</summary>
    public const uint DapAbort = 1u << 0;

    /// <summary>Clears STICKYORUN.</summary>
    public const uint OrunErrClr = 1u << 4;

    /// <summary>STKCMPCLR, STKERRCLR, WDERRCLR and ORUNERRCLR: clears every sticky flag.</summary>
    public const uint ClearSticky = 0x1E;
}
