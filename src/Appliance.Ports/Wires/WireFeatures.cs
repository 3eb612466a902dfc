// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Wires;

/// <summary>What a wire can do beyond clocking bits. A flag that is not set is a thing the caller must do without, and say so.</summary>
[Flags]
public enum WireFeatures
{
    /// <summary>Bits only.</summary>
    None = 0,

    /// <summary>nRESET can be driven.</summary>
    Reset = 1,

    /// <summary>The level of nRESET can be read back.</summary>
    ResetSense = 2,

    /// <summary>SWDIO can be sampled while the wire drives it, which tells a stuck line from an absent target.</summary>
    SampleWhileDriving = 4,

    /// <summary>The board is simulated; records made on this wire are not production.</summary>
    Simulated = 8,

    /// <summary>The other end is another program, over a network; records made on this wire are not production.</summary>
    Remote = 16,

    /// <summary>The board is simulated without anything that executes code: nothing can be done by a loader in its RAM.</summary>
    NoCode = 32,

    /// <summary>Each call goes to a probe and back, which takes longer than its bits: long batches pay.</summary>
    RoundTrips = 64,
}
