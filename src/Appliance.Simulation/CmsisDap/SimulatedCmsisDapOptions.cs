// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.CmsisDap;

/// <summary>How a simulated CMSIS-DAP probe is made.</summary>
public sealed record SimulatedCmsisDapOptions
{
    /// <summary>1: HID reports. 2: bulk transfers.</summary>
    public int Version { get; init; } = 2;

    /// <summary>Bytes of the largest command or answer, 64 to 1024; in version 1 the length of every report.</summary>
    public int PacketBytes { get; init; } = 64;

    /// <summary>Commands it can hold before the first answer is fetched, 1 to 255.</summary>
    public int PacketCount { get; init; } = 4;

    /// <summary>What DAP_Info says of the protocol version. DAPLink answers 0254 or 0255 here, which is its own version.</summary>
    public string ProtocolVersion { get; init; } = "2.1.1";

    /// <summary>Product name, which must hold the text CMSIS-DAP.</summary>
    public string Product { get; init; } = "Simulated CMSIS-DAP";

    /// <summary>Serial number.</summary>
    public string Serial { get; init; } = "SIM0001";

    /// <summary>What DAP_Info says of the packet size where that is not the truth (two interfaces, one set of figures); null: the truth.</summary>
    public int? ClaimedPacketBytes { get; init; }

    /// <summary>Bytes of a packet of its bulk endpoints (wMaxPacketSize), 64 at full speed and 512 at high speed.</summary>
    public int EndpointBytes { get; init; } = 64;

    /// <summary>Whether it has JTAG.</summary>
    public bool Jtag { get; init; } = true;
}
