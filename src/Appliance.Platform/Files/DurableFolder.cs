// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;

namespace Appliance.Platform.Files;

/// <summary>
/// A folder on a disk, kept as <see cref="IDurableFolder"/> promises: files and folder entries are synced, one writer a file is enforced by a
/// lock that ends with its process. On a system other than Linux (for desk commands) folder entries are as durable as that system makes them.
/// </summary>
public sealed class DurableFolder : IDurableFolder
{
    private readonly string path;

    /// <summary>Takes a folder, creating it (durably) when it is missing.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="FileFaultException">The disk refused.</exception>
    public DurableFolder(string path)
    {
        this.path = Path.GetFullPath(path);
        Create(this.path);
    }

    /// <inheritdoc/>
    public string Description => path;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names() => DiskFaults.Tell("list " + path, () => Directory.EnumerateFiles(path)
        .Select(f => Path.GetFileName(f)).Where(n => n[0] != '.').Order(StringComparer.Ordinal).ToList());

    /// <inheritdoc/>
    public IDurableFile Open(string name)
    {
        var full = PathOf(name);
        return DiskFaults.Tell("open " + full, () => OpenDurably(full));
    }

    /// <inheritdoc/>
    public Stream? OpenRead(string name)
    {
        var full = PathOf(name);
        return DiskFaults.Tell<Stream?>("read " + full, () => File.Exists(full)
            ? new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            : null);
    }

    /// <inheritdoc/>
    public void Replace(string name, ReadOnlySpan<byte> contents)
    {
        var full = PathOf(name);
        var temporary = Path.Combine(path, "." + name + ".new");
        try
        {
            using (var file = DurableFile.Open(temporary))
            {
                file.Truncate(0);
                file.Append(contents);
                file.Flush();
            }

            File.Move(temporary, full, overwrite: true);
            SyncEntries(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DiskFaults.From(e, "replace " + full);
        }
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        var (old, renamed) = (PathOf(from), PathOf(to));
        _ = DiskFaults.Tell($"rename {old} to {to}", () =>
        {
            File.Move(old, renamed, overwrite: true);
            SyncEntries(path);
            return 0;
        });
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        var full = PathOf(name);
        _ = DiskFaults.Tell("delete " + full, () =>
        {
            File.Delete(full);
            SyncEntries(path);
            return 0;
        });
    }

    /// <inheritdoc/>
    public (long Free, long Total) Space() => DiskFaults.Tell("ask for the space of " + path, () =>
    {
        var drive = new DriveInfo(path);
        return (drive.AvailableFreeSpace, drive.TotalSize);
    });

    private DurableFile OpenDurably(string full)
    {
        var isNew = !File.Exists(full);
        var file = DurableFile.Open(full);
        try
        {
            if (isNew)
            {
                file.Flush();
                SyncEntries(path);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private string PathOf(string name) => name.Length > 0 && name[0] != '.' && name.IndexOfAny(['/', '\\', ':', '\0']) < 0
        ? Path.Combine(path, name)
        : throw new ArgumentException($"'{name}' is no name of a file in a folder.", nameof(name));

    private static void Create(string path) => _ = DiskFaults.Tell("create folder " + path, () =>
    {
        if (!Directory.Exists(path))
        {
            var parent = Path.GetDirectoryName(path);
            if (parent is not null)
            {
                Create(parent);
            }

            _ = Directory.CreateDirectory(path);
            SyncEntries(parent ?? path);
        }

        return 0;
    });

    private static void SyncEntries(string folder)
    {
        if (OperatingSystem.IsLinux())
        {
            NativeDisk.SyncFolder(folder);
        }
    }
}
