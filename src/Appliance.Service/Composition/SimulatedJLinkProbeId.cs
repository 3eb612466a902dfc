// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes;
using Appliance.Probes.JLink;
using Appliance.Simulation.JLink;

namespace Appliance.Service.Composition;

/// <summary>A simulated J-Link on a simulated board: <c>sim-jlink:TARGET[,model=v9|clone|old][,fault=NAME][,seed=N]</c>.</summary>
/// <param name="Board">The board.</param>
/// <param name="Model">What J-Link it is, one of <see cref="Models"/>.</param>
public sealed record SimulatedJLinkProbeId(SimulatedProbeId Board, string Model) : ProbeId
{
    /// <summary>The word before the colon.</summary>
    public const string Kind = "sim-jlink";

    /// <summary>What there is: one of SEGGER's with SWD and JTAG, a clone that wants its host registered, an old one with JTAG alone.</summary>
    public static readonly IReadOnlyList<string> Models = ["v9", "clone", "old"];
    private const string ModelKey = "model=";

    /// <summary>Reads what follows the colon.</summary>
    /// <exception cref="FormatException">A setting is none.</exception>
    public static SimulatedJLinkProbeId Read(string rest)
    {
        var parts = rest.Split(',', StringSplitOptions.TrimEntries);
        var model = parts.LastOrDefault(part => part.StartsWith(ModelKey, StringComparison.Ordinal))?[ModelKey.Length..] ?? Models[0];
        if (!Models.Contains(model)) throw new FormatException($"'{model}' is no model of a J-Link. Known: {string.Join(", ", Models)}.");
        var board = parts.Where(part => !part.StartsWith(ModelKey, StringComparison.Ordinal));
        return new SimulatedJLinkProbeId((SimulatedProbeId)Parse($"sim:{string.Join(',', board)}"), model);
    }

    /// <inheritdoc/>
    public override string ToText() => $"{Kind}:{Board.ToText()["sim:".Length..]}{(Model == Models[0] ? "" : $",{ModelKey}{Model}")}";

    /// <summary>Attaches the probe and makes a link over it.</summary>
    internal IDapLink Open(bool jtag)
    {
        var board = ProbeOpener.Board(Board);
        var probe = board.AttachJLink(Model switch
        {
            "clone" => new SimulatedJLinkOptions { WantsRegistration = true, Serial = SimulatedJLinkOptions.CloneSerial },
            "old" => new SimulatedJLinkOptions { HasSwd = false, Hardware = 3_00_00, FreeMemory = null, Firmware = "J-Link ARM V3 Rev. 1" },
            _ => new SimulatedJLinkOptions(),
        });
        return JLinkProbe.Open(probe.OpenPipe(), probe.Clock, board.Surroundings, jtag);
    }
}
