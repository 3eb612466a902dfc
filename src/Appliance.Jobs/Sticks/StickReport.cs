// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;

namespace Appliance.Jobs.Sticks;

/// <summary>What is shown about a stick, a scan or the switches.</summary>
/// <param name="State">One of the states that begin with Stick.</param>
/// <param name="Title">One word for the display, at most 10 characters.</param>
/// <param name="Message">One plain sentence.</param>
/// <param name="Action">What to do next.</param>
/// <param name="Error">What is wrong; null when nothing is.</param>
/// <param name="Details">Facts for the log; empty when the message says all.</param>
public sealed record StickReport(PanelState State, string Title, string Message, string Action, CatalogueEntry? Error = null, string Details = "")
{
    /// <summary>It is being read.</summary>
    public static StickReport Reading { get; } = new(PanelState.StickReading, "STICK", "Reading the stick …", "Leave it in until the lamps change.");

    /// <summary>Records are being written.</summary>
    public static StickReport Writing { get; } = new(PanelState.StickWriting, "WRITING", "Writing records to the stick …", "Do not pull the stick out.");

    /// <summary>All is done.</summary>
    public static StickReport Ready(string message) => new(PanelState.StickReady, "STICK OK", message, "Pull the stick out.");

    /// <summary>Something was refused.</summary>
    /// <param name="entry">Why.</param>
    /// <param name="what">Which project or file; empty for the stick as a whole.</param>
    /// <param name="details">Facts.</param>
    public static StickReport Refused(CatalogueEntry entry, string what, string details) =>
        new(PanelState.StickRefused, entry.Code, what.Length == 0 ? entry.Text : $"{entry.Text} ({what})", entry.Action, entry, details);
}
