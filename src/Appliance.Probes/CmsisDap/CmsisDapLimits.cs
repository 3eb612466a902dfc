// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.CmsisDap.Commands;

namespace Appliance.Probes.CmsisDap;

/// <summary>How much a probe takes at once: what DAP_Info says, held against what can be.</summary>
/// <param name="PacketBytes">Bytes of the largest command and of the largest answer.</param>
/// <param name="PacketCount">Commands that may be under way.</param>
/// <param name="ProtocolVersion">Text of DAP_Info 0x04. DAPLink gives its own version there, so nothing is concluded from it.</param>
/// <param name="Firmware">Text of DAP_Info 0x09.</param>
internal sealed record CmsisDapLimits(int PacketBytes, int PacketCount, string ProtocolVersion, string Firmware)
{
    /// <summary>Every probe takes packets of this size (a full-speed HID report).</summary>
    public const int SmallestPacket = 64;

    private const int LargestPacket = 1024;

    /// <summary>Reports under way that HID stacks bear; OpenOCD stops here too (cmsis_dap.c).</summary>
    private const int MostReports = 4;

    private const int MostTransfers = 64;

    /// <summary>Asks the probe. A version 1 interface that gives figures of another interface is used one report at a time.</summary>
    /// <exception cref="BadAnswerException">Serial wire, or JTAG, is not offered, or the size is none.</exception>
    public static CmsisDapLimits Ask(CommandPipe pipe, int version, int reportBytes, bool jtag = false)
    {
        int size = pipe.Call(new InfoCommand(InfoId.PacketSize)).Number ?? SmallestPacket;
        int count = Math.Max(1, pipe.Call(new InfoCommand(InfoId.PacketCount)).Number ?? 1);
        if (size < SmallestPacket) throw new BadAnswerException($"packets of {size} bytes");
        byte[] capabilities = pipe.Call(new InfoCommand(InfoId.Capabilities)).Bytes;
        int wanted = jtag ? InfoId.JtagCapability : InfoId.SwdCapability;
        if (capabilities.Length == 0 || (capabilities[0] & wanted) == 0) throw new BadAnswerException($"it does not offer {(jtag ? "JTAG" : "serial wire")}");
        string protocol = pipe.Call(new InfoCommand(InfoId.ProtocolVersion)).Text;
        string firmware = pipe.Call(new InfoCommand(InfoId.ProductFirmware)).Text;
        if (version == 1) (size, count) = (reportBytes, size == reportBytes ? Math.Min(count, MostReports) : 1);
        return new CmsisDapLimits(Math.Min(size, LargestPacket), Math.Min(count, MostTransfers), protocol, firmware);
    }
}
