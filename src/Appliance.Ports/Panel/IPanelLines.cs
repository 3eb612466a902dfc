// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Panel;

/// <summary>An output of the operator's panel.</summary>
public enum PanelOutput
{
    /// <summary>Yellow LED.</summary>
    Busy,

    /// <summary>Green LED.</summary>
    Pass,

    /// <summary>Red LED.</summary>
    Fail,

    /// <summary>Buzzer, one tone.</summary>
    Buzzer,
}

/// <summary>The lines of the operator's panel: LEDs, a buzzer, the PROG button. Levels only; patterns and debouncing are above.</summary>
public interface IPanelLines
{
    /// <summary>Switches an output. Called by one thread at a time, not always the same.</summary>
    /// <exception cref="PanelLinesException">The line could not be switched.</exception>
    void Set(PanelOutput output, bool on);

    /// <summary>Whether PROG is held down now. Read by one thread at a time, perhaps while another switches an output.</summary>
    /// <exception cref="PanelLinesException">The line could not be read.</exception>
    bool ProgPressed { get; }

    /// <summary>Raised on any thread when the level of PROG may have changed; bounces included.</summary>
    event Action? ProgChanged;
}
