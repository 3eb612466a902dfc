// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Jobs.Settings;
using Appliance.Ports.Records;

namespace Appliance.Service.Web.Records;

/// <summary>What the pages ask of the records. Any thread may ask.</summary>
internal interface IRecordPages
{
    /// <summary>Newest matching rows first, from the journal itself while the index is being built.</summary>
    /// <exception cref="RecordException">The journal is damaged.</exception>
    IReadOnlyList<RecordRow> Query(RecordFilter filter, int take);

    /// <summary>How many match; null while the index is being built.</summary>
    long? Count(RecordFilter filter);

    /// <summary>Counts by period, project, verdict and cause.</summary>
    /// <exception cref="RecordIndexException">The index is being built, or fails; the message says how far it is.</exception>
    IReadOnlyList<RecordRollup> Rollups(RollupQuery query);

    /// <summary>How long passed jobs took.</summary>
    /// <exception cref="RecordIndexException">The index is being built, or fails; the message says how far it is.</exception>
    CycleTimes CycleTimes(CycleTimeQuery query);

    /// <summary>One whole record; null when there is none of this id.</summary>
    /// <exception cref="RecordException">The journal is damaged before its end.</exception>
    JobRecord? Find(RecordRow row);

    /// <summary>When shifts begin, and how many boards are wanted today (0 for no order) of which project.</summary>
    (ShiftTimes Shifts, int Order, string Project) Plan { get; }

    /// <summary>Keeps how many boards are wanted today.</summary>
    void SetOrder(int boards);
}
