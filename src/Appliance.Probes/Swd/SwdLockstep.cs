// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using Appliance.Ports.Wires;

namespace Appliance.Probes.Swd;

/// <summary>
/// Blocks on many lanes at once, all of them with ORUNDETECT set. Every lane has its own position: one that answered WAIT goes on
/// from the word it refused while the others are further on. What only one lane needs (a flag explained, a write repeated) is done on
/// that lane with all others driven low, which they read as idle.
/// </summary>
internal sealed partial class SwdLockstep
{
    private const int Lanes = 32;
    private const int Repairs = 8;

    /// <summary>Frames of a batch on a local wire: few enough for their planes to stay in the first-level cache.</summary>
    private const int LocalBatch = 8;

    /// <summary>Idle cycles behind each frame of a batch after its first WAIT; twice as many after each further one.</summary>
    private const int FirstRest = 8;

    /// <summary>A WAIT that comes sooner behind the one before means that the target wants more time between frames; what comes later was busy with something else.</summary>
    private const int FewFrames = 16;

    private readonly ISwdLine _line;
    private readonly SwdLink[] _links = new SwdLink[Lanes];
    private readonly SwdBatch _batch = new();
    private readonly int[] _done = new int[Lanes];
    private readonly int[] _repairs = new int[Lanes];
    private readonly TimeSpan?[] _since = new TimeSpan?[Lanes];
    private readonly DapException?[] _causes = new DapException?[Lanes];
    private readonly uint[] _words = new uint[Lanes];
    private readonly SwdPhase[] _idle = [new SwdPhase(SwdPhaseKind.Drive, SwdSequences.IdleAfterLast)];
    private readonly uint[] _lows = new uint[SwdSequences.IdleAfterLast];
    private readonly bool _remote;
    private readonly uint _all;
    private uint _waiting;

    /// <summary>Lanes whose last write is an ABORT and not a word of the block.</summary>
    private uint _cleared;
    private bool _even;

    /// <summary>What the target wants between two frames, learnt: a WAIT in a batch costs a way there and back, a few idle cycles next to nothing.</summary>
    private int _rest;

    /// <summary>Rests help until the longest did not: a flash that is busy for longer is asked as fast as can be.</summary>
    private bool _restsHelp;
    private int _sinceWait;

    public SwdLockstep(ISwdLine line, params ReadOnlySpan<SwdLink> links)
    {
        _line = line;
        _remote = _restsHelp = Batches(line);
        foreach (SwdLink link in links)
        {
            _links[link.Wire.Lane] = link;
            _all |= link.Wire.Mask;
        }
    }

    /// <summary>Whether a wire has to be asked as seldom as can be.</summary>
    public static bool Batches(ISwdLine line) => (line.Features & (WireFeatures.Remote | WireFeatures.RoundTrips)) != 0;

    /// <summary>Why a lane did not finish the last call; null when it did.</summary>
    public DapException? Cause(int lane) => _causes[lane];

    /// <summary>Writes a block. <paramref name="stride"/> 1: the same words for all lanes; else word i of lane n is at i × stride + n.</summary>
    /// <returns>The lanes that took every word.</returns>
    public uint Write(uint lanes, SwdRequest request, ReadOnlySpan<uint> values, int stride)
    {
        Begin();
        int total = values.Length / stride, most = _remote ? SwdBatch.Capacity : LocalBatch, size = most;
        uint open = total == 0 ? 0 : lanes, lost = 0;
        while (open != 0)
        {
            Start(open);
            int count = Math.Min(size, Left(open, total));
            for (int i = 0; i < count; i++) QueueWrite(open, request, values, stride, i);
            _batch.Run(_line, open, idle: _remote);
            if (Advance(ref open, count, total))
            {
                size = Math.Min(size * 2, most);
                continue;
            }

            bool refused = false;
            for (uint rest = open; rest != 0; rest &= rest - 1)
            {
                int lane = BitOperations.TrailingZeroCount(rest);
                if (!JudgeWrite(lane, request, count, values, stride, ref refused)) lost |= 1u << lane;
                if (_done[lane] == total || _causes[lane] is not null) open &= ~(1u << lane);
            }

            ClearWaiting(request);
            lost |= Failed(ref open);
            size = refused ? 1 : Math.Min(size * 2, most);
        }

        Proven(request, values, stride, lanes & ~lost);
        return Settle(lanes & ~lost);
    }

