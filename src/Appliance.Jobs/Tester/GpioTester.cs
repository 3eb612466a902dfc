// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Jobs.Settings;
using Appliance.Ports.Gpio;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Tester;

/// <summary>
/// The handshake lines on GPIO, as <c>appliance.yaml</c> names them. A line that is not wired does nothing; one that cannot be had is told in
/// <see cref="Troubles"/>, and the others work. Dispose it after the <see cref="TesterDriver"/>.
/// </summary>
public sealed class GpioTester : ITesterLines, IDisposable
{
    private readonly List<string> _troubles = [];
    private readonly IGpioLine? _start;
    private readonly IGpioLine? _busy;
    private readonly IGpioLine? _ok;

    /// <summary>Takes the lines; the outputs are off.</summary>
    public GpioTester(IGpio gpio, TesterSettings lines)
    {
        if (lines.Busy is { } busy) _busy = Take("BUSY", () => gpio.OpenOutput(Named(busy), new GpioOutput(ActiveLow: busy.ActiveLow)));
        if (lines.Ok is { } ok) _ok = Take("OK", () => gpio.OpenOutput(Named(ok), new GpioOutput(ActiveLow: ok.ActiveLow)));
        if (lines.Start is { } start) _start = Take("START", () => gpio.OpenInput(Named(start), Input(start)));
        if (_start is not null) _start.Changed += OnEdge;
    }

    /// <inheritdoc/>
    public event Action? StartChanged;

    /// <summary>One sentence for each line that could not be had.</summary>
    public IReadOnlyList<string> Troubles => _troubles;

    /// <inheritdoc/>
    public bool StartActive => _start is not null && Try("START could not be read", _start.Read);

    /// <summary>One sentence for each line that is not there. Takes no line.</summary>
    public static IReadOnlyList<string> Missing(IGpio gpio, TesterSettings lines) =>
        LineLook.Missing(gpio, [(NameOf("START"), lines.Start), (NameOf("BUSY"), lines.Busy), (NameOf("OK"), lines.Ok)]);

    /// <inheritdoc/>
    public void SetBusy(bool on) => Set("BUSY", _busy, on);

    /// <inheritdoc/>
    public void SetOk(bool on) => Set("OK", _ok, on);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_start is not null) _start.Changed -= OnEdge;
        _start?.Dispose();
        _busy?.Dispose();
        _ok?.Dispose();
    }

    private static void Set(string name, IGpioLine? line, bool on)
    {
        if (line is null) return;
        Try($"{name} could not be switched", () =>
        {
            line.Write(on);
            return true;
        });
    }

    /// <summary>The pull holds the inactive level, so that a tester that is not plugged in starts nothing.</summary>
    private static GpioInput Input(LineSettings line) => new(line.ActiveLow, line.ActiveLow ? GpioBias.PullUp : GpioBias.PullDown, Edges: true);

    private static string NameOf(string line) => $"The tester's line {line}";

    private static GpioLineName Named(LineSettings line) => new(line.Chip, line.Line);

    private static T Try<T>(string otherwise, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (GpioException refused)
        {
            throw new PanelLinesException($"The tester's line {otherwise}: {refused.Message}", refused);
        }
    }

    private IGpioLine? Take(string name, Func<IGpioLine> open)
    {
        try
        {
            return open();
        }
        catch (GpioException refused)
        {
            _troubles.Add($"{NameOf(name)} does not work: {refused.Message}");
            return null;
        }
    }

    private void OnEdge() => StartChanged?.Invoke();
}
