// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;

namespace Appliance.Ports.Media;

/// <summary>The removable media of this machine. A machine that takes none has none; that is no error. Safe from several threads.</summary>
public interface IMedia : IDisposable
{
    /// <summary>Raised on any thread when a medium may have come, gone or changed; handlers must return quickly.</summary>
    event Action? Changed;

    /// <summary>The media that are plugged in now, in the order they came. The same object as long as it stays plugged in; one that is pulled and
    /// plugged in again is another one.</summary>
    IReadOnlyList<IMedium> Present();
}

/// <summary>
/// One medium. Life cycle: it appears readable (or with a <see cref="Refusal"/>) → it is read → where records are wanted, one
/// <see cref="BeginWriting"/>, after which it is not read any more → it vanishes, at any moment, without a word. Nothing is ever written outside the
/// writing phase.
/// </summary>
public interface IMedium
{
    /// <summary>What the machine calls it; one of its kind at a time.</summary>
    string Name { get; }

    /// <summary>What people call it; empty when they do not.</summary>
    string Label { get; }

    /// <summary>Why it cannot be read, in one sentence; null when it can.</summary>
    string? Refusal { get; }

    /// <summary>Whether it is plugged in still.</summary>
    bool IsThere { get; }

    /// <summary>The entries of a folder, in no order.</summary>
    /// <param name="folder">Path with forward slashes; empty for the top.</param>
    /// <param name="most">How many at most; one more than this means there are more.</param>
    /// <exception cref="MediumException">It is gone, or cannot be read.</exception>
    IReadOnlyList<MediumEntry> List(string folder, int most);

    /// <summary>Bytes of a plain file; null when there is none.</summary>
    /// <exception cref="MediumException">It is gone, or cannot be read.</exception>
    long? Length(string path);

    /// <summary>Opens a plain file; the stream can seek, and throws <see cref="IOException"/> when the medium goes.</summary>
    /// <exception cref="MediumException">There is none, the medium is gone, or it cannot be read.</exception>
    Stream OpenRead(string path);

    /// <summary>Asks for the writing phase and waits until it is there.</summary>
    /// <exception cref="MediumException"><see cref="MediumFault.NotWritable"/>: it is write-protected, or nobody grants it; or it is gone.</exception>
    IMediumWriting BeginWriting(CancellationToken cancel);
}

/// <summary>The writing phase of a medium. Disposing it without <see cref="Finish"/> gives it up.</summary>
public interface IMediumWriting : IDisposable
{
    /// <summary>The top of the medium.</summary>
    IDurableFolder Folder { get; }

    /// <summary>Returns when everything is on the medium and it may be pulled.</summary>
    /// <exception cref="MediumException">It is not certain that everything is there.</exception>
    void Finish();
}

/// <summary>An entry of a folder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsFolder">A folder; everything that is neither a folder nor a plain file is left out.</param>
/// <param name="Length">Bytes of a file.</param>
public sealed record MediumEntry(string Name, bool IsFolder, long Length);
