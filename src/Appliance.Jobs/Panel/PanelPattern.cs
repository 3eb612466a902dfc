// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Panel;

/// <summary>What one lamp or the buzzer does from the moment a state is entered. Pure: the level is a function of the time since then.</summary>
public sealed record PanelPattern
{
    private readonly long[] _edges;

    private PanelPattern(string name, bool steady, bool repeats, int[] milliseconds)
    {
        Name = name;
        Steady = steady;
        Repeats = repeats;
        Milliseconds = milliseconds;
        _edges = new long[milliseconds.Length];
        var end = 0L;
        for (var i = 0; i < milliseconds.Length; i++)
            _edges[i] = end += milliseconds[i] * TimeSpan.TicksPerMillisecond;
    }

    /// <summary>Name, as in <c>hardware/panel.md</c>.</summary>
    public string Name { get; }

    /// <summary>The level of a pattern without steps.</summary>
    public bool Steady { get; }

    /// <summary>Whether the steps begin again; else they are played once and the line stays off.</summary>
    public bool Repeats { get; }

    /// <summary>Milliseconds on, off, on, … beginning with on; empty for a steady level.</summary>
    public IReadOnlyList<int> Milliseconds { get; }

    /// <summary>A level that does not change.</summary>
    public static PanelPattern Constant(string name, bool level) => new(name, level, false, []);

    /// <summary>Steps that begin again and again.</summary>
    public static PanelPattern Repeating(string name, params int[] milliseconds) => new(name, false, true, milliseconds);

    /// <summary>Steps that are played once.</summary>
    public static PanelPattern Once(string name, params int[] milliseconds) => new(name, false, false, milliseconds);

    /// <summary>Whether the line is on.</summary>
    /// <param name="age">Time since the state was entered, not negative.</param>
    public bool LevelAt(TimeSpan age)
    {
        if (_edges.Length == 0)
            return Steady;
        if (IsOver(age))
            return false;
        return StepAt(age.Ticks % _edges[^1]) % 2 == 0;
    }

    /// <summary>When the line changes next, as time since the state was entered; null when it never changes again.</summary>
    /// <param name="age">Time since the state was entered, not negative.</param>
    public TimeSpan? NextChangeAfter(TimeSpan age)
    {
        if (_edges.Length == 0 || IsOver(age))
            return null;
        var within = age.Ticks % _edges[^1];
        return TimeSpan.FromTicks(age.Ticks - within + _edges[StepAt(within)]);
    }

    private bool IsOver(TimeSpan age) => !Repeats && age.Ticks >= _edges[^1];

    private int StepAt(long ticks)
    {
        var step = 0;
        while (ticks >= _edges[step])
            step++;
        return step;
    }
}
