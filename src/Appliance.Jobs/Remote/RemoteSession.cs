// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;
using Appliance.Ports.Remote;

namespace Appliance.Jobs.Remote;

/// <summary>
/// Answers one caller in the words of a SEGGER Flasher (UM08035 chapter 8.3). Commands press the station as button and page do: one job at a time,
/// whoever began it. The end of a job is told to the caller who began it and to nobody else. It knows no socket and no serial line.
/// </summary>
public sealed class RemoteSession : IRemoteConversation
{
    private const string OnlyModule = "1";

    private readonly Lock _gate = new();
    private readonly IStation _station;
    private readonly IRemoteCaller _caller;
    private readonly RemoteDesk _desk;
    private readonly RemoteFileVerbs _files;
    private readonly RemoteFraming _framing = new();
    private OwnJob? _own;
    private string? _status;
    private string? _result;

    /// <summary>Begins the conversation.</summary>
    /// <param name="station">What commands press.</param>
    /// <param name="caller">The other end.</param>
    /// <param name="desk">What all callers share.</param>
    public RemoteSession(IStation station, IRemoteCaller caller, RemoteDesk desk)
    {
        (_station, _caller, _desk, _files) = (station, caller, desk, new RemoteFileVerbs(desk));
        _station.JobEvent += OnJobEvent;
        if (!caller.WantsGreeting) return;
        Send("Appliance, remote control in the words of a SEGGER Flasher");
        Send("Ready for commands");
    }

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (_framing.Take(value) is { } command) Obey(RemoteCommand.Parse(command));
        }
    }

    /// <summary>The caller is gone. A job he began goes on: the board is in the fixture, and its record is kept.</summary>
    public void Dispose() => _station.JobEvent -= OnJobEvent;

    private void Obey(RemoteCommand command)
    {
        switch (command.Verb)
        {
            case "AUTO": Auto(command); break;
            case "ERASE" or "PROGRAM" or "VERIFY" or "START" when command.Argument.Length == 0: Begin(PartOf(command.Verb), new OwnJob(Quiet: false, Module: false)); break;
            case "CANCEL": Cancel(); break;
            case "STATUS": Send(Status()); break;
            case "RESULT": Send(Result()); break;
            case "SELMODULE": Answer(command.Argument == OnlyModule ? "#SELECTED:1" : RemoteReplies.Of(RemoteRefusal.NoModule)); break;
            case "SELECT": Select(command.Argument); break;
            case "BAUDRATE": ChangeSpeed(command.Argument); break;
            case var verb when RemoteFileVerbs.IsOne(verb): Answer([.. _files.Do(command)]); break;
            default: Send(RemoteReplies.NotKnown); break;
        }
    }

    private static JobPart PartOf(string verb) => verb switch
    {
        "ERASE" => JobPart.Erase,
        "PROGRAM" => JobPart.Program,
        "VERIFY" => JobPart.Verify,
        _ => JobPart.Start,
    };

    /// <summary>A patch that is not applied would be a wrong board with an #OK: it is refused, not passed over.</summary>
    private void Auto(RemoteCommand command)
    {
        var words = command.Words;
        if (words.Contains("PATCH")) Answer(RemoteReplies.Of(RemoteRefusal.NoPatch));
        else if (words.Except(["NOINFO", "NOPATCH", "*", OnlyModule]).Any()) Answer(RemoteReplies.Of(RemoteRefusal.NoModule));
        else Begin(JobPart.Whole, new OwnJob(words.Contains("NOINFO"), words.Contains("*") || words.Contains(OnlyModule)));
    }

    /// <summary>The gate keeps the job's first event behind the #ACK.</summary>
    private void Begin(JobPart part, OwnJob own)
    {
        lock (_gate)
        {
            if (_own is not null || !_station.Press(PressSource.Remote, part))
            {
                Send(RemoteReplies.Busy);
                return;
            }

            (_own, _status) = (own, null);
            Send(RemoteReplies.Acknowledge);
        }
    }

    private void Cancel()
    {
        lock (_gate)
        {
            Send(RemoteReplies.Acknowledge);
            _station.CancelJob();
            if (_own is null) Send(RemoteReplies.Ok);
        }
    }

    private string Status()
    {
        var station = _station.Snapshot;
        if (station.State == PanelState.Starting) return "#STATUS:INITIALIZING";
        if (station.State != PanelState.Busy) return "#STATUS:READY";
        var running = station.Stages.LastOrDefault(stage => stage.State == StageState.Running)?.Stage ?? JobStage.Project;
        return RemoteReplies.StatusOf(running) ?? (running < JobStage.Erase ? "#STATUS:CONNECTING" : "#STATUS:VERIFYING");
    }

    private string Result()
    {
        lock (_gate) return _result ?? (_station.Snapshot.Last is { } last ? RemoteReplies.Of(last) : RemoteReplies.Of(RemoteRefusal.NoResult));
    }

    private void Select(string name)
    {
        if (_station.Snapshot.State is PanelState.Busy or PanelState.Starting) Send(RemoteReplies.Busy);
        else Answer(name.Length > 0 && _desk.Select(name) ? RemoteReplies.Ok : RemoteReplies.Of(RemoteRefusal.NoProject));
    }

    /// <summary>The answer leaves at the old speed.</summary>
    private void ChangeSpeed(string argument)
    {
        if (!int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var baud) || baud == 0)
        {
            Answer(RemoteReplies.Of(RemoteRefusal.BadArgument));
            return;
        }

        var can = _caller.HasSpeed(baud);
        Answer(can ? RemoteReplies.Ok : RemoteReplies.Of(RemoteRefusal.NoSpeed));
        if (can) _caller.ChangeSpeed(baud);
    }

    private void OnJobEvent(JobEvent happened)
    {
        lock (_gate)
        {
            if (_own is not { } own) return;
            switch (happened)
            {
                case JobStarted started:
                    _own = own with { Record = started.RecordId };
                    break;
                case StageStarted stage when own is { Quiet: false, Record: not null } && RemoteReplies.StatusOf(stage.Stage) is { } status && status != _status:
                    Send(_status = status);
                    break;
                case JobFinished finished when own.IsIts(finished.Outcome):
                    Finish(own, RemoteReplies.Of(finished.Outcome));
                    break;
            }
        }
    }

    private void Finish(OwnJob own, string result)
    {
        (_own, _result) = (null, result);
        Send(own.Module ? $"#RESULT:{OnlyModule}:{result}" : result);
        if (own.Module) Send(RemoteReplies.Done);
    }

    private void Answer(params string[] replies)
    {
        Send(RemoteReplies.Acknowledge);
        foreach (var reply in replies) Send(reply);
    }

    private void Send(string reply) => _caller.Send(Encoding.ASCII.GetBytes(reply + '\r'));

    /// <summary>The job this caller began.</summary>
    /// <param name="Quiet">No status lines.</param>
    /// <param name="Module">Answered as by a Flasher with modules.</param>
    /// <param name="Record">Its record, once it has one.</param>
    private sealed record OwnJob(bool Quiet, bool Module, string? Record = null)
    {
        /// <summary>The end of the job before may be told late; only an end with our own record, or with none (which is never a PASS), is ours.</summary>
        public bool IsIts(JobOutcome outcome) => outcome.RecordId.Length == 0 ? outcome.Verdict == Verdict.Fail : outcome.RecordId == Record;
    }
}
