// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using LiteDB;

namespace Appliance.Adapters.LiteDb;

/// <summary>
/// A LiteDB file used the one way that survives a power cut with version 5.0.21, which syncs nothing on commit: LiteDB's own checkpoints are
/// off, its log is synced after each commit, and data pages are written back only after such a sync.
/// </summary>
internal sealed class LiteDbFile : IDisposable
{
    /// <summary>Kept in the file; to be raised with every change of the documents. Another version is built anew from the journal.</summary>
    private const int Version = 3;

    /// <summary>Log size at which data pages are written back: 1000 pages of 8 KiB, LiteDB's own choice.</summary>
    private const long LogLimit = 1000 * 8192;

    private readonly string logPath;
    private readonly FileStream taken;

    private LiteDbFile(string path, LiteDatabase database, FileStream taken)
    {
        Database = database;
        this.taken = taken;
        logPath = Beside(path, "-log");
    }

    public LiteDatabase Database { get; }

    public static LiteDbFile Open(string path)
    {
        var taken = Take(path);
        LiteDatabase? database = null;
        try
        {
            database = new LiteDatabase(new ConnectionString
            {
                Filename = path,
                Connection = ConnectionType.Direct,
                Collation = Collation.Binary,
            });
            Prepare(database, path);
            return new LiteDbFile(path, database, taken);
        }
        catch
        {
            database?.Dispose();
            taken.Dispose();
            throw;
        }
    }

    public static void Discard(string path)
    {
        using var taken = Take(path);
        File.Delete(Beside(path, "-log"));
        File.Delete(Beside(path, "-tmp"));
        File.Delete(path);
    }

    /// <summary>Returns when everything committed is on the disk.</summary>
    public void Sync()
    {
        if (SyncLog() > LogLimit)
        {
            Database.Checkpoint();
        }
    }

    /// <summary>Writes all data pages back and closes the file.</summary>
    public void Close()
    {
        _ = SyncLog();
        Database.Checkpoint();
        Dispose();
    }

    /// <summary>Closes the file as it is; what was committed stays in the log.</summary>
    public void Dispose()
    {
        Database.Dispose();
        taken.Dispose();
    }

    /// <summary>LiteDB's direct mode lets two processes write one file on Linux, and damages it; this lets only one have it.</summary>
    private static FileStream Take(string path) => new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static void Prepare(LiteDatabase database, string path)
    {
        database.CheckpointSize = 0;
        if (database.UserVersion == 0)
        {
            database.UserVersion = Version;
        }
        else if (database.UserVersion != Version)
        {
            throw new RecordIndexException(FormattableString.Invariant($"{path} has version {database.UserVersion}, expected {Version}"));
        }
    }

    private long SyncLog()
    {
        // Windows lets nobody sync a file that is open elsewhere for writing; there the index is as durable as its cache.
        if (OperatingSystem.IsWindows() || !File.Exists(logPath))
        {
            return 0;
        }

        using var log = File.OpenHandle(logPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(log);
        return RandomAccess.GetLength(log);
    }

    private static string Beside(string path, string suffix) =>
        Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, Path.GetFileNameWithoutExtension(path) + suffix + Path.GetExtension(path));
}
