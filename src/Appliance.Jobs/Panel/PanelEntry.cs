// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Running;

namespace Appliance.Jobs.Panel;

/// <summary>The moment a state was entered; patterns are played from there.</summary>
/// <param name="Row">What the state looks like.</param>
/// <param name="Number">Counts entries from 1.</param>
/// <param name="Since">Monotonic timestamp of the entry.</param>
/// <param name="Last">The job that was the last one then.</param>
public sealed record PanelEntry(PanelRow Row, long Number, long Since, JobOutcome? Last)
{
    /// <summary>The first entry.</summary>
    public static PanelEntry First(StationSnapshot snapshot, TimeProvider time) =>
        new(PanelTable.For(snapshot.State), 1, time.GetTimestamp(), snapshot.Last);

    /// <summary>
    /// This entry while the state goes on, else a new one. A second FAIL after a FAIL is new even when nobody saw the job between them, so
    /// it beeps again.
    /// </summary>
    public PanelEntry Follow(StationSnapshot snapshot, TimeProvider time)
    {
        var same = snapshot.State == Row.State && (ReferenceEquals(snapshot.Last, Last) || snapshot.State == PanelState.Busy);
        return same ? this : First(snapshot, time) with { Number = Number + 1 };
    }
}
