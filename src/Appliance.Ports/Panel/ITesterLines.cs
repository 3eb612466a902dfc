// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Panel;

/// <summary>The handshake lines of a tester. Levels only; pulses and their order are above.</summary>
public interface ITesterLines
{
    /// <summary>Raised on any thread when the level of START may have changed; bounces included.</summary>
    event Action? StartChanged;

    /// <summary>Whether START is active now. Read by one thread at a time.</summary>
    /// <exception cref="PanelLinesException">The line could not be read.</exception>
    bool StartActive { get; }

    /// <summary>Switches BUSY. Called by one thread at a time, as <see cref="SetOk"/>.</summary>
    /// <exception cref="PanelLinesException">The line could not be switched.</exception>
    void SetBusy(bool on);

    /// <summary>Switches OK.</summary>
    /// <exception cref="PanelLinesException">The line could not be switched.</exception>
    void SetOk(bool on);
}
