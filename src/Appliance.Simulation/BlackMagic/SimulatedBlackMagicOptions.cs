// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.BlackMagic;

/// <summary>How a simulated Black Magic Probe is made.</summary>
public sealed record SimulatedBlackMagicOptions
{
    /// <summary>The firmware where none is named.</summary>
    public const string DefaultFirmware = "v1.10.0";

    /// <summary>Its firmware as it writes it itself.</summary>
    public string Firmware { get; init; } = DefaultFirmware;

    /// <summary>Trouble between it and its host, a name of <see cref="BlackMagicFaults"/>; null for none.</summary>
    public string? Fault { get; init; }

    /// <summary>It refuses every block.</summary>
    public bool RefusesWrites { get; init; }

    /// <summary>Whether its firmware knows <c>erase_mass</c>; older ones do not.</summary>
    public bool ErasesMass { get; init; } = true;

    /// <summary>Bytes of a packet it takes, <c>PacketSize</c> of its answer to qSupported (<c>GDB_PACKET_BUFFER_SIZE</c> of its firmware).</summary>
    public int PacketBytes { get; init; } = 1024;
}
