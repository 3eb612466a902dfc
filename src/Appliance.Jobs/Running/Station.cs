// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Selection;

namespace Appliance.Jobs.Running;

/// <summary>The appliance as people see it: runs at most one job at a time, each on a thread of its own.</summary>
public sealed class Station : IStation, IProjectGate, IDisposable
{
    private readonly Lock _lock = new();

    /// <summary>Held while another project is selected and while a job begins; taken before the other lock.</summary>
    private readonly Lock _between = new();
    private readonly JobRunner _runner;
    private readonly IActiveProject _project;
    private readonly StageBoard _board = new();
    private StationSnapshot _snapshot;
    private CancellationTokenSource? _cancel;
    private string? _recordTrouble;
    private string? _warning;
    private ShownNotice _notice = ShownNotice.None;
    private Thread? _job;
    private bool _ended;

    /// <summary>Makes the station in state <see cref="PanelState.Starting"/>.</summary>
    /// <param name="runner">Runs the jobs.</param>
    /// <param name="project">What PROG replays.</param>
    /// <param name="sessions">Tells about the probe.</param>
    public Station(JobRunner runner, IActiveProject project, ISessionFactory sessions)
    {
        (_runner, _project) = (runner, project);
        _snapshot = new StationSnapshot(
            PanelState.Starting, "Starting …", "", "", "", "", sessions.ProbeName, sessions.Simulated, _board.Stages, 0, null);
    }

    /// <inheritdoc/>
    public event Action<StationSnapshot>? Changed;

    /// <inheritdoc/>
    public event Action<JobEvent>? JobEvent;

    /// <inheritdoc/>
    public StationSnapshot Snapshot
    {
        get
        {
            lock (_lock) return _notice.Over(_snapshot);
        }
    }

    /// <summary>Raised when a subscriber of this station threw; the job goes on without it.</summary>
    public event Action<Exception>? SubscriberFailed;

    /// <summary>Looks at the active project and shows whether PROG can do something. Call once after the start, and when a project was selected.</summary>
    /// <param name="recordTrouble">Why records cannot be kept; null when they can. While a job runs it is shown when the job is over.</param>
    /// <param name="warning">Trouble that stops nothing yet, as a disk that fills up; null when there is none.</param>
    public void ShowReadiness(string? recordTrouble, string? warning = null)
    {
        var ready = recordTrouble is null ? Readiness(warning) : CannotRecord(recordTrouble);
        lock (_lock)
        {
            (_recordTrouble, _warning) = (recordTrouble, warning);
            if (_cancel is not null) return;
            _snapshot = ready(_snapshot);
        }

        Tell();
    }

    /// <inheritdoc/>
    public bool Press(PressSource source) => Press(source, JobPart.Whole);

    /// <inheritdoc/>
    public bool Press(PressSource source, JobPart part)
    {
        CancellationToken token;
        lock (_between)
        {
            lock (_lock)
            {
                if (_cancel is not null || _snapshot.State == PanelState.Starting) return false;
                _cancel = new CancellationTokenSource();
                token = _cancel.Token;

                // The old verdict goes before anything else happens: no green stays lit on a board that was not programmed yet.
                _board.Clear();
                _notice = ShownNotice.None;
                _snapshot = _snapshot with { State = PanelState.Busy, Message = "Working …", Action = "Do not open the fixture.", Stages = _board.Stages, Progress = 0 };
            }
        }

        Tell();
        lock (_lock)
        {
            if (_ended) return false;
            _job = new Thread(RunJob) { IsBackground = true, Name = "job" };
            _job.Start((token, source, part));
        }

        return true;
    }

    /// <inheritdoc/>
    public bool WhileIdle(Action change)
    {
        lock (_between)
        {
            lock (_lock)
            {
                if (_cancel is not null) return false;
            }

            change();
            return true;
        }
    }

    /// <inheritdoc/>
    public void ProjectSelected(string sentence)
    {
        string? warning;
        lock (_lock) warning = _warning;
        var ready = Readiness(warning);
        lock (_lock)
        {
            if (_cancel is not null || _recordTrouble is not null || _snapshot.State == PanelState.Starting) return;
            if (_snapshot.State is PanelState.Pass or PanelState.Fail) _notice = _notice with { Beside = sentence };
            else _snapshot = ready(_snapshot);
        }

        Tell();
    }

    /// <summary>Shows something about a stick or a selection above what the station says by itself, or takes it away.</summary>
    /// <param name="notice">What to show; null for nothing any more.</param>
    public void ShowNotice(StationNotice? notice)
    {
        lock (_lock) _notice = _notice.Next(notice, _cancel is not null);
        Tell();
    }

