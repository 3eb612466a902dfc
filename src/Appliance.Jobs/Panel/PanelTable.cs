// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Panel;

/// <summary>What the panel shows in one state.</summary>
/// <param name="State">The state.</param>
/// <param name="Word">The word the page shows in large letters.</param>
/// <param name="Busy">Yellow LED.</param>
/// <param name="Pass">Green LED.</param>
/// <param name="Fail">Red LED.</param>
/// <param name="Buzzer">Buzzer.</param>
/// <param name="Operator">What the operator does.</param>
public sealed record PanelRow(
    PanelState State, string Word, PanelPattern Busy, PanelPattern Pass, PanelPattern Fail, PanelPattern Buzzer, string Operator);

/// <summary>
/// The table of <c>hardware/panel.md</c>; a test compares the two and plays each row. Green is lit in <see cref="PanelState.Pass"/> alone. No
/// blinking is faster than three flashes a second (WCAG 2.2, criterion 2.3.1: faster red flashes can cause seizures).
/// </summary>
public static class PanelTable
{
    private static readonly PanelPattern Off = PanelPattern.Constant("off", false);
    private static readonly PanelPattern On = PanelPattern.Constant("on", true);
    private static readonly PanelPattern Flash = PanelPattern.Repeating("flash", 100, 1900);
    private static readonly PanelPattern Double = PanelPattern.Repeating("double", 100, 250, 100, 1550);
    private static readonly PanelPattern Slow = PanelPattern.Repeating("slow", 600, 600);
    private static readonly PanelPattern Long = PanelPattern.Repeating("long", 1500, 500);
    private static readonly PanelPattern Triple = PanelPattern.Repeating("triple", 100, 250, 100, 250, 100, 1200);
    private static readonly PanelPattern Fourfold = PanelPattern.Repeating("fourfold", 100, 250, 100, 250, 100, 250, 100, 850);
    private static readonly PanelPattern Fast = PanelPattern.Repeating("fast", 200, 200);

    private static readonly PanelPattern Silent = PanelPattern.Constant("silent", false);
    private static readonly PanelPattern ShortBeep = PanelPattern.Once("one short beep", 200);
    private static readonly PanelPattern TwoBeeps = PanelPattern.Once("two short beeps", 100, 150, 100);
    private static readonly PanelPattern LongBeep = PanelPattern.Once("one long beep", 600);
    private static readonly PanelPattern LongBeeps = PanelPattern.Once("three long beeps", 600, 300, 600, 300, 600);
    private static readonly PanelPattern Tone = PanelPattern.Once("one very long tone", 3000);

    /// <summary>One row for each state.</summary>
    public static IReadOnlyList<PanelRow> Rows { get; } =
    [
        new(PanelState.Starting, "STARTING", On, Off, On, Silent, "Wait. Yellow and red are tested; nothing works yet."),
        new(PanelState.Ready, "READY", Flash, Off, Off, Silent, "Put a board in and press PROG."),
        new(PanelState.NoProject, "NO PROJECT", Off, Off, Double, Silent, "Call the line engineer to select a project."),
        new(PanelState.Busy, "BUSY", Fast, Off, Off, Silent, "Wait. Do not touch the board."),
        new(PanelState.Pass, "PASS", Off, On, Off, ShortBeep, "Take the board out: it is good. Put the next one in and press PROG."),
        new(PanelState.Fail, "FAIL", Off, Off, Slow, LongBeeps, "Put the board with the bad ones and do what the message says."),
        new(PanelState.CannotRecord, "STOP", Fast, Off, Fast, Tone, "Stop. Call the line engineer: records cannot be kept."),
        new(PanelState.StickReading, "STICK", Long, Off, Off, Silent, "Leave the stick in until the lamps change."),
        new(PanelState.StickReady, "STICK OK", Triple, Off, Off, TwoBeeps, "Pull the stick out and go on."),
        new(PanelState.StickRefused, "STICK NO", Off, Off, Fourfold, LongBeep, "Pull the stick out and do what the message says. The old project stays."),
        new(PanelState.StickWriting, "WRITING", Long, Off, Long, Silent, "Do not pull the stick out."),
    ];

    /// <summary>The row of a state.</summary>
    public static PanelRow For(PanelState state) => Rows.Single(row => row.State == state);
}
