// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Appliance.Simulation.CmsisDap;

/// <summary>DAP_Info: what the probe says of itself.</summary>
internal sealed class ProbeInfo(SimulatedCmsisDapOptions options)
{
    private const byte SerialWire = 0x01, Jtag = 0x02;

    public bool Tell(ProbeCommand command, ProbeAnswer answer)
    {
        byte[] value = command.Byte() switch
        {
            0x01 => Text("Appliance"),
            0x02 => Text(options.Product),
            0x03 => Text(options.Serial),
            0x04 => Text(options.ProtocolVersion),
            0x09 => Text("1.0.0"),
            0xF0 => [(byte)(SerialWire | (options.Jtag ? Jtag : 0))],
            0xFE => [(byte)options.PacketCount],
            0xFF => BitConverter.GetBytes((ushort)(options.ClaimedPacketBytes ?? options.PacketBytes)),
            _ => [],
        };
        answer.Byte(value.Length);
        foreach (var one in value)
            answer.Byte(one);
        return true;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + "\0");
}
