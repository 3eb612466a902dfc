// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;

namespace Appliance.Jobs.Tests.Records;

/// <summary>
/// A folder in memory that tells what is on the disk from what only was written. <see cref="OperationsUntilCut"/> takes the power away in
/// the middle of an operation; <see cref="AfterCut"/> is the disk one finds then: everything flushed, and of the rest what the test says.
/// </summary>
internal sealed class MemoryFolder : IDurableFolder
{
    private readonly Dictionary<string, List<byte>> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> durable = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);

    public string Description => "memory";

    /// <summary>Operations on the disk until the power goes; negative: never.</summary>
    public int OperationsUntilCut { get; set; } = -1;

    /// <summary>What every write and flush throws, null when the disk is well.</summary>
    public FileFault? Fault { get; set; }

    /// <summary>Called by every flush before it does anything.</summary>
    public Action? OnFlush { get; set; }

    public bool IsCut { get; private set; }

    public int Operations { get; private set; }

    public IReadOnlyList<string> Names() => [.. files.Keys.Order(StringComparer.Ordinal)];

    public IDurableFile Open(string name)
    {
        if (!open.Add(name))
        {
            throw new FileFaultException(FileFault.InUse, name + " is open elsewhere");
        }

        Operate(() =>
        {
            _ = files.TryAdd(name, []);
            _ = durable.TryAdd(name, 0);
        });
        return new MemoryFile(this, name);
    }

    public Stream? OpenRead(string name) => files.TryGetValue(name, out var bytes) ? new MemoryStream([.. bytes], writable: false) : null;

    public void Replace(string name, ReadOnlySpan<byte> contents)
    {
        var copy = contents.ToArray().ToList();
        Operate(() =>
        {
            files[name] = copy;
            durable[name] = copy.Count;
        });
    }

    public void Rename(string from, string to) => Operate(() =>
    {
        (files[to], durable[to]) = (files[from], durable[from]);
        _ = files.Remove(from);
    });

    public void Delete(string name) => Operate(() => files.Remove(name));

    public (long Free, long Total) Space() => (1 << 20, 1 << 21);

    public byte[] Bytes(string name) => [.. files[name]];

    public void SetBytes(string name, byte[] bytes)
    {
        files[name] = [.. bytes];
        durable[name] = bytes.Length;
    }

    /// <summary>The folder as another process finds it after this one was killed: everything written, flushed or not.</summary>
    public MemoryFolder Killed()
    {
        var found = new MemoryFolder();
        foreach (var (name, bytes) in files)
        {
            found.SetBytes(name, [.. bytes]);
            found.durable[name] = durable[name];
        }

        return found;
    }

    /// <summary>The disk after a power cut.</summary>
    /// <param name="spoil">Given the unflushed bytes of a file: what is there of them.</param>
    public MemoryFolder AfterCut(Func<byte[], byte[]> spoil)
    {
        var after = new MemoryFolder();
        foreach (var (name, bytes) in files)
        {
            var kept = Math.Min(durable[name], bytes.Count);
            after.SetBytes(name, [.. bytes[..kept], .. spoil([.. bytes[kept..]])]);
        }

        return after;
    }

    private void Operate(Action action)
    {
        Operations++;
        if (Fault is { } fault)
        {
            throw new FileFaultException(fault, "simulated");
        }

        if (IsCut || OperationsUntilCut == 0)
        {
            IsCut = true;
            throw new FileFaultException(FileFault.IoError, "power is off");
        }

        OperationsUntilCut--;
        action();
    }

    private sealed class MemoryFile(MemoryFolder folder, string name) : IDurableFile
    {
        public long Length => folder.files[name].Count;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            var copy = bytes.ToArray();
            var cut = folder.OperationsUntilCut == 0 && !folder.IsCut;
            if (cut)
            {
                folder.files[name].AddRange(copy[..(copy.Length / 2)]);
            }

            folder.Operate(() => folder.files[name].AddRange(copy));
        }

        public void Flush()
        {
            folder.OnFlush?.Invoke();
            folder.Operate(() => folder.durable[name] = folder.files[name].Count);
        }

        public void Truncate(long length) => folder.Operate(() =>
        {
            folder.files[name].RemoveRange((int)length, folder.files[name].Count - (int)length);
            folder.durable[name] = (int)length;
        });

        public void Dispose() => folder.open.Remove(name);
    }
}