    private bool JudgeWrite(int lane, SwdRequest request, int count, ReadOnlySpan<uint> values, int stride, ref bool refused)
    {
        int taken = Taken(lane, count);
        SwdLink link = _links[lane];
        if (taken > 0) _cleared &= ~(1u << lane);
        if (_done[lane] + taken > 0 && (_cleared >> lane & 1) == 0) link.Accepted(request, Word(values, stride, _done[lane] + taken - 1, lane));
        return Judge(lane, request, count, taken, ref refused);
    }

    /// <summary>Moves a lane on by the frames it took and does what the first refused frame asks for.</summary>
    private bool Judge(int lane, SwdRequest request, int count, int taken, ref bool refused)
    {
        SwdLink link = _links[lane];
        _done[lane] += taken;
        _sinceWait += taken;
        _even = false;
        if (taken > 0) (_since[lane], _repairs[lane]) = (null, 0);
        if (taken == count) return true;
        refused = true;
        try
        {
            InStep(lane, request, taken, count);
            Answer(lane, request, _batch.Ack(taken, lane));
            return true;
        }
        catch (DapException failure)
        {
            return Fail(lane, failure);
        }
    }

    /// <summary>After a refused frame nothing may be accepted until the flag is cleared; a lane that does has lost its place.</summary>
    private void InStep(int lane, SwdRequest request, int taken, int count)
    {
        for (int i = taken + 1; i < count; i++)
        {
            if (_batch.Ack(i, lane) == SwdAck.Ok)
                throw _links[lane].Error(DapFault.Protocol, request, "an access was taken after a refused one");
        }
    }

    private void Answer(int lane, SwdRequest request, SwdAck ack)
    {
        SwdLink link = _links[lane];
        if (ack == SwdAck.Wait)
        {
            link.Count(waits: 1);
            TimeSpan now = _line.Now;
            TimeSpan since = _since[lane] ??= now;
            if (now - since >= link.WaitDeadline) throw link.GiveUpWaiting(request);
            _waiting |= 1u << lane;
            return;
        }

        if (++_repairs[lane] > Repairs) throw link.Error(DapFault.Protocol, request, $"not done after {Repairs} repairs");
        if (ack != SwdAck.Fault) link.Rejoin(request, ack);
        else if (link.OnlyWriteLost(request)) link.Repeat(request);
        else _cleared |= 1u << lane;
    }

    private void LearnRest()
    {
        if (_restsHelp && _sinceWait < FewFrames)
        {
            _restsHelp = _rest < SwdBatch.MostRest;
            _rest = _restsHelp ? Math.Max(_rest * 2, FirstRest) : 0;
        }

        _sinceWait = 0;
    }

    /// <summary>Clears STICKYORUN on every lane that said WAIT, in one frame.</summary>
    private void ClearWaiting(SwdRequest request)
    {
        if (_waiting == 0) return;
        LearnRest();
        Start(_waiting);
        _batch.Write(SwdRequest.WriteAbort, DpAbort.OrunErrClr, _waiting);
        _batch.Run(_line, _waiting, idle: false);
        uint bad = _waiting & ~_batch.Acks(0).Ok;
        for (; bad != 0; bad &= bad - 1)
        {
            int lane = BitOperations.TrailingZeroCount(bad);
            Fail(lane, _links[lane].Failed(request, _batch.Ack(0, lane), "while STICKYORUN was cleared"));
        }

        for (uint good = _waiting & _batch.Acks(0).Ok; good != 0; good &= good - 1)
            _links[BitOperations.TrailingZeroCount(good)].Accepted(SwdRequest.WriteAbort, DpAbort.OrunErrClr);
        _cleared |= _waiting;
        _waiting = 0;
    }
}
