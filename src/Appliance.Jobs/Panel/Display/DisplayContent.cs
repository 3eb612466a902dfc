// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Running;

namespace Appliance.Jobs.Panel.Display;

/// <summary>
/// Decides what the display says: fault, then job, then notice, then idle. A verdict counts as job for <see cref="VerdictHold"/>, unless the
/// notice came after it. Pure.
/// </summary>
public static class DisplayContent
{
    /// <summary>How long a verdict stands before an older notice comes back: time to turn to the display and read what to do.</summary>
    public static readonly TimeSpan VerdictHold = TimeSpan.FromSeconds(10);

    /// <summary>Who has the display.</summary>
    /// <param name="state">The station's state.</param>
    /// <param name="age">Time since it was entered.</param>
    /// <param name="notice">The notice that waits, if any.</param>
    /// <param name="noticeIsNewer">Whether it came after the state was entered.</param>
    internal static bool NoticeWins(PanelState state, TimeSpan age, PanelNotice? notice, bool noticeIsNewer) => notice switch
    {
        null => false,
        { Rank: NoticeRank.Fault } => true,
        _ => state switch
        {
            PanelState.CannotRecord or PanelState.Busy => false,
            PanelState.Pass or PanelState.Fail => noticeIsNewer || age >= VerdictHold,
            _ => true,
        },
    };

    /// <summary>What a notice looks like.</summary>
    public static DisplayView Of(PanelNotice notice) => new(notice.Title, [notice.Text]);

    /// <summary>What a state looks like.</summary>
    public static DisplayView Of(PanelRow row, StationSnapshot station, IdleFacts idle) => row.State switch
    {
        PanelState.Busy => new(row.Word, [station.Message], Math.Clamp(station.Progress, 0, 1)),
        PanelState.Pass => new(row.Word, Texts(Name(station), Today(idle))),
        PanelState.Fail => new(WithCode(row.Word, station.Last), Texts(station.Message, station.Action)),
        PanelState.Ready => new(row.Word, Texts(Simulated(station), Name(station), Today(idle), idle.Address)),
        PanelState.Starting => new(row.Word, []),
        _ => new(row.Word, Texts(station.Message, station.Action, idle.Address)),
    };

    private static string WithCode(string word, JobOutcome? last) => last?.Error is { } error ? $"{word} {error.Entry.Code}" : word;

    private static string Simulated(StationSnapshot station) => station.Simulated ? "simulated" : "";

    private static string Name(StationSnapshot station) => $"{station.Project} {station.Revision}".Trim();

    private static string Today(IdleFacts idle) => $"today {idle.PassedToday} ok {idle.FailedToday} bad";

    private static string[] Texts(params string[] texts) => [.. texts.Where(text => text.Length > 0)];
}
