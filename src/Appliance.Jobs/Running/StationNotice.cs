// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;

namespace Appliance.Jobs.Running;

/// <summary>Something about a stick or a selection.</summary>
/// <param name="State">One of the states that begin with Stick.</param>
/// <param name="Message">One plain sentence.</param>
/// <param name="Action">What to do next.</param>
/// <param name="Begins">Somebody has just done something at the panel: it may take the place of a verdict. What follows from it is not a beginning.</param>
public sealed record StationNotice(PanelState State, string Message, string Action, bool Begins);

/// <summary>
/// What is shown above the station's own state. A verdict must be seen: only a beginning takes its place, and what comes of a stick that was plugged in
/// before the job ended is told beside it.
/// </summary>
/// <param name="Above">Shown in the place of the state; null for nothing.</param>
/// <param name="Beside">Told beside a verdict; null for nothing.</param>
internal sealed record ShownNotice(StationNotice? Above, string? Beside)
{
    /// <summary>Nothing is shown.</summary>
    public static ShownNotice None { get; } = new(null, null);

    /// <summary>A notice comes, or the one there is goes.</summary>
    public ShownNotice Next(StationNotice? notice, bool jobRuns) => notice switch
    {
        null => this with { Above = null },
        { State: PanelState.StickReading } when jobRuns => this,
        { Begins: true } when !jobRuns => new ShownNotice(notice, Beside),
        _ => Above is null || jobRuns ? new ShownNotice(null, notice.Message) : new ShownNotice(notice, Beside),
    };

    /// <summary>The station with what is shown above it.</summary>
    public StationSnapshot Over(StationSnapshot station) => station.State switch
    {
        PanelState.Starting or PanelState.Busy or PanelState.CannotRecord => station,
        _ when Above is { } above => station with { State = above.State, Message = above.Message, Action = above.Action },
        PanelState.Pass or PanelState.Fail when Beside is { } beside => station with { Message = $"{station.Message} {beside}" },
        _ => station,
    };
}
