// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization;
using Appliance.Jobs.Settings;
using Appliance.Platform.Host;
using Appliance.Service.Cli;

namespace Appliance.Service.Composition;

/// <summary>The wirings of <c>hardware/pins.json</c>, which is part of the program.</summary>
internal sealed class StandardWiring
{
    private const string Resource = "hardware/pins.json";
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    private readonly PinMap _map;

    private StandardWiring(PinMap map) => _map = map;

    /// <summary>The pin map of this program.</summary>
    public static StandardWiring Shipped { get; } = new(Read());

    /// <summary>Names of the boards in it.</summary>
    public IReadOnlyList<string> Boards => [.. _map.Boards.Select(board => board.Name)];

    /// <summary>Settings with the lines of their wiring filled in, for the board this is.</summary>
    /// <exception cref="BadInputException">A wiring is chosen and the board is not in the pin map.</exception>
    public ApplianceSettings Apply(ApplianceSettings settings) => Apply(settings, RaspberryPi.Compatible());

    /// <summary>The same for a board that is compatible with these names.</summary>
    public ApplianceSettings Apply(ApplianceSettings settings, IReadOnlyList<string> compatible)
    {
        if (settings.Wiring is not { } wiring) return settings;
        var board = compatible.Select(name => _map.Boards.FirstOrDefault(board => board.Compatible == name)).FirstOrDefault(found => found is not null)
            ?? compatible.Select(name => _map.Boards.FirstOrDefault(board => board.Soc == name)).FirstOrDefault(found => found is not null)
            ?? throw new BadInputException(
                $"appliance.yaml says \"wiring: {wiring.ToString().ToLowerInvariant()}\", and this machine is no board of the pin map. Write \"pins\" and \"panel\", or remove \"wiring\".");
        var lines = Lines(board, wiring);
        return settings with
        {
            Pins = settings.Pins ?? Pins(lines),
            Panel = Panel(settings.Panel, lines),
            Tester = settings.Fitted.HasFlag(FittedParts.Tester) ? Tester(settings.Tester, lines) : settings.Tester,
            Power = Power(settings.Power, settings.Fitted, lines),
        };
    }

    private static PinSettings Pins(Dictionary<string, LineSettings> lines) => new(
        lines["swclk"], [lines["swdio"]], lines.GetValueOrDefault("nreset"),
        lines.TryGetValue("direction", out var direction) ? [direction] : [], lines.GetValueOrDefault("nreset-gate"));

    private static PanelSettings Panel(PanelSettings written, Dictionary<string, LineSettings> lines) => written with
    {
        Prog = written.Prog ?? lines["prog"],
        Busy = written.Busy ?? lines["busy"],
        Pass = written.Pass ?? lines["pass"],
        Fail = written.Fail ?? lines["fail"],
        Buzzer = written.Buzzer ?? lines["buzzer"],
    };

    private static TesterSettings Tester(TesterSettings written, Dictionary<string, LineSettings> lines) => new()
    {
        Start = written.Start ?? lines["start"], Busy = written.Busy ?? lines["tester-busy"], Ok = written.Ok ?? lines["tester-ok"],
    };

    private static PowerSettings Power(PowerSettings written, FittedParts fitted, Dictionary<string, LineSettings> lines) => new()
    {
        Switch = written.Switch ?? (fitted.HasFlag(FittedParts.Power) ? lines["power"] : null),
        Vtref = written.Vtref ?? (fitted.HasFlag(FittedParts.Vtref) ? new VtrefSettings(lines["vtref"], null) : null),
    };

    private Dictionary<string, LineSettings> Lines(PinMapBoard board, WiringKind wiring) => _map.Parts
        .Where(part => part.Wirings.Contains(wiring.ToString(), StringComparer.OrdinalIgnoreCase))
        .ToDictionary(part => part.Part, part => new LineSettings(board.Chip, part.Line, part.ActiveLow));

    private static PinMap Read()
    {
        using var stream = typeof(StandardWiring).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not part of this program.");
        return JsonSerializer.Deserialize<PinMap>(stream, Json)!;
    }

    private sealed record PinMap(IReadOnlyList<PinMapBoard> Boards, IReadOnlyList<PinMapPart> Parts);

    private sealed record PinMapBoard(string Name, string Compatible, string Soc, string Chip);

    private sealed record PinMapPart(string Part, string Line, IReadOnlyList<string> Wirings)
    {
        [JsonPropertyName("active-low")]
        public bool ActiveLow { get; init; }
    }
}
