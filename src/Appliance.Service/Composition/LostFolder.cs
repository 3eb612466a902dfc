// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;

namespace Appliance.Service.Composition;

/// <summary>A folder that could not be opened: whatever is asked of it is refused for the same reason, so that the rest of the service can say so.</summary>
/// <param name="path">Where it should be.</param>
/// <param name="why">Why it is not.</param>
internal sealed class LostFolder(string path, FileFaultException why) : IDurableFolder
{
    /// <inheritdoc/>
    public string Description => path;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names() => throw Refusal();

    /// <inheritdoc/>
    public IDurableFile Open(string name) => throw Refusal();

    /// <inheritdoc/>
    public Stream? OpenRead(string name) => throw Refusal();

    /// <inheritdoc/>
    public void Replace(string name, ReadOnlySpan<byte> contents) => throw Refusal();

    /// <inheritdoc/>
    public void Rename(string from, string to) => throw Refusal();

    /// <inheritdoc/>
    public void Delete(string name) => throw Refusal();

    /// <inheritdoc/>
    public (long Free, long Total) Space() => throw Refusal();

    private FileFaultException Refusal() => new(why.Fault, why.Message, why);
}
