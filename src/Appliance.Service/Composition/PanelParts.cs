// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Jobs.Panel.Display;
using Appliance.Jobs.Power;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Tester;
using Appliance.Ports.Gpio;
using Appliance.Ports.Panel;
using Appliance.Ports.Power;
using Appliance.Service.Cli;

namespace Appliance.Service.Composition;

/// <summary>The panel of the service, and what is wrong with it: told to the log once, and on the page as long as the service runs. Safe from
/// several threads.</summary>
/// <param name="lines">The panel's lines; disposed with this, as every other part, where they can be.</param>
internal sealed class PanelParts(IPanelLines lines) : IDisposable
{
    private const int MostTroubles = 8;

    private readonly Lock _lock = new();
    private readonly List<string> _troubles = [];
    private Action<string>? _log;
    private string? _displayTrouble;

    /// <summary>What the settings wire, a standard wiring filled in.</summary>
    public ApplianceSettings Settings { get; init; } = new();

    /// <summary>The panel's lines.</summary>
    public IPanelLines Lines => lines;

    /// <summary>The display.</summary>
    public IPanelDisplay Display { get; init; } = new DisabledDisplay();

    /// <summary>The handshake lines of a tester.</summary>
    public ITesterLines Tester { get; init; } = new DisabledTester();

    /// <summary>The supply of the target.</summary>
    public ITargetPower Power { get; init; } = new DisabledTargetPower();

    /// <summary>What the display shows beside jobs: whoever has something to say posts it here.</summary>
    public PanelNotices Notices { get; } = new(TimeProvider.System);

    /// <summary>What is wrong, in sentences.</summary>
    public IReadOnlyList<string> Troubles
    {
        get
        {
            lock (_lock) return _displayTrouble is null ? [.. _troubles] : [.. _troubles, _displayTrouble];
        }
    }

    /// <summary>The parts that are wired, a standard wiring filled in; disabled ones in the place of the others, and all of them where this machine is no board of the pin map.</summary>
    public static PanelParts Open(ApplianceSettings settings, Func<IGpio> create)
    {
        try
        {
            return Wired(StandardWiring.Shipped.Apply(settings), create);
        }
        catch (BadInputException unusable)
        {
            var parts = Wired(settings, create);
            parts.Tell(unusable.Message);
            return parts;
        }
    }

    private static PanelParts Wired(ApplianceSettings settings, Func<IGpio> create)
    {
        var gpio = new Lazy<IGpio>(create);
        var panel = GpioPanel.IsWired(settings.Panel) ? new GpioPanel(gpio.Value, settings.Panel) : null;
        var tester = settings.Tester.IsWired ? new GpioTester(gpio.Value, settings.Tester) : null;
        var power = PowerEngine.Open(settings.Power, gpio);
        var parts = new PanelParts(panel is null ? new DisabledPanel() : panel)
        {
            Settings = settings,
            Display = settings.Panel.Display is { } display ? DisplayEngine.Create(display) : new DisabledDisplay(),
            Tester = tester is null ? new DisabledTester() : tester,
            Power = power is null ? new DisabledTargetPower() : power,
        };
        foreach (var trouble in (IEnumerable<string>)[.. panel?.Troubles ?? [], .. tester?.Troubles ?? [], .. power?.Troubles ?? []]) parts.Tell(trouble);
        return parts;
    }

    /// <summary>Tells the log what is wrong, and from now on each new trouble.</summary>
    public void TellTo(Action<string> log)
    {
        _log = log;
        foreach (var trouble in Troubles) log(trouble);
    }

    /// <summary>Notes trouble; the same one counts once.</summary>
    public void Tell(string trouble)
    {
        lock (_lock)
        {
            if (_troubles.Count >= MostTroubles || _troubles.Contains(trouble)) return;
            _troubles.Add(trouble);
        }

        _log?.Invoke(trouble);
    }

    /// <summary>Notes that the display does not work, or (null) that it works again: unlike a line it may be unplugged and come back.</summary>
    public void TellDisplay(string? trouble)
    {
        lock (_lock) _displayTrouble = trouble;
        _log?.Invoke(trouble ?? "The display works again.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Display.Dispose();
        foreach (var part in (object[])[Tester, Power, lines]) (part as IDisposable)?.Dispose();
    }
}
