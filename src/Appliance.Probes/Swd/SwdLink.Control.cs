// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>The two registers whose content changes the shape of every later frame: CTRL/STAT (ORUNDETECT) and DLCR (TURNROUND).</summary>
public sealed partial class SwdLink
{
    /// <summary>Turns ORUNDETECT on or off and leaves the power requests as they are.</summary>
    internal void SetOverrun(bool on)
    {
        SelectDpBank(DpRegister.CtrlStat);
        uint status = Transfer(SwdRequest.ReadCtrlStat, 0) & CtrlStat.PowerRequests;
        PutCtrlStat(status | (on ? CtrlStat.OrunDetect : 0));
        Settle();
    }

    private void WriteCtrlStat(uint value) =>
        PutCtrlStat(_wire.Overrun || _wantsOverrun ? value | CtrlStat.OrunDetect : value);

    /// <summary>
    /// Writes CTRL/STAT and reads it back before any frame relies on ORUNDETECT. A read of CTRL/STAT is never answered by WAIT or
    /// FAULT, so it has the same shape in both modes.
    /// </summary>
    private void PutCtrlStat(uint value)
    {
        SwdRequest write = SwdRequest.Dp(read: false, 0x4);
        uint seen = 0;
        for (int i = 0; i < Repairs; i++)
        {
            Transfer(write, value);
            seen = Transfer(SwdRequest.ReadCtrlStat, 0);
            if ((seen & CtrlStat.WDataErr) == 0)
            {
                _wire.Overrun = (seen & CtrlStat.OrunDetect) != 0;
                _powered = (value & CtrlStat.PowerRequests) == CtrlStat.PowerRequests;
                _writePending = false;
                return;
            }

            Count(parityErrors: 1);
            ClearSticky(write);
        }

        throw new DapException(DapFault.Parity, write.ToString(), $"{write}: the target saw a wrong parity {Repairs} times", seen);
    }

    private void TurnaroundChanged(uint dlcr)
    {
        _wire.SetTurnaround((int)((dlcr >> 8) & 3) + 1);
        SwdAck ack = _wire.Read(SwdRequest.ReadDpidr, out uint value, out bool parity);
        if (ack == SwdAck.Ok && parity && value == _dpidr) return;
        _wire.Release();
        _wire.SetTurnaround(1);
        _select = null;
        throw Failed(SwdRequest.ReadDpidr, ack, $"after DLCR was set to 0x{dlcr:X}: the DP does not take this turnaround");
    }
}
