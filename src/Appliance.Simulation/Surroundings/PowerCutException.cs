// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Surroundings;

/// <summary>
/// The power went in the middle of an operation of a <see cref="SimulatedFolder"/>. Deliberately no <see cref="IOException"/>: nothing
/// that handles a bad disk may handle this, since after a real cut no code runs.
/// </summary>
public sealed class PowerCutException : Exception
{
    /// <summary>Creates the exception.</summary>
    public PowerCutException()
        : base("the power was cut")
    {
    }
}
