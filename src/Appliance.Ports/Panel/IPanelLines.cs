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
    /// <summary>Switches an output. Called from one thread.</summary>
    void Set(PanelOutput output, bool on);

    /// <summary>Whether PROG is held down now.</summary>
    bool ProgPressed { get; }

    /// <summary>Raised on any thread when the level of PROG may have changed; bounces included.</summary>
    event Action? ProgChanged;
}
