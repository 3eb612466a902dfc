// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>One transfer until it is done: WAIT repeated, bad parity repaired, FAULT explained, a broken protocol re-joined.</summary>
public sealed partial class SwdLink
{
    /// <summary>How often a transfer is repaired before it is given up.</summary>
    private const int Repairs = 8;

    private SwdRequest _lastWrite;
    private uint _lastWritten;
    private bool _writePending;

    private uint Transfer(SwdRequest request, uint data)
    {
        _statistics = _statistics with { Transfers = _statistics.Transfers + 1 };
        TimeSpan? since = null;
        for (int repairs = 0; repairs < Repairs;)
        {
            SwdAck ack = Exchange(request, data, out uint value, out bool parity);
            switch (ack)
            {
                case SwdAck.Ok:
                    Accepted(request, data);
                    return parity ? value : Reread(request);
                case SwdAck.Wait:
                    WaitMore(request, ref since);
                    break;
                case SwdAck.Fault:
                    RepairFault(request);
                    repairs++;
                    break;
                default:
                    Rejoin(request, ack);
                    repairs++;
                    break;
            }
        }

        throw new DapException(DapFault.Protocol, request.ToString(), $"{request}: not done after {Repairs} repairs");
    }

    private SwdAck Exchange(SwdRequest request, uint data, out uint value, out bool parity)
    {
        if (request.IsRead) return _wire.Read(request, out value, out parity);
        value = 0;
        parity = true;
        return _wire.Write(request, data);
    }

    /// <summary>Remembers a write until a transfer that a sticky flag would have refused proves that its data arrived.</summary>
    private void Accepted(SwdRequest request, uint data)
    {
        if (!request.IsRead) (_lastWrite, _lastWritten, _writePending) = (request, data, true);
        else if (request != SwdRequest.ReadCtrlStat && request != SwdRequest.ReadDpidr) _writePending = false;
    }

    private void WaitMore(SwdRequest request, ref TimeSpan? since)
    {
        _statistics = _statistics with { Waits = _statistics.Waits + 1 };
        Cancel.ThrowIfCancellationRequested();
        TimeSpan now = Clock.Now;
        since ??= now;
        if (now - since < WaitDeadline) return;
        _wire.Idle(SwdSequences.IdleAfterLast);
        throw new DapException(DapFault.WaitForever, request.ToString(),
            $"{request}: the target answered WAIT for {WaitDeadline.TotalMilliseconds:0} ms");
    }
}
