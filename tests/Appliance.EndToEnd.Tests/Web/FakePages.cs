// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Projects;
using Appliance.Jobs.Records;
using Appliance.Jobs.Settings;
using Appliance.Ports.Records;
using Appliance.Service.Web.Log;
using Appliance.Service.Web.Projects;
using Appliance.Service.Web.Records;
using Appliance.Service.Web.State;

namespace Appliance.EndToEnd.Tests.Web;

/// <summary>Rows, sums and lines that the test says, for the pages.</summary>
internal sealed class FakePages : IRecordPages, IProjectDesk, ILogPages, IAppliancePages
{
    public List<RecordRow> Rows { get; } = [];

    public List<RecordRollup> Sums { get; } = [];

    public List<RecordFilter> Asked { get; } = [];

    public List<RollupQuery> AskedSums { get; } = [];

    public List<string> Changes { get; } = [];

    public CycleTimes Times { get; set; } = new([], 0, 0, 0);

    public bool IndexIsBroken { get; set; }

    public (ShiftTimes Shifts, int Order, string Project) Plan { get; set; } = (ShiftTimes.Default, 0, "door");

    public string? Active => null;

    public IReadOnlyList<RecordRow> Query(RecordFilter filter, int take)
    {
        Asked.Add(filter);
        if (IndexIsBroken) throw new RecordIndexException("damaged.");
        return [.. Rows.Where(row => (filter.Before is null || row.Sequence < filter.Before) && (filter.Id is null || row.Id == filter.Id)).Take(take)];
    }

    public long? Count(RecordFilter filter) => Rows.Count;

    public IReadOnlyList<RecordRollup> Rollups(RollupQuery query)
    {
        AskedSums.Add(query);
        return [.. Sums.Where(sum => sum.Start >= query.Edges[0] && sum.Start < query.Edges[^1])];
    }

    public CycleTimes CycleTimes(CycleTimeQuery query) => Times;

    public JobRecord? Find(RecordRow row) => null;

    public void SetOrder(int boards) => Changes.Add($"order {boards}");

    public IReadOnlyList<KeptProject> List() => [];

    public string OpenUpload(out FileStream stream)
    {
        var path = Path.GetTempFileName();
        stream = new FileStream(path, FileMode.Create, FileAccess.Write);
        return path;
    }

    public CheckResult Check(string path, CancellationToken cancel) =>
        ProjectCheck.Check(path, Appliance.Targets.Descriptions.ChipCatalog.Default, null, cancel);

    public (string? Id, CheckResult Result) Import(string path, CancellationToken cancel)
    {
        Changes.Add("import");
        return (null, Check(path, cancel));
    }

    public string? Select(string id)
    {
        Changes.Add($"select {id}");
        return null;
    }

    public string? Remove(string id)
    {
        Changes.Add($"remove {id}");
        return null;
    }

    public IReadOnlyList<LogLine> Newest(string? record, bool troubleOnly, int take) => [];

    public ApplianceView Look() => new("test", "0", null, "", [], [], null);
}
