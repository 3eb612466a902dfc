// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Net;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Panel.Display;
using Appliance.Jobs.Records;
using Appliance.Jobs.Running;
using Appliance.Jobs.SelfChecks;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Tester;
using Appliance.Jobs.Watchdog;
using Appliance.Platform.Host;
using Appliance.Platform.Systemd;
using Appliance.Service.Composition;
using Appliance.Service.Web;
using Appliance.Simulation.Surroundings;

namespace Appliance.Service.Cli;

/// <summary><c>serve</c>: the service; what systemd starts.</summary>
internal static class ServeCommand
{
    public static Option<int?> Port() => new("--port")
    {
        Description = "Port of the page for this machine. Default: the one of appliance.yaml, else 8080; 0 takes a free one.",
        HelpName = "PORT",
    };

    public static Command Create()
    {
        var (probe, home, port) = (Options.Probe(), Options.Home(), Port());
        var command = new Command("serve", "Run the service: panel, page, records. Ends on SIGTERM or Ctrl-C.") { probe, home, port };
        command.SetAction((parsed, cancel) =>
        {
            var folder = ApplianceHome.Locate(parsed.GetValue(home));
            var settings = folder.Settings.Settings;
            var chosen = parsed.GetValue(probe) is { } named ? ProbeOpener.Parse(named) : ProbeOpener.ParseSettings(settings.Probe);
            var wired = GpioProbeId.Wire(chosen, settings);
            return Serve(
                folder, wired, new SelectedProject(folder, wired), Options.InRange(parsed.GetValue(port), "--port") ?? settings.Web.Port,
                PanelParts.Open(settings, GpioEngine.Create), cancel);
        });
        return command;
    }

