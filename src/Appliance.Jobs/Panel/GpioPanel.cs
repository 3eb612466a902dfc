// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Settings;
using Appliance.Ports.Gpio;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Panel;

/// <summary>
/// The panel on GPIO lines, as <c>appliance.yaml</c> names them. A part that is not wired does nothing; one that cannot be had is told in
/// <see cref="Troubles"/>, and the others work. Dispose it after the <see cref="PanelDriver"/>.
/// </summary>
public sealed class GpioPanel : IPanelLines, IDisposable
{
    private const string ButtonName = "The PROG button";

    private readonly Dictionary<PanelOutput, IGpioLine> _outputs = [];
    private readonly List<string> _troubles = [];
    private readonly IGpioLine? _prog;

    /// <summary>Takes the lines; everything is off.</summary>
    public GpioPanel(IGpio gpio, PanelSettings parts)
    {
        foreach (var (output, line) in Outputs(parts))
        {
            if (Take(NameOf(output), () => gpio.OpenOutput(Named(line), new GpioOutput(ActiveLow: line.ActiveLow))) is { } taken) _outputs[output] = taken;
        }

        if (parts.Prog is not { } prog) return;
        _prog = Take(ButtonName, () => gpio.OpenInput(Named(prog), Button(prog)));
        if (_prog is not null) _prog.Changed += OnEdge;
    }

    /// <inheritdoc/>
    public event Action? ProgChanged;

    /// <summary>One sentence for each part that could not be had.</summary>
    public IReadOnlyList<string> Troubles => _troubles;

    /// <inheritdoc/>
    public bool ProgPressed => _prog is not null && Try($"{ButtonName} could not be read", _prog.Read);

    /// <summary>Whether any part is wired.</summary>
    public static bool IsWired(PanelSettings parts) => parts.Prog is not null || Outputs(parts).Any();

    /// <summary>One sentence for each part whose line is not there. Takes no line: a service may have them meanwhile.</summary>
    public static IReadOnlyList<string> Missing(IGpio gpio, PanelSettings parts)
    {
        var outputs = Outputs(parts).Select(part => (NameOf(part.Output), (LineSettings?)part.Line));
        return LineLook.Missing(gpio, outputs.Append((ButtonName, parts.Prog)));
    }

    /// <inheritdoc/>
    public void Set(PanelOutput output, bool on)
    {
        if (!_outputs.TryGetValue(output, out var line)) return;
        Try($"{NameOf(output)} could not be switched", () =>
        {
            line.Write(on);
            return true;
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_prog is not null) _prog.Changed -= OnEdge;
        _prog?.Dispose();
        foreach (var line in _outputs.Values) line.Dispose();
    }

    private static IEnumerable<(PanelOutput Output, LineSettings Line)> Outputs(PanelSettings parts)
    {
        if (parts.Busy is { } busy) yield return (PanelOutput.Busy, busy);
        if (parts.Pass is { } pass) yield return (PanelOutput.Pass, pass);
        if (parts.Fail is { } fail) yield return (PanelOutput.Fail, fail);
        if (parts.Buzzer is { } buzzer) yield return (PanelOutput.Buzzer, buzzer);
    }

    /// <summary>The button closes to the level that means pressed; the pull holds the other one.</summary>
    private static GpioInput Button(LineSettings line) => new(line.ActiveLow, line.ActiveLow ? GpioBias.PullUp : GpioBias.PullDown, Edges: true);

    private static GpioLineName Named(LineSettings line) => new(line.Chip, line.Line);

    private static string NameOf(PanelOutput output) => output switch
    {
        PanelOutput.Busy => "The yellow LED",
        PanelOutput.Pass => "The green LED",
        PanelOutput.Fail => "The red LED",
        _ => "The buzzer",
    };

    private static string DoesNotWork(string part, GpioException refused) => $"{part} does not work: {refused.Message}";

    private static T Try<T>(string otherwise, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (GpioException refused)
        {
            throw new PanelLinesException($"{otherwise}: {refused.Message}", refused);
        }
    }

    private IGpioLine? Take(string part, Func<IGpioLine> open)
    {
        try
        {
            return open();
        }
        catch (GpioException refused)
        {
            _troubles.Add(DoesNotWork(part, refused));
            return null;
        }
    }

    private void OnEdge() => ProgChanged?.Invoke();
}
