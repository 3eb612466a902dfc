// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes;

/// <summary>Powers up the debug and system domains behind a DP (ARM IHI 0031, B2.4), which must be done before any AP access.</summary>
public static class DebugPortPower
{
    /// <summary>Clears the sticky flags, asks for power and waits until both domains acknowledge.</summary>
    /// <param name="link">A connected link.</param>
    /// <param name="deadline">How long the target may take, on the link's clock.</param>
    /// <exception cref="DapException"><see cref="DapFault.PowerUp"/>: no acknowledge in time.</exception>
    public static void Up(IDapLink link, TimeSpan deadline)
    {
        link.WriteDp(DpRegister.Abort, DpAbort.ClearSticky);
        link.WriteDp(DpRegister.CtrlStat, CtrlStat.PowerRequests);
        TimeSpan end = link.Clock.Now + deadline;
        for (; ; )
        {
            uint status = link.ReadDp(DpRegister.CtrlStat);
            if ((status & CtrlStat.PowerAcknowledges) == CtrlStat.PowerAcknowledges) return;
            if (link.Clock.Now >= end) throw NotUp(status, deadline);
            link.Clock.Delay(TimeSpan.FromMicroseconds(100), link.Cancel);
        }
    }

    /// <summary>Takes the power requests back, so that the target may sleep when nobody debugs it.</summary>
    /// <param name="link">A connected link.</param>
    public static void Down(IDapLink link) => link.WriteDp(DpRegister.CtrlStat, 0);

    private static DapException NotUp(uint status, TimeSpan deadline)
    {
        string missing = (status & CtrlStat.CdbgPwrUpAck) == 0 ? "CDBGPWRUPACK" : "CSYSPWRUPACK";
        return new DapException(DapFault.PowerUp, "CTRL/STAT read",
            $"{missing} did not come within {deadline.TotalMilliseconds:0} ms of the power-up request (CTRL/STAT 0x{status:X8})", status);
    }
}
