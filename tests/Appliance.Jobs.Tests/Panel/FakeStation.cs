// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;

namespace Appliance.Jobs.Tests.Panel;

internal sealed class FakeStation : IStation
{
    public event Action<StationSnapshot>? Changed;

    public event Action<JobEvent>? JobEvent;

    public StationSnapshot Snapshot { get; private set; } = new(PanelState.Starting, "", "", "", "", "", "", true, [], 0, null);

    public List<PressSource> Presses { get; } = [];

    public void Enter(PanelState state, JobOutcome? last = null)
    {
        Snapshot = Snapshot with { State = state, Last = last ?? Snapshot.Last };
        Changed?.Invoke(Snapshot);
    }

    public void Tell(JobEvent happened) => JobEvent?.Invoke(happened);

    public void Progress(double progress)
    {
        Snapshot = Snapshot with { Progress = progress };
        Changed?.Invoke(Snapshot);
    }

    /// <summary>A change told late: the station has moved on.</summary>
    public void TellLate(PanelState state) => Changed?.Invoke(Snapshot with { State = state });

    public bool Press(PressSource source)
    {
        Presses.Add(source);
        return true;
    }

    public int Cancels { get; private set; }

    public bool CancelJob()
    {
        Cancels++;
        return true;
    }

    public static JobOutcome Failed(string record) => new(Verdict.Fail, "", "", "", true, null, record, [], null, null, [], null, null);
}
