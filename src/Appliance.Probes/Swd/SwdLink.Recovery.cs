// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>What the standard lets a host repair, and no more: an AP access whose fate is unknown is never repeated.</summary>
public sealed partial class SwdLink
{
    /// <summary>A read came with a wrong parity. The AP must not be read again (it may count up): RESEND gives the same value.</summary>
    internal uint Reread(SwdRequest request)
    {
        SwdRequest again = request.IsAp || request == SwdRequest.ReadRdbuff ? SwdRequest.ReadResend : request;
        for (int i = 0; i < Repairs; i++)
        {
            Count(parityErrors: 1);
            SwdAck ack = _wire.Read(again, out uint value, out bool parity);
            if (ack != SwdAck.Ok) throw Failed(request, ack, "to RESEND after a wrong parity");
            if (parity) return value;
        }

        throw Error(DapFault.Parity, request, $"wrong parity, and {Repairs} times again");
    }

    /// <summary>
    /// FAULT: the flags are read, cleared and reported. The one flag that can be repaired is WDATAERR, when the write before this
    /// transfer is known: the target dropped it, so it is given again.
    /// </summary>
    private void RepairFault(SwdRequest request)
    {
        if (!OnlyWriteLost(request)) return;
        Repeat(request);
    }

    /// <summary>Reads and clears the flags behind a FAULT.</summary>
    /// <returns>Whether the last write was dropped for its parity and must be given again; false: nothing was lost.</returns>
    /// <exception cref="DapException">Any other flag.</exception>
    internal bool OnlyWriteLost(SwdRequest request)
    {
        uint? status = ReadStatus();
        ClearSticky(request);
        if (status is not { } flags) throw Refused(request, null);
        if (_powered && (flags & CtrlStat.PowerAcknowledges) == 0) throw LostPower(request, flags);
        uint repairable = CtrlStat.WDataErr | (_wire.Overrun ? CtrlStat.StickyOrun : 0);
        if ((flags & CtrlStat.Sticky & ~repairable) != 0 || (flags & repairable) == 0) throw Refused(request, status);
        if ((flags & CtrlStat.WDataErr) == 0)
        {
            Accepted(SwdRequest.WriteAbort, DpAbort.ClearSticky); // the write before it arrived; this one may not have
            return false;
        }

        if (!_writePending) throw Refused(request, status);
        Count(parityErrors: 1);
        return true;
    }

    /// <summary>Gives the dropped write again. A WAIT is waited for; any other refusal is reported.</summary>
    internal void Repeat(SwdRequest request)
    {
        TimeSpan? since = null;
        int faults = 0;
        for (int waits = 1; ; waits++)
        {
            SwdAck ack = _wire.Write(_lastWrite, _lastWritten);
            if (ack == SwdAck.Ok) return;
            if (ack == SwdAck.Wait) WaitMore(_lastWrite, ref since, waits);
            else if (ack != SwdAck.Fault) throw Failed(request, ack, "while a write with wrong parity was repeated");
            else if (++faults > Repairs) throw Refused(request, ReadStatus());
            else OnlyWriteLost(request);
        }
    }

    private uint? ReadStatus()
    {
        if (_select is not { } select || (select & 0xF) != 0) return null;
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
    /// An answer that is none: the wire released for a whole frame, line reset, DPIDR. A DP access is then repeated; an AP access
    /// is not, because nobody knows whether it was taken.
    /// </summary>
    internal void Rejoin(SwdRequest request, SwdAck ack)
    {
        if (_dpidr is not { } known) throw Failed(request, ack, "before the link was connected");
        Count(reconnects: 1);
        bool unproven = _writePending && _lastWrite.IsAp;
        bool banked = request.Address == 0x4 && ((_select ?? 0) & 0xF) != 0;
        _select = null;
        _writePending = false;
        _wire.Release();
        _wire.SetTurnaround(1);
        uint seen = Join(SwdSequences.LineReset()) ?? throw Failed(request, ack, "and no DPIDR after a line reset");
        if (seen != known)
            throw Error(DapFault.Identity, request, $"DPIDR was 0x{known:X8} and is 0x{seen:X8} after a line reset");
        StillThere(request);
        if (request.IsAp || request == SwdRequest.ReadRdbuff || unproven || banked)
            throw Failed(request, ack, "; the link is up again, but whether the access was taken is unknown");
    }

    /// <summary>After a line reset: SELECT known again, and the target the one that was powered before.</summary>
    private void StillThere(SwdRequest request)
    {
        ClearSticky(request);
        SwdAck ack = _wire.Write(SwdRequest.WriteSelect, 0);
        if (ack != SwdAck.Ok) throw Failed(request, ack, "to SELECT after a line reset");
        _select = 0;
        uint status = ReadStatus() ?? throw Error(DapFault.Protocol, request, "CTRL/STAT could not be read after a line reset");
        bool overrun = (status & CtrlStat.OrunDetect) != 0;
        if ((_powered && (status & CtrlStat.PowerAcknowledges) == 0) || overrun != _wire.Overrun) throw LostPower(request, status);
    }
}
