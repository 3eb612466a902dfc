// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;

namespace Appliance.EndToEnd.Tests.Web;

/// <summary>A station that does what the test says.</summary>
internal sealed class FakeStation : IStation
{
    private readonly Lock _gate = new();
    private StationSnapshot _snapshot = new(
        PanelState.Ready, "Ready.", "Press PROG.", "door", "1.4", "stm32f103cb", "sim:stm32f103cb", true,
        [new StageView(JobStage.Connect, StageState.Waiting, null, 0)], 0, null);

    public event Action<StationSnapshot>? Changed;

    public event Action<JobEvent>? JobEvent;

    public StationSnapshot Snapshot
    {
        get
        {
            lock (_gate)
                return _snapshot;
        }
    }

    public List<PressSource> Presses { get; } = [];

    public int Cancels { get; private set; }

    public bool Answer { get; set; } = true;

    public void Change(Func<StationSnapshot, StationSnapshot> change)
    {
        StationSnapshot next;
        lock (_gate)
            next = _snapshot = change(_snapshot);
        Changed?.Invoke(next);
    }

    public void Enter(PanelState state) => Change(now => now with { State = state });

    public void Tell(JobEvent happened) => JobEvent?.Invoke(happened);

    public bool Press(PressSource source)
    {
        Presses.Add(source);
        return Answer;
    }

    public bool CancelJob()
    {
        Cancels++;
        return Answer;
    }
}
