// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.CmsisDap.Commands;
using Appliance.Probes.Swd;

namespace Appliance.Probes.CmsisDap;

/// <summary>What the standard lets a host repair, and errors with their facts.</summary>
public sealed partial class CmsisDapLink
{
    /// <summary>
    /// FAULT: the flags are read and cleared. With WDATAERR alone the target dropped a write for its parity, and everything after it in
    /// the packet was refused: the packet is to be repeated, and this returns.
    /// </summary>
    /// <exception cref="DapException">Any other flag.</exception>
    private void Explain(SwdRequest request, int? done = null)
    {
        uint? status = ReadStatus();
        Abort(DpAbort.ClearSticky);
        if (status is not { } flags) throw Error(DapFault.Fault, request, "FAULT, CTRL/STAT unreadable", done: done);
        if (_powered && (flags & CtrlStat.PowerAcknowledges) == 0) throw Lost(request, flags);
        if ((flags & CtrlStat.Sticky) != CtrlStat.WDataErr) throw Error(DapFault.Fault, request, $"FAULT, CTRL/STAT 0x{flags:X8}", flags, done);
        _parityErrors++;
    }

    /// <summary>CTRL/STAT, which is never refused; null when DPBANKSEL is not known to be 0 or nobody answers.</summary>
    private uint? ReadStatus()
    {
        if (_select is not { } select || (select & 0xF) != 0) return null;
        for (int i = 0; i < Repairs; i++)
        {
            TransferAnswer answer = Once(SwdRequest.ReadCtrlStat, 0);
            if (answer.Ack == TransferAck.Ok) return answer.Value;
            if (answer.Ack != TransferAck.Parity) return null;
            _parityErrors++;
        }

        return null;
    }

    /// <summary>
    /// An answer that is none: line reset, DPIDR. A packet of DP accesses is then repeated; with an AP access in it nobody knows what
    /// was taken.
    /// </summary>
    private void Rejoin(SwdRequest request, TransferAck ack)
    {
        if (_dpidr is not { } known) throw Failed(request, ack, "before the link was connected");
        _reconnects++;
        bool unproven = request.IsAp || _queue.Exists(one => one.Request.IsAp) || ((_select ?? 0xF) & 0xF) != 0;
        _select = null;
        uint seen = Join(SwdSequences.LineReset()) ?? throw Failed(request, _joinAck, "and no DPIDR after a line reset");
        if (seen != known) throw Error(DapFault.Identity, request, $"DPIDR was 0x{known:X8} and is 0x{seen:X8} after a line reset");
        Abort(DpAbort.ClearSticky);
        TransferAck select = Once(SwdRequest.WriteSelect, 0).Ack;
        if (select != TransferAck.Ok) throw Failed(request, select, "to SELECT after a line reset");
        _select = 0;
        uint status = ReadStatus() ?? throw Error(DapFault.Protocol, request, "CTRL/STAT could not be read after a line reset");
        if (_powered && (status & CtrlStat.PowerAcknowledges) == 0) throw Lost(request, status);
        if (unproven) throw Failed(request, ack, "; the link is up again, but whether the access was taken is unknown");
    }

    private DapException GiveUpWaiting(SwdRequest request)
    {
        Abort(DpAbort.DapAbort | DpAbort.ClearSticky);
        _select = null;
        return Error(DapFault.WaitForever, request, "the target answered WAIT until the probe and the deadline gave up");
    }

    /// <summary>Writes ABORT, which the target takes at any time.</summary>
    private void Abort(uint value) => MustWork(new WriteAbortCommand(value), "ABORT could not be written");

    /// <summary>One transfer, with nothing repaired.</summary>
    private TransferAnswer Once(SwdRequest request, uint value) => _pipe.Call(new TransferCommand([new TransferRequest(request, value)]));

    private DapException Lost(SwdRequest request, uint status)
    {
        _powered = false;
        return Error(DapFault.Lost, request, $"the debug port lost its state on the way (CTRL/STAT 0x{status:X8})", status);
    }

    private DapException Failed(SwdRequest request, TransferAck ack, string when)
    {
        DapFault fault = ack switch
        {
            TransferAck.Nobody => DapFault.NoAnswer,
            TransferAck.Low => DapFault.StuckLow,
            TransferAck.Fault => DapFault.Fault,
            TransferAck.Wait => DapFault.WaitForever,
            TransferAck.Parity => DapFault.Parity,
            _ => DapFault.Protocol,
        };
        return Error(fault, request, $"transfer response 0x{(int)ack:X2} {when}");
    }

    private DapException Error(DapFault fault, SwdRequest request, string what, uint? status = null, int? done = null)
    {
        string where = done is { } word ? $" (after word {word} of the block)" : "";
        bool uncertain = request.IsAp && fault is DapFault.NoAnswer or DapFault.StuckLow or DapFault.Protocol or DapFault.Lost;
        return new DapException(fault, request.ToString(), $"{Name}: {request}{where}: {what}", status) { Done = done, Uncertain = uncertain };
    }
}
