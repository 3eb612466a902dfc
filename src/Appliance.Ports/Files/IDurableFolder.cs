// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Files;

/// <summary>
/// A flat folder whose contents survive a power cut as promised by each member. File names have no path separators.
/// Safe to use from several threads; one writer a file.
/// </summary>
public interface IDurableFolder
{
    /// <summary>Where it is, for messages.</summary>
    string Description { get; }

    /// <summary>Names of all files, ordinal order.</summary>
    IReadOnlyList<string> Names();

    /// <summary>Opens a file for appending, creating it (durably: file and folder entry) when missing.</summary>
    /// <exception cref="FileFaultException">The disk refused, or another writer has the file open (<see cref="FileFault.InUse"/>): this process
    /// or another one, until it disposes the file or ends.</exception>
    IDurableFile Open(string name);

    /// <summary>Opens a file for reading only, or null when it does not exist. Sees what a writer has appended so far.</summary>
    Stream? OpenRead(string name);

    /// <summary>Replaces a whole file: after a return the new contents, after a cut the old or the new, never a mixture.</summary>
    void Replace(string name, ReadOnlySpan<byte> contents);

    /// <summary>Gives a file another name, in the place of any file that had it: after a return the new name, after a cut the old or the new. What
    /// was appended must have been flushed and its writer disposed, else the new name may stand over half a file.</summary>
    /// <exception cref="FileFaultException">There is no such file, or the disk refused.</exception>
    void Rename(string from, string to);

    /// <summary>Removes a file durably. Nothing happens when it does not exist.</summary>
    void Delete(string name);

    /// <summary>Free and total bytes of the disk below.</summary>
    (long Free, long Total) Space();
}

/// <summary>An append-only file with an explicit flush.</summary>
public interface IDurableFile : IDisposable
{
    /// <summary>Length in bytes, with what was appended and not yet flushed.</summary>
    long Length { get; }

    /// <summary>Appends bytes. They may be lost, or only partly there, after a power cut until <see cref="Flush"/> has returned.</summary>
    /// <exception cref="IOException">The disk refused (full, read-only, faulty). Some of the bytes may be in the file.</exception>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Returns when everything appended is on the disk (fsync).</summary>
    /// <exception cref="IOException">The disk refused; what was not flushed before must be taken as lost.</exception>
    void Flush();

    /// <summary>Cuts the file to a length and flushes it.</summary>
    void Truncate(long length);
}
