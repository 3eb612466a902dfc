// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Ftdi;

/// <summary>A chip of FTDI, by its data sheet.</summary>
/// <param name="Version">bcdDevice.</param>
/// <param name="Channels">Interfaces.</param>
/// <param name="IsHighSpeed">60 MHz and packets of 512 bytes; else 12 MHz and 64.</param>
/// <param name="AnswerBytes">Answers it holds for the host.</param>
public sealed record SimulatedFtdiChip(ushort Version, int Channels, bool IsHighSpeed, int AnswerBytes)
{
    /// <summary>FT2232D.</summary>
    public static readonly SimulatedFtdiChip Ft2232D = new(0x0500, 2, false, 384);

    /// <summary>FT2232H.</summary>
    public static readonly SimulatedFtdiChip Ft2232H = new(0x0700, 2, true, 4096);

    /// <summary>FT4232H.</summary>
    public static readonly SimulatedFtdiChip Ft4232H = new(0x0800, 4, true, 2048);

    /// <summary>FT232H.</summary>
    public static readonly SimulatedFtdiChip Ft232H = new(0x0900, 1, true, 1024);

    /// <summary>Bytes of a packet, its two of status included.</summary>
    public int PacketBytes => IsHighSpeed ? 512 : 64;
}
