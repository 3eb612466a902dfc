// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Debug;

/// <summary>
/// Tells a look at what was looked at before from everything else that is done to memory: a round trip that only looks again is a poll.
/// </summary>
internal sealed class AccessWatch
{
    private readonly HashSet<uint> _read = [];
    private bool _any;
    private bool _news;

    /// <summary>An access begins. What was written since is read for the first time again.</summary>
    public void Saw(uint address, bool write)
    {
        _any = true;
        if (write)
            _read.Remove(address);
        if (write || _read.Add(address))
            _news = true;
    }

    /// <summary>What there was since the last call: nothing (null), repeated looks alone (true), or more (false).</summary>
    public bool? TakeOnlyLooked()
    {
        bool? only = _any ? !_news : null;
        _any = _news = false;
        return only;
    }
}
