// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Ftdi;

/// <summary>How a simulated adapter with a chip of FTDI is made.</summary>
public sealed record SimulatedFtdiOptions
{
    /// <summary>Which adapter it is.</summary>
    public SimulatedFtdiWiring Wiring { get; init; } = SimulatedFtdiWiring.Find("arm-usb-ocd-h")!;

    /// <summary>What is between it and the board.</summary>
    public SimulatedFtdiCable Cable { get; init; } = SimulatedFtdiCable.Jtag;

    /// <summary>Serial number; empty where its EEPROM has none.</summary>
    public string Serial { get; init; } = "OLUMRYZ6";

    /// <summary>bcdDevice where it is another than the chip's.</summary>
    public ushort? Version { get; init; }
}
