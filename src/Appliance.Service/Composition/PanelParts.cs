// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Jobs.Panel.Display;
using Appliance.Jobs.Settings;
using Appliance.Ports.Gpio;
using Appliance.Ports.Panel;
using Appliance.Service.Cli;

namespace Appliance.Service.Composition;

/// <summary>The panel of the service, and what is wrong with it: told to the log once, and on the page as long as the service runs. Safe from
/// several threads.</summary>
/// <param name="lines">The panel's lines; disposed with this where they can be.</param>
/// <param name="display">The display, disposed with this; null where none is fitted.</param>
internal sealed class PanelParts(IPanelLines lines, IPanelDisplay? display = null) : IDisposable
{
    private const int MostTroubles = 8;

    private readonly Lock _lock = new();
    private readonly List<string> _troubles = [];
    private Action<string>? _log;
    private string? _displayTrouble;

    /// <summary>The panel's lines.</summary>
    public IPanelLines Lines => lines;

    /// <summary>The display.</summary>
    public IPanelDisplay Display { get; } = display ?? new DisabledDisplay();

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

    /// <summary>The panel that is wired, a standard wiring filled in; without parts where this machine is no board of the pin map.</summary>
    public static PanelParts Open(ApplianceSettings settings, Func<IGpio> gpio)
    {
        try
        {
            return Open(StandardWiring.Shipped.Apply(settings).Panel, gpio);
        }
        catch (BadInputException unusable)
        {
            var parts = Open(settings.Panel, gpio);
            parts.Tell(unusable.Message);
            return parts;
        }
    }

    /// <summary>The panel that is wired; none where no part is.</summary>
    public static PanelParts Open(PanelSettings settings, Func<IGpio> gpio)
    {
        if (!GpioPanel.IsWired(settings)) return new PanelParts(new DisabledPanel());
        var panel = new GpioPanel(gpio(), settings);
        var parts = new PanelParts(panel);
        foreach (var trouble in panel.Troubles) parts.Tell(trouble);
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
        (lines as IDisposable)?.Dispose();
    }
}
