// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.CmsisDap.Commands;
using Appliance.Probes.Swd;

namespace Appliance.Probes.CmsisDap;

/// <summary>One packet of transfers: writes that can be repeated, and at the end the one access it is about.</summary>
public sealed partial class CmsisDapLink
{
    private const int Repairs = 8;

    private uint Run(SwdRequest request, uint value, bool repeatable = true)
    {
        _queue.Add(new TransferRequest(request, value));
        return RunQueue(repeatable);
    }

    /// <summary>Sends what waits and repairs what may be repaired. When it cannot be, the queue and SELECT are forgotten.</summary>
    /// <param name="repeatable">Whether the read at its end may be done twice.</param>
    private uint RunQueue(bool repeatable = true)
    {
        if (_queue.Count == 0) return 0;
        bool done = false;
        try
        {
            uint value = Attempts(repeatable);
            done = true;
            return value;
        }
        finally
        {
            _queue.Clear();
            if (!done) _select = null;
        }
    }

    private uint Attempts(bool repeatable)
    {
        TimeSpan start = Clock.Now;
        for (int repairs = 0; ;)
        {
            Cancel.ThrowIfCancellationRequested();
            TransferAnswer answer = _pipe.Call(new TransferCommand(_queue));
            _transfers += answer.Count;
            if (answer.Ack == TransferAck.Ok) return answer.Value;
            if (answer.Ack == TransferAck.Wait) WaitMore(answer, start);
            else if (++repairs > Repairs) throw Failed(Culprit(answer), answer.Ack, $"{Repairs} times");
            else Repair(answer, repeatable);
        }
    }

    private void Repair(TransferAnswer answer, bool repeatable)
    {
        SwdRequest culprit = Culprit(answer);
        switch (answer.Ack)
        {
            case TransferAck.Parity:
                _parityErrors++;
                if (!_queue[^1].Request.IsRead) KeepCheckOnly(answer);
                else if (!repeatable) throw Error(DapFault.Parity, culprit, "the data came with a wrong parity");
                break;
            case TransferAck.Fault:
                Explain(culprit);
                break;
            default:
                Rejoin(culprit, answer.Ack);
                break;
        }
    }

    /// <summary>
    /// The probe has tried as often as it was told. What is done is taken from the queue and the rest asked again, except an AP read:
    /// probes count posted reads in more than one way, and one too many would move the AP on.
    /// </summary>
    private void WaitMore(TransferAnswer answer, TimeSpan start)
    {
        _waits++;
        SwdRequest culprit = Culprit(answer);
        if (Clock.Now - start >= WaitDeadline || culprit is { IsAp: true, IsRead: true }) throw GiveUpWaiting(culprit);
        KeepFrom(answer.Count);
    }

    /// <summary>A wrong parity in a packet of writes can only be that of the RDBUFF read after them.</summary>
    private void KeepCheckOnly(TransferAnswer answer)
    {
        if (answer.Count < _queue.Count) throw Failed(_queue[answer.Count].Request, answer.Ack, "to a write");
        KeepFrom(_queue.Count);
    }

    private void KeepFrom(int count)
    {
        _queue.RemoveRange(0, Math.Min(count, _queue.Count));
        if (_queue.Count == 0) _queue.Add(new TransferRequest(SwdRequest.ReadRdbuff, 0));
    }

    private SwdRequest Culprit(TransferAnswer answer) => _queue[Math.Min(answer.Count, _queue.Count - 1)].Request;
}
