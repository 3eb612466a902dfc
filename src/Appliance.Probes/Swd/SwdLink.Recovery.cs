// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>What the standard lets a host repair, and no more: an AP access whose fate is unknown is never repeated.</summary>
public sealed partial class SwdLink
{
    /// <summary>A read came with a wrong parity. The AP must not be read again (it may count up): RESEND gives the same value.</summary>
    private uint Reread(SwdRequest request)
    {
        SwdRequest again = request.IsAp || request == SwdRequest.ReadRdbuff ? SwdRequest.ReadResend : request;
        for (int i = 0; i < Repairs; i++)
        {
            _statistics = _statistics with { ParityErrors = _statistics.ParityErrors + 1 };
            SwdAck ack = _wire.Read(again, out uint value, out bool parity);
            if (ack != SwdAck.Ok) throw Failed(request, ack, "and then no RESEND after a wrong parity");
            if (parity) return value;
        }

        throw new DapException(DapFault.Parity, request.ToString(), $"{request}: wrong parity, {Repairs} times again");
    }

    /// <summary>
    /// FAULT: the flags are read, cleared and reported. The one flag that can be repaired is WDATAERR alone, when the write
    /// before this transfer is known: the target dropped it, so it is given again.
    /// </summary>
    private void RepairFault(SwdRequest request)
    {
        uint? status = ReadStatus();
        ClearSticky(request);
        bool onlyData = status is { } flags && (flags & CtrlStat.Sticky) == CtrlStat.WDataErr;
        if (!onlyData || !_writePending) throw Refused(request, status);
        _statistics = _statistics with { ParityErrors = _statistics.ParityErrors + 1 };
        Repeat(request);
    }

    /// <summary>Gives the dropped write again. A WAIT is waited for; any other refusal is reported.</summary>
    private void Repeat(SwdRequest request)
    {
        TimeSpan? since = null;
        for (;;)
        {
            SwdAck ack = _wire.Write(_lastWrite, _lastWritten);
            if (ack == SwdAck.Ok) return;
            if (ack == SwdAck.Fault) throw Refused(request, ReadStatus());
            if (ack != SwdAck.Wait) throw Failed(request, ack, "while a write with wrong parity was repeated");
            WaitMore(_lastWrite, ref since);
        }
    }

    private uint? ReadStatus()
    {
        if (_select is null || (_select & 0xF) != 0) return null;
        for (int i = 0; i < Repairs; i++)
        {
            if (_wire.Read(SwdRequest.ReadCtrlStat, out uint value, out bool parity) != SwdAck.Ok) return null;
            if (parity) return value;
        }

        return null;
    }

    private void ClearSticky(SwdRequest request)
    {
        SwdAck ack = _wire.Write(SwdRequest.WriteAbort, DpAbort.ClearSticky);
        if (ack != SwdAck.Ok) throw Failed(request, ack, "while sticky flags were cleared");
    }

    /// <summary>
    /// An answer that is none. The wire has already been released for a whole frame; now line reset and DPIDR. A DP access is
    /// repeated; an AP access is not, because nobody knows whether it was taken.
    /// </summary>
    private void Rejoin(SwdRequest request, SwdAck ack)
    {
        if (_dpidr is not { } known) throw Failed(request, ack, "before the link was connected");
        _statistics = _statistics with { Reconnects = _statistics.Reconnects + 1 };
        _select = null;
        _writePending = false;
        uint seen = Join(SwdSequences.LineReset()) ?? throw Failed(request, ack, "and none after a line reset");
        if (seen != known)
            throw new DapException(DapFault.Identity, "DPIDR read", $"DPIDR was 0x{known:X8} and is 0x{seen:X8} after a line reset");
        ClearSticky(request);
        if (request.IsAp || request == SwdRequest.ReadRdbuff)
            throw Failed(request, ack, "; the link is up again, but whether the access was taken is unknown");
        if (request.Address is 0x4 or 0xC) Select(0);
    }

    private static DapException Refused(SwdRequest request, uint? status)
    {
        string flags = status is { } value ? $"CTRL/STAT 0x{value:X8}" : "CTRL/STAT unreadable";
        return new DapException(DapFault.Fault, request.ToString(), $"{request}: FAULT, {flags}", status);
    }

    private static DapException Failed(SwdRequest request, SwdAck ack, string when)
    {
        DapFault fault = ack switch
        {
            SwdAck.Nobody => DapFault.NoAnswer,
            SwdAck.Low => DapFault.StuckLow,
            _ => DapFault.Protocol,
        };
        return new DapException(fault, request.ToString(), $"{request}: acknowledge 0b{Convert.ToString((int)ack, 2).PadLeft(3, '0')} {when}");
    }
}
