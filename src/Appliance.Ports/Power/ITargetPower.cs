// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Power;

/// <summary>The supply of the target, as far as the appliance can switch and sense it. Used by one thread at a time.</summary>
public interface ITargetPower
{
    /// <summary>Whether a switch is there.</summary>
    bool CanSwitch { get; }

    /// <summary>Whether a sense is there.</summary>
    bool CanSense { get; }

    /// <summary>Switches the supply; nothing happens where no switch is.</summary>
    /// <exception cref="TargetPowerException">The switch does not work.</exception>
    void Switch(bool on);

    /// <summary>Looks at VTref now.</summary>
    /// <exception cref="TargetPowerException">It cannot be sensed.</exception>
    TargetVoltage Sense();
}

/// <summary>What VTref is.</summary>
/// <param name="Present">Whether there is a voltage at all, where only that is known.</param>
/// <param name="Millivolts">The voltage, where it is measured; else null.</param>
public readonly record struct TargetVoltage(bool Present, int? Millivolts);

/// <summary>One channel of an analog converter.</summary>
public interface IVoltageInput
{
    /// <summary>The voltage at the converter's pin now, in millivolts.</summary>
    /// <exception cref="TargetPowerException">It cannot be read.</exception>
    decimal ReadMillivolts();
}

/// <summary>The target's supply cannot be switched or sensed.</summary>
public sealed class TargetPowerException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One sentence: which part, and what the system said.</param>
    /// <param name="inner">The error below.</param>
    public TargetPowerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
