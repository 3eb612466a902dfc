// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Debug;

namespace Appliance.Simulation.Probes;

/// <summary>What went over the cable of a simulated probe.</summary>
public sealed class SimulatedTraffic
{
    private readonly AccessWatch _watch = new();
    private bool _waits;
    private bool _polled;

    internal SimulatedTraffic(SimulatedBoard board) => board.Chip.MemAp.Watch = _watch;

    /// <summary>Commands and answers.</summary>
    public long Packets { get; private set; }

    /// <summary>Bytes of both, padding included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Moments when the host fetched an answer after it had sent something: it could not go on without it.</summary>
    public long RoundTrips { get; private set; }

    /// <summary>Those of <see cref="RoundTrips"/> in which memory was only looked at where it had been looked at before.</summary>
    public long Polls { get; private set; }

    /// <summary>Most commands that waited for their answers at one time.</summary>
    public int MostInFlight { get; private set; }

    internal void Sent(int bytes, int inFlight)
    {
        Count(bytes);
        MostInFlight = Math.Max(MostInFlight, inFlight);
        _waits = true;
    }

    /// <summary>The host fetched an answer.</summary>
    /// <param name="bytes">Its length.</param>
    /// <param name="ofTheOneBefore">It only tells what became of the command before, and is a poll where that was one.</param>
    internal void Answered(int bytes, bool ofTheOneBefore = false)
    {
        Count(bytes);
        if (_waits)
        {
            RoundTrips++;
            _polled = _watch.TakeOnlyLooked() ?? (ofTheOneBefore && _polled);
            if (_polled)
                Polls++;
        }

        _waits = false;
    }

    private void Count(int bytes)
    {
        Packets++;
        Bytes += bytes;
    }
}
