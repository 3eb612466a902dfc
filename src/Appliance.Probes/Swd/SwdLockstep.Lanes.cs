// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace Appliance.Probes.Swd;

/// <summary>Positions of lanes and what became of them.</summary>
internal sealed partial class SwdLockstep
{
    private static uint Word(ReadOnlySpan<uint> values, int stride, int index, int lane) =>
        stride == 1 ? values[index] : values[(index * stride) + lane];

    private void Begin()
    {
        Array.Clear(_done);
        Array.Clear(_repairs);
        Array.Clear(_since);
        Array.Clear(_causes);
        _waiting = _cleared = 0;
        _even = true;
    }

    /// <summary>The usual case: every lane took every frame. Moves all of them on.</summary>
    private bool Advance(ref uint open, int count, int total)
    {
        if (!_even || !_batch.AllOk(open)) return false;
        int done = 0;
        for (uint rest = open; rest != 0; rest &= rest - 1) done = _done[BitOperations.TrailingZeroCount(rest)] += count;
        _cleared = 0;
        _sinceWait += count;
        if (done == total) open = 0;
        return true;
    }

    /// <summary>Tells the links of lanes that came through what their last write was, and counts.</summary>
    private void Proven(SwdRequest request, ReadOnlySpan<uint> values, int stride, uint lanes)
    {
        for (; lanes != 0; lanes &= lanes - 1)
        {
            int lane = BitOperations.TrailingZeroCount(lanes);
            if (_done[lane] == 0) continue;
            _links[lane].Count(transfers: _done[lane]);
            _links[lane].Accepted(request, request.IsRead ? 0 : Word(values, stride, _done[lane] - 1, lane));
        }
    }

    private void Start(uint lanes)
    {
        SwdLink first = _links[BitOperations.TrailingZeroCount(lanes)];
        first.Cancel.ThrowIfCancellationRequested();
        _batch.Clear(first.Wire.Frame, _rest);
    }

    /// <summary>Words that the lane furthest on still needs: no lane may be given more than it has left.</summary>
    private int Left(uint lanes, int total)
    {
        if (_even) return total - _done[BitOperations.TrailingZeroCount(lanes)];
        int left = total;
        for (; lanes != 0; lanes &= lanes - 1) left = Math.Min(left, total - _done[BitOperations.TrailingZeroCount(lanes)]);
        return left;
    }

    private void QueueWrite(uint lanes, SwdRequest request, ReadOnlySpan<uint> values, int stride, int offset)
    {
        if (_even && stride > 1 && lanes == _all)
        {
            _batch.WriteEach(request, values.Slice((_done[0] + offset) * stride, stride), lanes);
            return;
        }

        bool same = stride == 1;
        int first = _done[BitOperations.TrailingZeroCount(lanes)];
        int top = 0;
        for (uint rest = lanes; rest != 0; rest &= rest - 1)
        {
            top = BitOperations.TrailingZeroCount(rest);
            same &= _done[top] == first;
            _words[top] = Word(values, stride, _done[top] + offset, top);
        }

        if (same) _batch.Write(request, _words[top], lanes);
        else _batch.WriteEach(request, _words.AsSpan(0, top + 1), lanes);
    }

    /// <summary>Frames a lane took before the first it refused.</summary>
    private int Taken(int lane, int count)
    {
        int taken = 0;
        while (taken < count && _batch.Ack(taken, lane) == SwdAck.Ok) taken++;
        return taken;
    }

    private bool Fail(int lane, DapException cause)
    {
        _causes[lane] ??= new DapException(cause.Fault, cause.Access, cause.Message, cause.CtrlStat, cause)
        {
            Done = _done[lane],
            Uncertain = cause.Uncertain,
        };
        return false;
    }

    /// <summary>Takes lanes with a cause out of the open ones.</summary>
    private uint Failed(ref uint open)
    {
        uint failed = 0;
        for (uint rest = open; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            if (_causes[lane] is not null) failed |= 1u << lane;
        }

        open &= ~failed;
        return failed;
    }

    /// <summary>Idle cycles after the last transfer, for the lanes that came through.</summary>
    private uint Settle(uint lanes)
    {
        if (!_remote && lanes != 0) _line.Clock(lanes, _idle, _lows, []);
        return lanes;
    }
}
