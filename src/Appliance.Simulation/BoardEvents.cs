// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation;

/// <summary>What happened to a board besides its wire.</summary>
public enum BoardEventKind
{
    /// <summary>nRESET fell.</summary>
    ResetAsserted,

    /// <summary>nRESET rose.</summary>
    ResetReleased,

    /// <summary>The supply went.</summary>
    PowerLost,

    /// <summary>The supply came.</summary>
    PowerCame,
}

/// <summary>One event.</summary>
/// <param name="At">Target time.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Cause">Why nRESET fell, where it did.</param>
public sealed record BoardEvent(TimeSpan At, BoardEventKind Kind, ResetCause? Cause);

/// <summary>The events of one board, in order of time.</summary>
public sealed class BoardEvents
{
    private const int Kept = 10_000;
    private readonly List<BoardEvent> _list = [];

    /// <summary>The first 10,000.</summary>
    public IReadOnlyList<BoardEvent> List => _list;

    /// <summary>How often nRESET fell.</summary>
    public long Resets { get; private set; }

    internal void Add(TimeSpan at, BoardEventKind kind, ResetCause? cause = null)
    {
        if (kind == BoardEventKind.ResetAsserted)
            Resets++;
        if (_list.Count < Kept)
            _list.Add(new BoardEvent(at, kind, cause));
    }
}
