// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Looks at every file a project names: is it there, is it plain, is its digest the one written.</summary>
internal sealed class ProjectFileReader(ProjectSource source, ProblemList problems, CancellationToken cancel)
{
    private const int BufferBytes = 128 * 1024;
    private long _total;

    /// <summary>The files; where one is null, there is a problem.</summary>
    public IReadOnlyList<(FileDraft Draft, ProjectFile? File)> Read(IReadOnlyList<FileDraft> drafts)
    {
        return [.. drafts.Select(draft => (draft, Read(draft)))];
    }

    private ProjectFile? Read(FileDraft draft)
    {
        try
        {
            if (source.Length(draft.Path) is not { } length)
            {
                problems.Add(ProblemCode.MissingFile, draft.PathSpan, $"The file \"{draft.Path}\" is not in the project.", Near(draft.Path));
                return null;
            }

            _total += length;
            if (_total <= ArchiveLimits.MaximumBytes)
                return Digest(draft);
            problems.Add(ProblemCode.TooLarge, draft.PathSpan, $"The files are larger than {ArchiveLimits.MaximumBytes >> 20} MiB together.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add((e as SourceException)?.Code ?? ProblemCode.Unreadable, draft.PathSpan, e.Message);
        }

        return null;
    }

    private ProjectFile Digest(FileDraft draft)
    {
        using var stream = source.Open(draft.Path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        var length = 0L;
        for (int read; (read = stream.Read(buffer)) > 0; length += read)
        {
            cancel.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        var digest = ContentHash.Hex(hash.GetHashAndReset());
        if (draft.Sha256 is { } written && written != digest)
            problems.Add(ProblemCode.HashMismatch, draft.DigestSpan, $"The file \"{draft.Path}\" has SHA-256 {digest}, not {written}.");
        return new ProjectFile(draft.Path, draft.Address, length, digest);
    }

    private string? Near(string path)
    {
        var folded = PathRules.Folded(path);
        var names = source.Names().ToList();
        return names.FirstOrDefault(name => PathRules.Folded(name) == folded || PathRules.Folded(Path.GetFileName(name)) == folded)
            ?? Nearest.Find(path, names);
    }
}
