// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Platform.Files;
using Appliance.Ports.Records;

namespace Appliance.Service.Composition;

/// <summary>The one place where the package set decides which engine indexes the records.</summary>
internal static class IndexEngine
{
    /// <summary>How the index of a data folder is opened, and thrown away when it is damaged.</summary>
    public static RecordIndexSource For(ApplianceHome home)
    {
        Directory.CreateDirectory(home.Index);
#if FULL_PACKAGES
        var file = Path.Combine(home.Index, "records.litedb");
        return new RecordIndexSource(() => Adapters.LiteDb.LiteDbRecordIndex.Open(file), () => Adapters.LiteDb.LiteDbRecordIndex.Discard(file));
#else
        var file = Path.Combine(home.Index, "records.sqlite");
        return new RecordIndexSource(() => Adapters.Sqlite.SqliteRecordIndex.Open(file), () => Adapters.Sqlite.SqliteRecordIndex.Discard(file));
#endif
    }

    /// <summary>Rows from the index of a data folder, where there is one that is in step with the journal; the service may be running.</summary>
    /// <returns>Null: ask the journal.</returns>
    public static IReadOnlyList<RecordRow>? TryQuery(ApplianceHome home, RecordFilter filter, int take)
    {
        if (!Directory.Exists(home.Journal) || !Directory.Exists(home.Index) || Directory.GetFiles(home.Index).Length == 0) return null;
        try
        {
            using var index = For(home).Open();
            return RecordIndexer.IsInStep(new DurableFolder(home.Journal), index) ? index.Query(filter, 0, take) : null;
        }
        catch (RecordIndexException)
        {
            return null;
        }
    }

    /// <summary>Names of the engines that are built in.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "sqlite",
#if FULL_PACKAGES
        "litedb",
#endif
    ];

    /// <summary>Every engine that is built in, or one of them, each in a file of its own in a folder: for measurements.</summary>
    public static IEnumerable<(string Name, RecordIndexSource Source)> All(string folder, string? only) => All(folder).Where(engine => only is null || engine.Name == only);

    private static IEnumerable<(string Name, RecordIndexSource Source)> All(string folder)
    {
        Directory.CreateDirectory(folder);
        var sqlite = Path.Combine(folder, "records.sqlite");
        yield return ("sqlite", new RecordIndexSource(() => Adapters.Sqlite.SqliteRecordIndex.Open(sqlite), () => Adapters.Sqlite.SqliteRecordIndex.Discard(sqlite)));
#if FULL_PACKAGES
        foreach (var left in Directory.GetFiles(folder)) File.Delete(left);
        var lite = Path.Combine(folder, "records.litedb");
        yield return ("litedb", new RecordIndexSource(() => Adapters.LiteDb.LiteDbRecordIndex.Open(lite), () => Adapters.LiteDb.LiteDbRecordIndex.Discard(lite)));
#endif
    }
}
