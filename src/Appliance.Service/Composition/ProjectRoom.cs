// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Running;
using Appliance.Jobs.Selection;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Sticks;
using Appliance.Platform.Files;
using Appliance.Platform.Host;
using Appliance.Platform.Input;
using Appliance.Platform.Media;
using Appliance.Ports.Files;
using Appliance.Ports.Gpio;
using Appliance.Ports.Input;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Composition;

/// <summary>Everything that brings, selects and proves projects while the service runs: sticks, scanner, switches.</summary>
internal sealed class ProjectRoom : IDisposable
{
    /// <summary>Where sticks are mounted, where it is another folder than the units' own; for tests.</summary>
    private const string SticksVariable = "APPLIANCE_STICKS";

    /// <summary>Given by systemd to a unit with RuntimeDirectory=.</summary>
    private const string RuntimeVariable = "RUNTIME_DIRECTORY";
    private const string RequestsFolder = "write-stick";

    private readonly ApplianceHome _home;
    private readonly ProjectStore _store;
    private readonly Station _station;
    private readonly Func<IGpio> _gpio;
    private readonly ServiceLog _log;
    private readonly ProjectDesk _desk;
    private readonly ProjectSwitch _selection;
    private readonly ProjectCodes _codes;
    private readonly List<IDisposable> _parts = [];
    private readonly List<string> _troubles = [];
    private IScanner? _scanner;

    private ProjectRoom(ApplianceHome home, ProjectStore store, Station station, Func<IGpio> gpio, ServiceLog log)
    {
        (_home, _store, _station, _gpio, _log) = (home, store, station, gpio, log);
        _desk = new ProjectDesk(broken => log.Trouble($"A project could not be brought, selected or noted as proven: {broken.Message}"));
        _selection = new ProjectSwitch(station, store, home.Select);
        _codes = new ProjectCodes(store, _selection, home.ActiveId);
        _parts.Add(new ProvenProjects(station, _desk, store, home.ActiveId, SelectWaiting));
    }

    /// <summary>What does not work, in sentences.</summary>
    public IReadOnlyList<string> Troubles => _scanner?.Trouble is { } lost ? [.. _troubles, $"{Catalogue.ScannerLost.Code} {lost}"] : _troubles;

    /// <summary>The one way to select a project.</summary>
    public ProjectSwitch Selection => _selection;

    /// <summary>A tester names a project. Any thread.</summary>
    /// <returns>Whether it is selected now.</returns>
    public bool SelectNamed(string name)
    {
        var report = _codes.Named(name);
        Log(report);
        return report.Error is null;
    }

    /// <summary>Opens the kept projects; null, and a line in the log, where projects cannot be kept at all.</summary>
    public static ProjectRoom? Open(ApplianceHome home, Station station, Func<IGpio> gpio, ServiceLog log)
    {
        try
        {
            return new ProjectRoom(home, home.OpenProjects(), station, gpio, log);
        }
        catch (IOException refused)
        {
            log.Trouble($"Projects can neither be brought nor selected: {refused.Message}");
            return null;
        }
    }

    /// <summary>Looks at sticks, scanner and switches from now on. Call once, when the station has shown what it replays.</summary>
    /// <param name="setUp">Takes the set-up file of a stick.</param>
    public void Start(IStickSetUp setUp)
    {
        var settings = _home.Settings.Settings.Projects;
        if (settings.Sticks) Guarded(() => WatchSticks(setUp));
        if (settings.Scanner is { } scanner) Listen(scanner);
        if (settings.Switches is { } switches) Watch(switches);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in Enumerable.Reverse(_parts)) part.Dispose();
        _desk.Dispose();
    }

    private static string? Requests()
    {
        var runtime = Environment.GetEnvironmentVariable(RuntimeVariable)?.Split(':')[0];
        return string.IsNullOrEmpty(runtime) ? null : Path.Combine(runtime, RequestsFolder);
    }

    /// <summary>A disk that refuses is told; the page must still come up.</summary>
    private void Guarded(Action begin)
    {
        try
        {
            begin();
        }
        catch (FileFaultException refused)
        {
            _troubles.Add($"Sticks are not read: {refused.Message}");
            _log.Trouble(_troubles[^1]);
        }
    }

    private void WatchSticks(IStickSetUp setUp)
    {
        var media = new LinuxMedia(Environment.GetEnvironmentVariable(SticksVariable) ?? LinuxMedia.DefaultFolder, Requests(), TimeProvider.System);
        var name = new LinuxHost(TimeProvider.System, _home.Settings.Settings.Name).ApplianceName;
        var visit = new StickVisit(_store, ChipCatalog.Default, _selection, (new DurableFolder(_home.Journal), name), setUp);
        var keeper = new StickKeeper(media, _desk, visit, report => Show(report, report?.State == PanelState.StickReading));
        _parts.AddRange([media, keeper]);
        keeper.Start();
    }

    private void Listen(string wanted)
    {
        _scanner = new EvdevScanner(wanted, TimeProvider.System);
        _parts.Add(_scanner);
        _scanner.Scanned += text => _desk.Post(_ => Show(_codes.Scan(text), begins: true));
        if (_scanner.Trouble is { } trouble) _log.Trouble(trouble);
        _scanner.Changed += () => _log.Note(_scanner.Trouble ?? "The barcode scanner is back.");
    }

    private void Watch(SwitchSettings settings)
    {
        var lines = new List<IGpioLine>();
        try
        {
            var all = _gpio();
            foreach (var line in settings.Lines)
                lines.Add(all.OpenInput(new GpioLineName(line.Chip, line.Line), new GpioInput(line.ActiveLow, line.ActiveLow ? GpioBias.PullUp : GpioBias.PullDown)));
            _parts.Add(new SelectionSwitches(
                lines, TimeProvider.System, () => _station.Snapshot.State is PanelState.Busy or PanelState.Starting,
                number => _desk.Post(_ => Turn(number, settings.Table)), refused => _log.Trouble($"The selection switches cannot be read: {refused.Message}")));
        }
        catch (GpioException refused)
        {
            foreach (var line in lines) line.Dispose();
            _troubles.Add($"The selection switches do not work: {refused.Message}");
            _log.Trouble(_troubles[^1]);
        }
    }

    private void Turn(int number, IReadOnlyDictionary<int, string> table)
    {
        if (_codes.Turn(number, table) is { } report) Show(report, begins: true);
    }

    /// <summary>A job is over: what a stick brought meanwhile is selected.</summary>
    private void SelectWaiting()
    {
        try
        {
            _selection.TryWaiting();
        }
        catch (JobFailure refused)
        {
            Show(StickReport.Refused(refused.Entry, "", refused.Message), begins: false);
        }
    }

    private void Show(StickReport? report, bool begins)
    {
        Log(report);
        _station.ShowNotice(report is null ? null : new StationNotice(report.State, report.Message, report.Action, begins));
    }

    private void Log(StickReport? report)
    {
        switch (report)
        {
            case null:
                _log.Note("The stick was pulled out.");
                break;
            case { Error: { } error }:
                _log.Trouble($"{error.Code} {error.Cause}: {report.Message} {report.Details}".TrimEnd());
                break;
            default:
                _log.Note(report.Message);
                break;
        }
    }
}
