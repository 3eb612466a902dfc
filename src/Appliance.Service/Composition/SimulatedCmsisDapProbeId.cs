// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Probes;
using Appliance.Probes.CmsisDap;
using Appliance.Simulation.CmsisDap;

namespace Appliance.Service.Composition;

/// <summary>A simulated CMSIS-DAP probe on a simulated board: <c>sim-cmsis-dap:TARGET[,version=1|2][,packet=BYTES][,fault=NAME][,seed=N]</c>.</summary>
/// <param name="Board">The board it is plugged to.</param>
/// <param name="Version">1: HID reports. 2: bulk transfers.</param>
/// <param name="PacketBytes">Bytes of its packets.</param>
public sealed record SimulatedCmsisDapProbeId(SimulatedProbeId Board, int Version, int PacketBytes) : ProbeId
{
    private const int DefaultVersion = 2;
    private const int DefaultPacket = 64;

    /// <summary>Reads what follows the colon.</summary>
    /// <exception cref="FormatException">A setting is none, or out of range.</exception>
    public static SimulatedCmsisDapProbeId Read(string rest)
    {
        var parts = rest.Split(',', StringSplitOptions.TrimEntries);
        var board = parts.Where(part => !part.StartsWith("version=", StringComparison.Ordinal) && !part.StartsWith("packet=", StringComparison.Ordinal));
        return new SimulatedCmsisDapProbeId(
            (SimulatedProbeId)Parse($"sim:{string.Join(',', board)}"), Number(parts, "version", DefaultVersion, 1, 2), Number(parts, "packet", DefaultPacket, 64, 1024));
    }

    /// <inheritdoc/>
    public override string ToText() => string.Create(
        CultureInfo.InvariantCulture, $"sim-cmsis-dap:{Board.ToText()["sim:".Length..]},version={Version},packet={PacketBytes}");

    /// <summary>Plugs the probe to the board and opens it.</summary>
    internal IDapLink Open(bool jtag)
    {
        var board = ProbeOpener.Board(Board);
        var probe = board.AttachCmsisDap(new SimulatedCmsisDapOptions { Version = Version, PacketBytes = PacketBytes });
        var device = new CmsisDapDevice(Version);
        return jtag
            ? CmsisDapJtagLine.Open(probe.OpenPipe(), device, probe.Clock, board.Surroundings)
            : CmsisDapLink.Open(probe.OpenPipe(), device, probe.Clock, board.Surroundings);
    }

    private static int Number(string[] parts, string key, int otherwise, int least, int most)
    {
        var text = parts.LastOrDefault(part => part.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..];
        if (text is null) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"'{key}={text}' is no setting of a simulated CMSIS-DAP probe: {key} is {least} to {most}.");
    }
}
