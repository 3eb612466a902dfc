// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Files;

/// <summary>One file of a <see cref="DurableFolder"/>, open for its one writer.</summary>
internal sealed class DurableFile : IDurableFile
{
    private readonly SafeFileHandle handle;
    private readonly string path;

    private DurableFile(SafeFileHandle handle, string path)
    {
        this.handle = handle;
        this.path = path;
        Length = RandomAccess.GetLength(handle);
    }

    public long Length { get; private set; }

    /// <summary>Opens and locks a file, creating it when missing; its folder entry is not synced here.</summary>
    public static DurableFile Open(string path)
    {
        // Sharing for reading keeps writers apart on Windows; Linux has the lock.
        var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        try
        {
            if (OperatingSystem.IsLinux())
            {
                NativeDisk.Lock(handle, path);
            }

            return new DurableFile(handle, path);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(handle, bytes, Length);
            Length += bytes.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Length = RandomAccess.GetLength(handle);
            throw DiskFaults.From(e, "append to " + path);
        }
    }

    public void Flush()
    {
        if (OperatingSystem.IsLinux())
        {
            NativeDisk.Sync(handle, path);
            return;
        }

        _ = DiskFaults.Tell("sync " + path, () =>
        {
            RandomAccess.FlushToDisk(handle);
            return 0;
        });
    }

    public void Truncate(long length)
    {
        _ = DiskFaults.Tell("cut " + path, () =>
        {
            RandomAccess.SetLength(handle, length);
            return Length = length;
        });
        Flush();
    }

    public void Dispose() => handle.Dispose();
}
