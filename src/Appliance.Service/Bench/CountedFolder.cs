// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;

namespace Appliance.Service.Bench;

/// <summary>Counts how often a disk is made to flush.</summary>
/// <param name="folder">The disk.</param>
/// <param name="waits">Whether it flushes really; not where a journal is only made up: then bytes are written in large pieces, too.</param>
internal sealed class CountedFolder(IDurableFolder folder, bool waits = true) : IDurableFolder
{
    /// <summary>Flushes so far.</summary>
    public long Flushes { get; private set; }

    private const int Piece = 1 << 20;

    private bool Waits => waits;

    /// <inheritdoc/>
    public string Description => folder.Description;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names() => folder.Names();

    /// <inheritdoc/>
    public IDurableFile Open(string name) => new CountedFile(this, folder.Open(name));

    /// <inheritdoc/>
    public Stream? OpenRead(string name) => folder.OpenRead(name);

    /// <inheritdoc/>
    public void Replace(string name, ReadOnlySpan<byte> contents) => folder.Replace(name, contents);

    /// <inheritdoc/>
    public void Rename(string from, string to) => folder.Rename(from, to);

    /// <inheritdoc/>
    public void Delete(string name) => folder.Delete(name);

    /// <inheritdoc/>
    public (long Free, long Total) Space() => folder.Space();

    private sealed class CountedFile(CountedFolder owner, IDurableFile file) : IDurableFile
    {
        private readonly MemoryStream kept = new();

        public long Length => file.Length + kept.Length;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            if (owner.Waits)
            {
                file.Append(bytes);
                return;
            }

            kept.Write(bytes);
            if (kept.Length >= Piece) Write();
        }

        public void Flush()
        {
            owner.Flushes++;
            if (owner.Waits) file.Flush();
        }

        public void Truncate(long length)
        {
            Write();
            file.Truncate(length);
        }

        public void Dispose()
        {
            Write();
            file.Dispose();
        }

        private void Write()
        {
            file.Append(kept.GetBuffer().AsSpan(0, (int)kept.Length));
            kept.SetLength(0);
        }
    }
}
