// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Power;

namespace Appliance.Jobs.Power;

/// <summary>Neither switch nor sense is wired: the board brings its own supply, and nobody looks at it.</summary>
public sealed class DisabledTargetPower : ITargetPower
{
    /// <summary>No.</summary>
    public bool CanSwitch => false;

    /// <summary>No.</summary>
    public bool CanSense => false;

    /// <summary>Does nothing.</summary>
    public void Switch(bool on)
    {
    }

    /// <summary>Cannot be asked.</summary>
    public TargetVoltage Sense() => throw new TargetPowerException("No sense of the target's supply is wired.");
}
