// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>One transfer until it is done: WAIT repeated, bad parity repaired, FAULT explained, a broken protocol re-joined.</summary>
public sealed partial class SwdLink
{
    /// <summary>How often a transfer is repaired before it is given up.</summary>
    private const int Repairs = 8;

    /// <summary>After so many WAITs one idle cycle is put between the tries, after twice as many two, and so on: at most 0.2 % late.</summary>
    private const int WaitsPerIdle = 64;

    private SwdRequest _lastWrite;
    private uint _lastWritten;
    private bool _writePending;
    private int? _block;

    internal void Count(long transfers = 0, long waits = 0, long parityErrors = 0, long reconnects = 0)
    {
        _transfers += transfers;
        _waits += waits;
        _parityErrors += parityErrors;
        _reconnects += reconnects;
    }

    /// <summary>Remembers a write until a transfer that a sticky flag would have refused proves that its data arrived.</summary>
    internal void Accepted(SwdRequest request, uint data)
    {
        if (!request.IsRead) (_lastWrite, _lastWritten, _writePending) = (request, data, true);
        else if (request != SwdRequest.ReadCtrlStat && request != SwdRequest.ReadDpidr) _writePending = false;
    }

    private uint Transfer(SwdRequest request, uint data)
    {
        _transfers++;
        SwdAck ack = Exchange(request, data, out uint value, out bool parity);
        if (ack != SwdAck.Ok) ack = Insist(request, data, ack, out value, out parity);
        Accepted(request, data);
        return parity ? value : Reread(request);
    }

    /// <summary>The slow way: the first answer was not OK.</summary>
    private SwdAck Insist(SwdRequest request, uint data, SwdAck ack, out uint value, out bool parity)
    {
        TimeSpan? since = null;
        int waits = 0;
        for (int repairs = 0; repairs < Repairs;)
        {
            if (ack == SwdAck.Wait)
            {
                WaitMore(request, ref since, ++waits);
            }
            else
            {
                if (ack == SwdAck.Fault) RepairFault(request);
                else Rejoin(request, ack);
                repairs++;
            }

            ack = Exchange(request, data, out value, out parity);
            if (ack == SwdAck.Ok) return ack;
        }

        throw Error(DapFault.Protocol, request, $"not done after {Repairs} repairs");
    }

    private SwdAck Exchange(SwdRequest request, uint data, out uint value, out bool parity)
    {
        if (request.IsRead) return _wire.Read(request, out value, out parity);
        value = 0;
        parity = true;
        return _wire.Write(request, data);
    }

    /// <summary>Counts a WAIT, gives up at the deadline, and makes the target ready to be asked again.</summary>
    private void WaitMore(SwdRequest request, ref TimeSpan? since, int waits)
    {
        Count(waits: 1);
        Cancel.ThrowIfCancellationRequested();
        TimeSpan now = Clock.Now;
        since ??= now;
        if (now - since >= WaitDeadline) throw GiveUpWaiting(request);
        int idle = Math.Min(waits / WaitsPerIdle, SwdSequences.MaxIdle);
        if (idle > 0) _wire.Idle(idle);
        if (_wire.Overrun) ClearOverrun(request);
    }

    /// <summary>The deadline has passed: the access under way is aborted, so that the DP can be asked again, and the error is made.</summary>
    internal DapException GiveUpWaiting(SwdRequest request)
    {
        _wire.Write(SwdRequest.WriteAbort, DpAbort.DapAbort | DpAbort.ClearSticky);
        Settle();
        _select = null;
        _writePending = false;
        return Error(DapFault.WaitForever, request, $"the target answered WAIT for {WaitDeadline.TotalMilliseconds:0} ms");
    }

    /// <summary>
    /// Clears STICKYORUN alone: an error that a write still under way may add must stay. Whoever said WAIT and not FAULT has the write before it, so from here on ABORT is
    /// the write that noise may have spoilt.
    /// </summary>
    private void ClearOverrun(SwdRequest request)
    {
        SwdAck ack = _wire.Write(SwdRequest.WriteAbort, DpAbort.OrunErrClr);
        if (ack != SwdAck.Ok) throw Failed(request, ack, "while STICKYORUN was cleared");
        Accepted(SwdRequest.WriteAbort, DpAbort.OrunErrClr);
    }
}
