// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Panel.Display;
using Appliance.Jobs.Records;
using Appliance.Jobs.Running;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Tester;
using Appliance.Platform.Host;
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
            return Serve(
                folder, GpioProbeId.Wire(chosen, settings), new SelectedProject(folder), Options.InRange(parsed.GetValue(port), "--port") ?? settings.Web.Port,
                PanelParts.Open(settings, GpioEngine.Create), cancel);
        });
        return command;
    }

    /// <summary>Serves until cancelled, then disposes the panel.</summary>
    internal static async Task<int> Serve(ApplianceHome home, ProbeId probe, IActiveProject project, int? port, PanelParts parts, CancellationToken cancel)
    {
        using var owned = parts;
        using var records = OpenRecords(home, out var trouble);
        records?.FollowWithIndex();
        var sessions = new SessionFactory(probe);
        var keeper = records is null ? (IRecordKeeper)new RefusingRecords(trouble!) : records.Keeper;
        using var station = new Station(new JobRunner(sessions, keeper, TimeProvider.System, parts.Power), project, sessions);
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
        using var tally = new DayTally(station, TimeProvider.System, from => records?.CountSince(from) ?? (0, 0));
        using var display = new DisplayDriver(station, parts.Display, parts.Notices, () => Idle(tally), TimeProvider.System);
        display.TroubleChanged += parts.TellDisplay;
        display.Start();
        using var remote = RemoteDoors.Open(home.Settings.Settings.Remote, home, station, name => Select(home, name, station, records), log.Trouble);
        using var room = new WebRoom(home, parts.Notices, TimeProvider.System);
        if (room.Begin() is { } setUp) log.Trouble(setUp);
        await using var web = new WebHost(new WebParts
        {
            Station = station, Time = TimeProvider.System, Access = room.Desk, Records = take => records?.Newest(take) ?? [],
            Troubles = () => [.. Troubles(parts, records, room), .. remote.Troubles], Names = () => room.Names,
        });
        await web.Start(new WebAddresses(port ?? SettingsLimits.DefaultWebPort, room.Network), cancel);
        var warning = records?.DiskWarning;
        station.ShowReadiness(trouble?.Message, warning);
        log.Ready(sessions.ProbeName, web.Url);
        if ((trouble?.Message ?? warning) is { } told) log.Trouble(told);
        Console.WriteLine($"ready: {web.Url}");
        if (parts.Lines is SimulatedPanel simulated && !Console.IsInputRedirected) PressOnEnter(simulated, cancel);
        if (records is not null) await ProveChain(records, station, log, cancel);
        await Ended(cancel);
        return ExitCodes.Pass;
    }

    /// <summary>What the page says above everything else, asked anew for each view.</summary>
    private static IReadOnlyList<string> Troubles(PanelParts parts, RecordRoom? records, WebRoom room) =>
        [.. new[] { records?.DiskWarning, room.Certificate.LastTrouble }.OfType<string>(), .. parts.Troubles];

    private static IdleFacts Idle(DayTally tally) => new(NetworkAddress.Find(), tally.Today.Passed, tally.Today.Failed);

    private static bool Select(ApplianceHome home, string name, Station station, RecordRoom? records)
    {
        if (!ProjectByName.Select(home, name)) return false;
        station.ShowProject(records?.DiskWarning);
        return true;
    }

    private static async Task ProveChain(RecordRoom records, Station station, ServiceLog log, CancellationToken cancel)
    {
        if (await Task.Run(() => records.ProveChain(cancel), CancellationToken.None) is not { } trouble) return;
        log.Trouble(trouble);
        station.ShowReadiness(trouble);
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

    /// <summary>Stands in where the journal cannot be opened: no job starts.</summary>
    private sealed class RefusingRecords(RecordException why) : IRecordKeeper
    {
        public IOpenRecord Begin(Jobs.Projects.Project? project, PressSource source, string probe, bool simulated) => throw why;
    }
}
