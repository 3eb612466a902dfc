// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Core;

/// <summary>
/// Finds loops that wait: the same place reached twice with the same registers, and nothing stored between. Until something outside changes such
/// a loop goes on in the same way, so whole turns of it can be counted instead of executed; the result is the same to the cycle.
/// </summary>
internal sealed class SpinDetector
{
    private const int Slots = 64;
    private const int LongestPause = 64;
    private readonly uint[] _places = new uint[Slots];
    private readonly int[] _pause = new int[Slots];
    private readonly int[] _left = new int[Slots];
    private readonly uint[] _marked = new uint[17];
    private uint _place = uint.MaxValue;
    private long _time;
    private bool _touched;

    /// <summary>Something was stored, or read where reading has effects.</summary>
    public void Touch() => _touched = true;

    /// <summary>The world outside may have changed: what was read before says nothing about the turns after.</summary>
    public void Forget() => _place = uint.MaxValue;

    /// <summary>Whether a branch back to a place is worth a look: places that were no wait are looked at more and more seldom.</summary>
    public bool IsCandidate(uint place)
    {
        var slot = Slot(place);
        if (_places[slot] != place)
            (_places[slot], _pause[slot], _left[slot]) = (place, 0, 0);
        return _left[slot]-- <= 0;
    }

    /// <summary>How many picoseconds can be skipped at a place: whole turns that end before the horizon.</summary>
    public long Skip(uint place, long now, long horizon, ReadOnlySpan<uint> state)
    {
        var turn = now - _time;
        var same = !_touched && place == _place && turn > 0 && state.SequenceEqual(_marked);
        var slot = Slot(place);
        _pause[slot] = same ? 0 : Math.Min(LongestPause, (_pause[slot] * 2) + 1);
        _left[slot] = same || _pause[slot] < 4 ? 0 : _pause[slot];
        var skipped = same && horizon > now ? (horizon - now) / turn * turn : 0;
        state.CopyTo(_marked);
        (_place, _time, _touched) = (place, now + skipped, false);
        return skipped;
    }

    private static int Slot(uint place) => (int)(place >> 1) % Slots;
}
