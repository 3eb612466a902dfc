// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Probes;

/// <summary>What went over the cable of a simulated probe.</summary>
public sealed class SimulatedTraffic
{
    private bool _waits;

    /// <summary>Commands and answers.</summary>
    public long Packets { get; private set; }

    /// <summary>Bytes of both, padding included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Moments when the host fetched an answer after it had sent something: it could not go on without it.</summary>
    public long RoundTrips { get; private set; }

    /// <summary>Most commands that waited for their answers at one time.</summary>
    public int MostInFlight { get; private set; }

    internal void Sent(int bytes, int inFlight)
    {
        Count(bytes);
        MostInFlight = Math.Max(MostInFlight, inFlight);
        _waits = true;
    }

    internal void Answered(int bytes)
    {
        Count(bytes);
        if (_waits)
            RoundTrips++;
        _waits = false;
    }

    private void Count(int bytes)
    {
        Packets++;
        Bytes += bytes;
    }
}
