// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;

namespace Appliance.Jobs.Tests.Watchdog;

/// <summary>A disk whose syncs take as long as the test wants.</summary>
internal sealed class HangingFolder(IDurableFolder inner) : IDurableFolder
{
    public Action OnFlush { get; set; } = () => { };

    public string Description => inner.Description;

    public IReadOnlyList<string> Names() => inner.Names();

    public IDurableFile Open(string name) => new HangingFile(inner.Open(name), this);

    public Stream? OpenRead(string name) => inner.OpenRead(name);

    public void Replace(string name, ReadOnlySpan<byte> contents) => inner.Replace(name, contents);

    public void Rename(string from, string to) => inner.Rename(from, to);

    public void Delete(string name) => inner.Delete(name);

    public (long Free, long Total) Space() => inner.Space();

    private sealed class HangingFile(IDurableFile file, HangingFolder folder) : IDurableFile
    {
        public long Length => file.Length;

        public void Append(ReadOnlySpan<byte> bytes) => file.Append(bytes);

        public void Flush()
        {
            folder.OnFlush();
            file.Flush();
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Dispose() => file.Dispose();
    }
}
