// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;

namespace Appliance.Simulation.Surroundings;

/// <summary>An open file of a <see cref="SimulatedFolder"/>.</summary>
internal sealed class SimulatedFile(SimulatedFolder folder, string name, SimulatedFileContents contents, int generation) : IDurableFile
{
    private bool _closed;

    /// <inheritdoc/>
    public long Length => folder.Length(contents);

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_closed, name);
        folder.Append(contents, generation, bytes.ToArray());
    }

    /// <inheritdoc/>
    public void Flush()
    {
        ObjectDisposedException.ThrowIf(_closed, name);
        folder.Flush(contents, generation);
    }

    /// <inheritdoc/>
    public void Truncate(long length)
    {
        ObjectDisposedException.ThrowIf(_closed, name);
        folder.Truncate(contents, generation, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        folder.Close(name, generation);
    }
}
