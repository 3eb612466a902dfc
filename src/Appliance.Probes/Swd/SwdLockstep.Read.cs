// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace Appliance.Probes.Swd;

/// <summary>Posted reads: each AP read brings the result of the one before, RDBUFF the last.</summary>
internal sealed partial class SwdLockstep
{
    /// <summary>Reads a block; word i of lane n goes to i × stride + (n − first).</summary>
    /// <returns>The lanes whose every word arrived with the right parity.</returns>
    /// <remarks>A wrong parity is repaired by RESEND, which must come next on the wire. On a local wire every read is looked at before
    /// the next is asked for; in a batch a word that the next read has overtaken is lost, and the lane fails with that word's index.</remarks>
    public uint Read(uint lanes, SwdRequest request, Span<uint> values, int stride, int first)
    {
        Begin();
        int total = values.Length / stride, size = _remote ? SwdBatch.Capacity : 1, most = size;
        uint open = total == 0 ? 0 : lanes, good = lanes;
        while (open != 0)
        {
            Start(open);
            int count = Math.Min(size, Left(open, total));
            for (int i = 0; i < count; i++) _batch.Read(request, open);
            _batch.Run(_line, open, idle: _remote);
            if (TakeAll(ref open, request, count, values, stride, first))
            {
                size = Math.Min(size * 2, most);
                continue;
            }

            bool refused = false;
            for (uint rest = open; rest != 0; rest &= rest - 1)
            {
                int lane = BitOperations.TrailingZeroCount(rest);
                if (!JudgeRead(lane, request, count, values, stride, first, ref refused)) good &= ~(1u << lane);
                if (_done[lane] == total || _causes[lane] is not null) open &= ~(1u << lane);
            }

            ClearWaiting(request);
            good &= ~Failed(ref open);
            size = refused ? 1 : Math.Min(size * 2, most);
        }

        Proven(request, default, 1, good);
        return Settle(total == 0 ? good : ReadLast(good, values, stride, first));
    }

    /// <summary>The usual case: one frame, taken by every lane of the group, all words good.</summary>
    private bool TakeAll(ref uint open, SwdRequest request, int count, Span<uint> values, int stride, int first)
    {
        if (!_even || count != 1 || open != _all || stride == 1 || first != 0 || !_batch.AllOk(open)) return false;
        int index = _done[0] - 1;
        if (index < 0)
        {
            for (uint rest = open; rest != 0; rest &= rest - 1) _links[BitOperations.TrailingZeroCount(rest)].Accepted(request, 0);
        }
        else if ((_batch.Words(0, values.Slice(index * stride, stride)) & open) != 0)
        {
            return false;
        }

        return Advance(ref open, count, values.Length / stride);
    }

    private uint ReadLast(uint lanes, Span<uint> values, int stride, int first)
    {
        uint open = lanes, good = lanes;
        while (open != 0)
        {
            Start(open);
            _batch.Read(SwdRequest.ReadRdbuff, open);
            _batch.Run(_line, open, idle: _remote);
            bool refused = false;
            for (uint rest = open; rest != 0; rest &= rest - 1)
            {
                int lane = BitOperations.TrailingZeroCount(rest);
                int index = values.Length - stride + lane - first;
                if (Take(lane, SwdRequest.ReadRdbuff, 0, last: true, out values[index])) open &= ~(1u << lane);
                else if (_causes[lane] is null) Judge(lane, SwdRequest.ReadRdbuff, 1, 0, ref refused);
            }

            ClearWaiting(SwdRequest.ReadRdbuff);
            good &= ~Failed(ref open);
        }

        return good;
    }

    private bool JudgeRead(int lane, SwdRequest request, int count, Span<uint> values, int stride, int first, ref bool refused)
    {
        int taken = Taken(lane, count);
        for (int i = 0; i < taken; i++)
        {
            int index = _done[lane] + i - 1;
            if (index < 0) continue;
            bool last = i == count - 1;
            if (!Take(lane, request, i, last, out values[(index * stride) + lane - first])) return false;
        }

        if (taken > 0) _links[lane].Accepted(request, 0);
        return Judge(lane, request, count, taken, ref refused);
    }

    /// <summary>Takes the word of a frame that was answered with OK; false when it was not, or when the word is lost (with its cause).</summary>
    private bool Take(int lane, SwdRequest request, int frame, bool last, out uint value)
    {
        value = 0;
        if (_batch.Ack(frame, lane) != SwdAck.Ok) return false;
        if (_batch.Word(frame, lane, out value)) return true;
        try
        {
            if (!last) throw _links[lane].Error(DapFault.Parity, request, $"wrong parity in word {_done[lane] + frame - 1} of a batch");
            value = _links[lane].Reread(request);
            return true;
        }
        catch (DapException failure)
        {
            return Fail(lane, failure);
        }
    }
}
