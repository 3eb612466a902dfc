// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.JLink;

/// <summary>How a simulated J-Link is made.</summary>
public sealed record SimulatedJLinkOptions
{
    /// <summary>The firmware where none is named.</summary>
    public const string DefaultFirmware = "J-Link V9 compiled May  7 2021 16:26:12";

    /// <summary>The serial number that many clones share.</summary>
    public const uint CloneSerial = 123456;

    /// <summary>Its firmware in its own words; empty for one that has none to tell.</summary>
    public string Firmware { get; init; } = DefaultFirmware;

    /// <summary>Hardware version: type, major, minor and revision in two decimal digits each.</summary>
    public int Hardware { get; init; } = 9_30_00;

    /// <summary>Whether there is SWD and a choice of interfaces; old ones have JTAG alone.</summary>
    public bool HasSwd { get; init; } = true;

    /// <summary>Whether it wants its host to register before it does anything with the target, as newer firmware and that of clones does.</summary>
    public bool WantsRegistration { get; init; }

    /// <summary>The status of a shift comes in a packet of its own.</summary>
    public bool StatusComesAlone { get; init; }

    /// <summary>Bytes of memory for commands; null where it does not tell, as old ones do.</summary>
    public int? FreeMemory { get; init; } = 13_000;

    /// <summary>Serial number.</summary>
    public uint Serial { get; init; } = 59_400_001;

    /// <summary>Bytes of an endpoint: 64 at full speed, 512 at high speed.</summary>
    public int EndpointBytes { get; init; } = 64;
}
