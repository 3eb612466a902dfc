// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Panel;

/// <summary>The states an operator can tell apart. What each looks and sounds like is the table in <c>hardware/panel.md</c>.</summary>
public enum PanelState
{
    /// <summary>The service is starting; nothing works yet.</summary>
    Starting,

    /// <summary>A project and a probe are there: press PROG.</summary>
    Ready,

    /// <summary>No usable project is selected: a press ends red.</summary>
    NoProject,

    /// <summary>A job runs.</summary>
    Busy,

    /// <summary>The last job passed.</summary>
    Pass,

    /// <summary>The last job failed.</summary>
    Fail,

    /// <summary>Records cannot be kept; no job starts.</summary>
    CannotRecord,

    /// <summary>A stick is read.</summary>
    StickReading,

    /// <summary>All that was wanted of the stick is done; or a project was selected by scanner or switches.</summary>
    StickReady,

    /// <summary>Something of the stick was refused, or a selection; the old project stays.</summary>
    StickRefused,

    /// <summary>Records are written to the stick: it must not be pulled.</summary>
    StickWriting,
}
