// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Appliance.Ports.Files;

namespace Appliance.EndToEnd.Tests.Web;

/// <summary>A folder in memory for files that are replaced whole.</summary>
internal sealed class RamFolder : IDurableFolder
{
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public string Description => "memory";

    /// <summary>The disk refuses to write.</summary>
    public bool IsReadOnly { get; set; }

    public IReadOnlyList<string> Names() => [.. _files.Keys.Order(StringComparer.Ordinal)];

    public IDurableFile Open(string name) => throw new NotSupportedException("Files of this folder are replaced whole.");

    public Stream? OpenRead(string name) => _files.TryGetValue(name, out var bytes) ? new MemoryStream(bytes) : null;

    public void Replace(string name, ReadOnlySpan<byte> contents)
    {
        if (IsReadOnly) throw new FileFaultException(FileFault.ReadOnly, "read-only file system");
        _files[name] = contents.ToArray();
    }

    public void Rename(string from, string to)
    {
        if (_files.TryRemove(from, out var bytes)) _files[to] = bytes;
    }

    public void Delete(string name) => _files.TryRemove(name, out _);

    public (long Free, long Total) Space() => (1 << 30, 1 << 30);
}