    /// <inheritdoc/>
    public bool CancelJob()
    {
        lock (_lock)
        {
            _cancel?.Cancel();
            return _cancel is not null;
        }
    }

    /// <summary>Stops the running job and waits until it has left the target in a known state and its record is written. No other one begins.</summary>
    public void Dispose()
    {
        Thread? job;
        lock (_lock) (_ended, job) = (true, _job);
        CancelJob();
        job?.Join();
    }

    private void RunJob(object? argument)
    {
        var (token, source, part) = ((CancellationToken, PressSource, JobPart))argument!;
        _runner.Run(() => _project.Prepare() with { Part = part }, source, Take, token);
    }

    private void Take(JobEvent happened)
    {
        lock (_lock)
        {
            _board.Apply(happened);
            _snapshot = Next(_snapshot with { Stages = _board.Stages, Progress = _board.Progress }, happened);
            if (happened is JobFinished)
            {
                if (_recordTrouble is { } trouble) _snapshot = CannotRecord(trouble)(_snapshot);
                _cancel?.Dispose();
                _cancel = null;
            }
        }

        Tell();
        foreach (var subscriber in JobEvent?.GetInvocationList() ?? []) Guarded(() => ((Action<JobEvent>)subscriber)(happened));
    }

    private Func<StationSnapshot, StationSnapshot> Readiness(string? warning)
    {
        try
        {
            var project = _project.Prepare().Project;
            return now => now with
            {
                State = PanelState.Ready,
                Message = warning is null ? "Ready." : $"Ready. {warning}",
                Action = "Put a board into the fixture and press PROG.",
                Project = project.Name,
                Revision = project.Revision,
                Target = project.Target,
            };
        }
        catch (JobFailure unusable)
        {
            return now => now with
            {
                State = PanelState.NoProject,
                Message = unusable.Entry.Text,
                Action = unusable.Entry.Action,
                Project = "",
                Revision = "",
                Target = "",
            };
        }
    }

    private static Func<StationSnapshot, StationSnapshot> CannotRecord(string trouble) =>
        now => now with { State = PanelState.CannotRecord, Message = trouble, Action = Catalogue.CannotRecord.Action };

    private static StationSnapshot Next(StationSnapshot now, JobEvent happened) => happened switch
    {
        JobStarted job => now with
        {
            State = PanelState.Busy,
            Message = "Working …",
            Action = "Do not open the fixture.",
            Project = job.Project,
            Revision = job.Revision,
            Target = job.Target,
        },
        StageStarted stage => now with { State = PanelState.Busy, Message = Doing(stage.Stage) },
        Retrying again => now with { Message = $"Trying again (attempt {again.Attempt}) …" },
        JobFinished over => Over(now, over.Outcome),
        _ => now,
    };

    private static StationSnapshot Over(StationSnapshot now, JobOutcome outcome) => outcome.Error is { } error
        ? now with
        {
            State = error.Entry == Catalogue.CannotRecord ? PanelState.CannotRecord : PanelState.Fail,
            Message = error.Entry.Text,
            Action = error.Entry.Action,
            Last = outcome,
        }
        : now with { State = PanelState.Pass, Message = "Passed.", Action = "Take the board out, put in the next one and press PROG.", Last = outcome };

    private static string Doing(JobStage stage) => stage switch
    {
        JobStage.Project => "Reading the project …",
        JobStage.Probe => "Opening the probe …",
        JobStage.Connect => "Connecting to the board …",
        JobStage.Identify => "Recognising the chip …",
        JobStage.Coprocessor => "Working on the wireless coprocessor …",
        JobStage.Erase => "Erasing …",
        JobStage.Program => "Programming …",
        JobStage.Verify => "Reading back and comparing …",
        JobStage.Reset => "Starting the board …",
        _ => "Keeping the record …",
    };

    /// <summary>Shows the newest state; subscribers look at <see cref="Snapshot"/> for what came after.</summary>
    private void Tell()
    {
        var now = Snapshot;
        foreach (var subscriber in Changed?.GetInvocationList() ?? []) Guarded(() => ((Action<StationSnapshot>)subscriber)(now));
    }

    /// <summary>A panel or page that breaks must neither fail the job nor end the service.</summary>
    private void Guarded(Action call)
    {
        try
        {
            call();
        }
        catch (Exception broken)
        {
            SubscriberFailed?.Invoke(broken);
        }
    }
}
