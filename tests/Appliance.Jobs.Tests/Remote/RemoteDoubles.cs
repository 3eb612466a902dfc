// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;
using Appliance.Ports.Remote;

namespace Appliance.Jobs.Tests.Remote;

/// <summary>A caller who writes down what he reads.</summary>
internal sealed class RemoteCaller : IRemoteCaller
{
    public bool WantsGreeting { get; init; }

    /// <summary>Replies, and changes of speed between them.</summary>
    public List<string> Sent { get; } = [];

    public List<string> Lines => Sent;

    public void Send(ReadOnlySpan<byte> bytes)
    {
        Assert.Equal((byte)'\r', bytes[^1]);
        Sent.Add(Encoding.ASCII.GetString(bytes[..^1]));
    }

    public bool HasSpeed(int baud) => baud >= 300;

    public void ChangeSpeed(int baud) => Sent.Add($"speed {baud}");
}

/// <summary>A station whose jobs go as the test says.</summary>
internal sealed class RemoteStation : IStation
{
    private bool _busy;

    public event Action<StationSnapshot>? Changed;

    public event Action<JobEvent>? JobEvent;

    public List<(PressSource Source, JobPart Part)> Presses { get; } = [];

    public int Cancels { get; private set; }

    public StationSnapshot Snapshot { get; private set; } = new(PanelState.Ready, "", "", "", "", "", "", true, [], 0, null);

    public void BeBusy()
    {
        _busy = true;
        Snapshot = Snapshot with { State = PanelState.Busy };
        Changed?.Invoke(Snapshot);
    }

    public bool Press(PressSource source) => Press(source, JobPart.Whole);

    public bool Press(PressSource source, JobPart part)
    {
        if (_busy) return false;
        Presses.Add((source, part));
        return true;
    }

    public bool CancelJob()
    {
        Cancels++;
        return _busy;
    }

    public void Tell(JobEvent happened) => JobEvent?.Invoke(happened);

    public void Play(string record, JobOutcome outcome)
    {
        Tell(new JobStarted(record, "demo", "1", "stm32f103cb"));
        foreach (var stage in Enum.GetValues<JobStage>()) Tell(new StageStarted(stage, null));
        Tell(new JobFinished(outcome));
    }
}
