// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Flashing.Loaders;

/// <summary>
/// How fast a loader works, learnt by looking at it, so that it is looked at when there is something to see: through a probe each look is a round trip.
/// </summary>
/// <param name="clock">Target time.</param>
/// <param name="typical">What a unit of work takes before anything was seen; zero where nobody knows.</param>
internal sealed class LoaderPace(ITargetClock clock, TimeSpan typical)
{
    private const double Patience = 0.25;
    private readonly bool _known = typical > TimeSpan.Zero;
    private TimeSpan _start;
    private TimeSpan _unit = typical;

    /// <summary>The loader, which had nothing to do, has its first block now.</summary>
    public void Begin() => _start = clock.Now;

    /// <summary>It was seen to have finished so many units since, and not those up to the end of the block it works on.</summary>
    /// <param name="finished">Units finished.</param>
    /// <param name="unfinished">Units up to the end of the next block; 0 where it may have waited for that one.</param>
    public void Saw(long finished, long unfinished)
    {
        var passed = clock.Now - _start;
        if (unfinished > 0 && passed / unfinished is var least && _unit < least)
            _unit = least;
        if (finished > 0 && passed / finished is var most && _unit > most)
            _unit = most;
    }

    /// <summary>How long to wait between two looks at work that has taken longer than thought: a share of that time where nothing is known of it.</summary>
    /// <param name="waited">How long it has been waited for.</param>
    /// <param name="least">At least this.</param>
    public TimeSpan Pause(TimeSpan waited, TimeSpan least) =>
        !_known && waited * Patience > least ? waited * Patience : least;

    /// <summary>From now until so many units should be finished; zero where that should be so already.</summary>
    public TimeSpan Until(long units)
    {
        var left = _start + (_unit * units) - clock.Now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
