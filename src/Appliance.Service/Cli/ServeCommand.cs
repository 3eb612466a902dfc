// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Panel.Display;
using Appliance.Jobs.Records;
using Appliance.Jobs.Running;
using Appliance.Jobs.SelfChecks;
using Appliance.Jobs.Settings;
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
            return Serve(
                folder, parsed.GetValue(probe) is { } named ? ProbeOpener.Parse(named) : ProbeOpener.ParseSettings(settings.Probe), new SelectedProject(folder), Options.InRange(parsed.GetValue(port), "--port") ?? settings.Web.Port,
                PanelParts.Open(settings.Panel, GpioEngine.Create), cancel);
        });
        return command;
    }

    /// <summary>
    /// Serves until cancelled, then disposes the panel. The panel comes first, all off: taking it has switched it off. Ready is said after the self
    /// checks, and the page comes up before them, so that a failed one can be read there.
    /// </summary>
    internal static async Task<int> Serve(ApplianceHome home, ProbeId probe, IActiveProject project, int? port, PanelParts parts, CancellationToken cancel)
    {
        using var owned = parts;
        var manager = SystemdManager.OfThisProcess();
        using var records = OpenRecords(home, out var trouble);
        records?.FollowWithIndex();
        var sessions = new SessionFactory(probe);
        var gate = new RecordGate(records?.Keeper, trouble);
        using var station = new Station(new JobRunner(sessions, gate, TimeProvider.System), project, sessions);
        using var log = new ServiceLog(home.Logs);
        log.Follow(station);
        station.SubscriberFailed += broken => log.Trouble($"A part of the panel or page broke: {broken}");
        using var panel = new PanelDriver(station, parts.Lines, TimeProvider.System);
        parts.TellTo(log.Trouble);
        panel.Faulted += fault => parts.Tell(fault.Message);
        panel.Start();
        using var tally = new DayTally(station, TimeProvider.System, from => records?.CountSince(from) ?? (0, 0));
        using var display = new DisplayDriver(station, parts.Display, parts.Notices, () => Idle(tally), TimeProvider.System);
        display.TroubleChanged += parts.TellDisplay;
        display.Start();
        var start = new StartUp(manager, TimeProvider.System);
        using var room = new WebRoom(home, parts.Notices, TimeProvider.System);
        if (room.Begin() is { } setUp) log.Trouble(setUp);
        await using var web = new WebHost(new WebParts
        {
            Station = station, Time = TimeProvider.System, Access = room.Desk, Records = take => records?.Newest(take) ?? [],
            Troubles = () => Troubles(parts, records, room), Names = () => room.Names, Checks = () => start.Reports,
        });
        await web.Start(new WebAddresses(port ?? SettingsLimits.DefaultWebPort, room.Network), cancel);
        var checks = StartChecks.OfService(home, probe, parts, records, trouble);
        await start.Finish(checks, reports => Heed(reports, gate, station, log, records?.DiskWarning), $"Page {web.Url}, probe {sessions.ProbeName}", cancel);
        log.Ready(sessions.ProbeName, web.Url);
        Console.WriteLine($"ready: {web.Url}");
        if (parts.Lines is SimulatedPanel simulated && !Console.IsInputRedirected) PressOnEnter(simulated, cancel);
        using var pulse = new StationPulse(station, TimeProvider.System);
        IVitalPart[] vital = [pulse, new PanelPulse(panel), .. records is null ? Array.Empty<IVitalPart>() : [records.Pulse]];
        var heart = new Heart(manager, vital, TimeProvider.System, log.Trouble).Beat(cancel);
        if (records is not null) await ProveChain(records, gate, station, log, cancel);
        await Ended(cancel);
        manager.Stopping();
        await heart;
        return ExitCodes.Pass;
    }

    /// <summary>A check that found something is told; one without which no job may start ends recording.</summary>
    private static void Heed(IReadOnlyList<SelfCheckReport> reports, RecordGate gate, Station station, ServiceLog log, string? warning)
    {
        foreach (var (name, _, finding) in reports.Where(report => report.Finding.State != SelfCheckState.Ok))
            log.Trouble($"Self check {name}: {finding.Seen} {finding.Action}");
        if (reports.FirstOrDefault(report => report.Stops) is { } stop) gate.Close(new RecordException(RecordCause.IoError, stop.Finding.Seen));
        station.ShowReadiness(gate.Closed?.Message, warning);
    }

    /// <summary>What the page says above everything else, asked anew for each view.</summary>
    private static IReadOnlyList<string> Troubles(PanelParts parts, RecordRoom? records, WebRoom room) =>
        [.. new[] { records?.DiskWarning, room.Certificate.LastTrouble }.OfType<string>(), .. parts.Troubles];

    private static IdleFacts Idle(DayTally tally) => new(NetworkAddress.Find(), tally.Today.Passed, tally.Today.Failed);

    private static async Task ProveChain(RecordRoom records, RecordGate gate, Station station, ServiceLog log, CancellationToken cancel)
    {
        if (await Task.Run(() => records.ProveChain(cancel), CancellationToken.None) is not { } trouble) return;
        log.Trouble(trouble);
        gate.Close(new RecordException(RecordCause.ChainBroken, trouble));
        station.ShowReadiness(gate.Closed!.Message);
    }

    private static RecordRoom? OpenRecords(ApplianceHome home, out RecordException? trouble)
    {
        try
        {
            trouble = null;
            return new RecordRoom(home, home.Settings.Settings.Name, TimeProvider.System);
        }
        catch (RecordException refused)
        {
            trouble = refused;
            return null;
        }
        catch (IOException refused)
        {
            trouble = new RecordException(RecordCause.IoError, $"Records cannot be kept: {refused.Message}", inner: refused);
            return null;
        }
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
