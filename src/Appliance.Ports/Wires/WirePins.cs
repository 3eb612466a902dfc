// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Gpio;

namespace Appliance.Ports.Wires;

/// <summary>Which GPIO lines a wire to the target uses. All of them are lines of one chip.</summary>
/// <param name="Swclk">SWCLK.</param>
/// <param name="Swdio">SWDIO, one a lane, 1 to 31.</param>
/// <param name="Direction">Direction of the level shifter of each lane, high towards the target; empty where there are no shifters.</param>
/// <param name="Reset">nRESET itself, driven low or released; where <paramref name="ResetGate"/> is wired too, it is only read. Null when not wired.</param>
/// <param name="ResetGate">Gate of a transistor that pulls nRESET low while the line is high. Null when not wired.</param>
public sealed record WirePins(
    GpioLineName Swclk, IReadOnlyList<GpioLineName> Swdio, IReadOnlyList<GpioLineName> Direction, GpioLineName? Reset, GpioLineName? ResetGate)
{
    /// <summary>Every line, SWCLK and the lanes first.</summary>
    public IReadOnlyList<GpioLineName> All => [Swclk, .. Swdio, .. Direction, .. Optional(Reset), .. Optional(ResetGate)];

    private static IEnumerable<GpioLineName> Optional(GpioLineName? line) => line is null ? [] : [line];
}