    /// <summary>
    /// Serves until cancelled, then disposes the panel. The panel comes first, all off: taking it has switched it off. Ready is said after the self
    /// checks, and the page comes up before them, so that a failed one can be read there.
    /// </summary>
    internal static async Task<int> Serve(ApplianceHome home, ProbeId probe, IActiveProject project, int? port, PanelParts parts, CancellationToken cancel)
    {
        try
        {
            await ServeUntil(home, probe, project, port, parts, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Stopped while it was still starting: an end like any other.
        }

        return ExitCodes.Pass;
    }

    private static async Task ServeUntil(ApplianceHome home, ProbeId probe, IActiveProject project, int? port, PanelParts parts, CancellationToken cancel)
    {
        using var owned = parts;
        var manager = SystemdManager.OfThisProcess();
        var sockets = ListenSockets.OfThisProcess();
        using var records = new RecoveringRecords(() => new RecordRoom(home, home.Settings.Settings.Name, TimeProvider.System));
        var trouble = records.TryOpen();
        var gate = new RecordGate(records);
        var sessions = new SessionFactory(probe, home.BootOptions);
        using var station = new Station(new JobRunner(sessions, gate, TimeProvider.System, parts.Power), project, sessions);
        using var log = new ServiceLog(home.Logs);
        log.Follow(station);
        station.SubscriberFailed += broken => log.Trouble($"A part of the panel or page broke: {broken}");
        using var panel = new PanelDriver(station, parts.Lines, TimeProvider.System);
        parts.TellTo(log.Trouble);
        panel.Faulted += fault => parts.Tell(fault.Message);
        panel.Start();
        using var tester = new TesterDriver(station, parts.Tester, TimeProvider.System);
        tester.Faulted += fault => parts.Tell(fault.Message);
        tester.Start();
        using var tally = new DayTally(station, TimeProvider.System, from => records.Room?.CountSince(from) ?? (0, 0));
        using var display = new DisplayDriver(station, parts.Display, parts.Notices, () => Idle(tally), TimeProvider.System);
        display.TroubleChanged += parts.TellDisplay;
        display.Start();
        using var projects = project is SelectedProject ? ProjectRoom.Open(home, station, GpioEngine.Create, log) : null;
        using var remote = RemoteDoors.Open(home.Settings.Settings.Remote, home, station, name => projects?.SelectNamed(name) == true, sockets.Take, log.Trouble);
        var start = new StartUp(manager, TimeProvider.System);
        using var room = new WebRoom(home, parts.Notices, TimeProvider.System);
        IReadOnlyList<string> Trouble() => [.. Troubles(parts, records, room, projects), .. remote.Troubles, .. sockets.Unused.Select(NotAskedFor)];
        if (room.Begin() is { } setUp) log.Trouble(setUp);
        await using var web = new WebHost(new WebParts
        {
            Station = station, Time = TimeProvider.System, Access = room.Desk, Records = new RecordPages(home, () => records.Room, station),
            Projects = new ProjectPages(home, ProbeRoute.Capabilities(probe), projects?.Selection),
            Log = new LogFiles(home.Logs), Appliance = new AppliancePages(home, () => records.Room, parts, room, Trouble),
            Troubles = Trouble, Names = () => room.Names, Checks = () => start.Reports,
        });
        await web.Start(new WebAddresses(port ?? SettingsLimits.DefaultWebPort, room.Network, sockets.Take), cancel);
        using var disk = new DiskNotice(station, parts.Notices, () => records.Room?.DiskWarning, log.Trouble, TimeProvider.System);
        var checks = StartChecks.OfService(home, probe, parts, records.Room, trouble);
        await start.Finish(checks, reports => Heed(reports, gate, trouble, station, log, records.Room?.DiskWarning), $"Page {web.Url}, probe {sessions.ProbeName}", cancel);
        // The manager waits for beats from READY on: before anything else that a hung disk can stop, and be it a line of the log.
        using var pulse = new StationPulse(station, TimeProvider.System);
        IVitalPart[] vital = [pulse, new PanelPulse(panel), new JournalPulse(() => records.Room?.Touch())];
        var heart = new Heart(manager, vital, TimeProvider.System, log.Trouble).Beat(cancel);
        try
        {
            projects?.Start(room.SetUp);
            foreach (var at in sockets.Unused) log.Trouble(NotAskedFor(at));
            log.Ready(sessions.ProbeName, web.Url);
            Console.WriteLine($"ready: {web.Url}");
            if (parts.Lines is SimulatedPanel simulated && !Console.IsInputRedirected) PressOnEnter(simulated, cancel);
            if (records.Room is { } journal) await ProveChain(journal, gate, station, log, cancel);
            await Ended(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Asked to end while the chain is proven: an end like any other, and the manager hears of it.
        }

        manager.Stopping();
        await heart;
    }

    /// <summary>A check that found something is told; one without which no job may start ends recording. Trouble with the journal itself keeps the gate open: each press tries anew.</summary>
    private static void Heed(IReadOnlyList<SelfCheckReport> reports, RecordGate gate, RecordException? trouble, Station station, ServiceLog log, string? warning)
    {
        foreach (var (name, _, finding) in reports.Where(report => report.Finding.State != SelfCheckState.Ok))
            log.Trouble($"Self check {name}: {finding.Seen} {finding.Action}");
        if (trouble is null && reports.FirstOrDefault(report => report.Stops) is { } stop) gate.Close(new RecordException(RecordCause.IoError, stop.Finding.Seen));
        station.ShowReadiness((trouble ?? gate.Closed)?.Message, warning);
    }

    /// <summary>What the page says above everything else, asked anew for each view.</summary>
    private static IReadOnlyList<string> Troubles(PanelParts parts, RecoveringRecords records, WebRoom room, ProjectRoom? projects) =>
        [.. new[] { records.Room?.DiskWarning, records.Room?.AnchorTrouble, room.Trouble, room.Certificate.LastTrouble }.OfType<string>(), .. parts.Troubles, .. projects?.Troubles ?? []];

    private static string NotAskedFor(IPEndPoint at) =>
        $"systemd listens at {at} for the appliance, and appliance.yaml does not ask for it (web: tls-port, redirect-port; remote: tcp): callers wait there in vain.";

    private static IdleFacts Idle(DayTally tally) => new(NetworkAddress.Find(), tally.Today.Passed, tally.Today.Failed);

    private static async Task ProveChain(RecordRoom records, RecordGate gate, Station station, ServiceLog log, CancellationToken cancel)
    {
        if (await Task.Run(() => records.ProveChain(cancel), CancellationToken.None) is not { } trouble) return;
        log.Trouble(trouble);
        gate.Close(new RecordException(RecordCause.ChainBroken, trouble));
        station.ShowReadiness(gate.Closed!.Message);
    }

    private static void PressOnEnter(SimulatedPanel panel, CancellationToken cancel)
    {
        Console.WriteLine("Enter = PROG, Ctrl-C = end");
        var keys = new Thread(() =>
        {
            while (Console.ReadLine() is not null)
            {
                panel.Press();
                cancel.WaitHandle.WaitOne(PanelDriver.DefaultSettling * 2);
                panel.Release();
            }
        })
        { IsBackground = true, Name = "keys" };
        keys.Start();
    }

    private static async Task Ended(CancellationToken cancel)
    {
        var ended = new TaskCompletionSource();
        await using var registration = cancel.Register(() => ended.TrySetResult());
        await ended.Task;
    }
}
