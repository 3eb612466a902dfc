// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;

namespace Appliance.Jobs.Running;

/// <summary>The appliance as people see it: runs at most one job at a time, each on a thread of its own.</summary>
public sealed class Station : IStation, IDisposable
{
    private readonly Lock _lock = new();
    private readonly JobRunner _runner;
    private readonly IActiveProject _project;
    private readonly StageBoard _board = new();
    private StationSnapshot _snapshot;
    private CancellationTokenSource? _cancel;
    private Thread? _job;

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
            lock (_lock) return _snapshot;
        }
    }

    /// <summary>Looks at the active project and shows whether PROG can do something. Call once after the start, and when a project was selected.</summary>
    /// <param name="recordTrouble">Why records cannot be kept; null when they can.</param>
    public void ShowReadiness(string? recordTrouble)
    {
        if (recordTrouble is not null)
        {
            Publish(Snapshot with { State = PanelState.CannotRecord, Message = recordTrouble, Action = Catalogue.CannotRecord.Action });
            return;
        }

        try
        {
            var job = _project.Prepare();
            Publish(Snapshot with
            {
                State = PanelState.Ready,
                Message = "Ready.",
                Action = "Put a board into the fixture and press PROG.",
                Project = job.Project.Name,
                Revision = job.Project.Revision,
                Target = job.Project.Target,
            });
        }
        catch (JobFailure unusable)
        {
            Publish(Snapshot with
            {
                State = PanelState.NoProject,
                Message = unusable.Entry.Text,
                Action = unusable.Entry.Action,
                Project = "",
                Revision = "",
                Target = "",
            });
        }
    }

    /// <inheritdoc/>
    public bool Press(PressSource source)
    {
        CancellationToken token;
        lock (_lock)
        {
            if (_cancel is not null || _snapshot.State == PanelState.Starting) return false;
            _cancel = new CancellationTokenSource();
            token = _cancel.Token;
        }

        // The old verdict goes before anything else happens: no green stays lit on a board that was not programmed yet.
        _board.Clear();
        Publish(Snapshot with { State = PanelState.Busy, Message = "Working …", Action = "Do not open the fixture.", Stages = _board.Stages, Progress = 0 });
        _job = new Thread(RunJob) { IsBackground = true, Name = "job" };
        _job.Start((token, source));
        return true;
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

    /// <summary>Stops the running job and waits until it has left the target in a known state and its record is written.</summary>
    public void Dispose()
    {
        CancelJob();
        _job?.Join();
    }

    private void RunJob(object? argument)
    {
        var (token, source) = ((CancellationToken, PressSource))argument!;
        try
        {
            _runner.Run(_project.Prepare, source, Take, token);
        }
        finally
        {
            ReleaseButton();
        }
    }

    private void Take(JobEvent happened)
    {
        _board.Apply(happened);
        Publish(Next(Snapshot with { Stages = _board.Stages, Progress = _board.Progress }, happened));
        JobEvent?.Invoke(happened);
    }

    private void ReleaseButton()
    {
        lock (_lock)
        {
            _cancel?.Dispose();
            _cancel = null;
        }
    }

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
        JobStage.Erase => "Erasing …",
        JobStage.Program => "Programming …",
        JobStage.Verify => "Reading back and comparing …",
        JobStage.Reset => "Starting the board …",
        _ => "Keeping the record …",
    };

    private void Publish(StationSnapshot next)
    {
        lock (_lock) _snapshot = next;
        Changed?.Invoke(next);
    }
}
