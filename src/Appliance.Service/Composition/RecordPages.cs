// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Records;
using Appliance.Jobs.Running;
using Appliance.Jobs.Settings;
using Appliance.Ports.Records;
using Appliance.Service.Web.Records;

namespace Appliance.Service.Composition;

/// <summary>What the pages ask of the records: the index where it is in step, else the journal where that can answer in time.</summary>
/// <param name="home">The appliance.</param>
/// <param name="records">Its records; null as long as they cannot be kept.</param>
/// <param name="station">Knows the active project.</param>
internal sealed class RecordPages(ApplianceHome home, Func<RecordRoom?> records, IStation station) : IRecordPages
{
    /// <inheritdoc/>
    public (ShiftTimes Shifts, int Order, string Project) Plan => home.Settings.Settings is var settings ? (settings.Shifts, settings.Order, station.Snapshot.Project) : default;

    /// <inheritdoc/>
    public IReadOnlyList<RecordRow> Query(RecordFilter filter, int take)
    {
        if (records() is not { } room) return [];
        if (room.TryAsk(index => index.Query(filter, 0, take), out var rows)) return rows!;
        return filter == new RecordFilter() ? room.Newest(take) : room.Search(filter, take);
    }

    /// <inheritdoc/>
    public long? Count(RecordFilter filter) => records() is { } room && room.TryAsk(index => index.Count(filter), out var count) ? count : null;

    /// <inheritdoc/>
    public IReadOnlyList<RecordRollup> Rollups(RollupQuery query) => Ask(index => index.Rollups(query), []);

    /// <inheritdoc/>
    public CycleTimes CycleTimes(CycleTimeQuery query) => Ask(index => index.CycleTimes(query), new CycleTimes([], 0, 0, 0));

    /// <inheritdoc/>
    public JobRecord? Find(RecordRow row) => records()?.FindAt(row);

    /// <inheritdoc/>
    public void SetOrder(int boards) => home.SetOrder(boards);

    private T Ask<T>(Func<IRecordIndex, T> question, T nothing)
    {
        if (records() is not { } room) return nothing;
        return room.TryAsk(question, out var answer) ? answer! : throw new RecordIndexException(Behind(room.IndexState));
    }

    private static string Behind(IndexState state) => state.Trouble is { } trouble
        ? $"The index of the records fails: {trouble}"
        : string.Create(CultureInfo.InvariantCulture, $"The index of the records is being built, {state.Line} of {state.Of} lines are done. Look again in a while.");
}
