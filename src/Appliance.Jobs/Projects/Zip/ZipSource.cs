// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects.Zip;

/// <summary>A project as an archive. Nothing is unpacked to a disk; the archive is open only while a file of it is.</summary>
internal sealed class ZipSource : ProjectSource
{
    private readonly Func<Stream> _open;
    private readonly Dictionary<string, ZipEntry> _files;

    private ZipSource(string name, Func<Stream> open, Dictionary<string, ZipEntry> files)
    {
        (Name, _open, _files) = (name, open, files);
    }

    public override string Name { get; }

    public static new ZipSource Find(string path)
    {
        if (!File.Exists(path))
            throw new SourceException(ProblemCode.NotFound, "There is no such folder or file.");

        // A pipe or a device has no length; opening it could wait for ever.
        if (new FileInfo(path).Length == 0)
            throw new SourceException(ProblemCode.BadArchive, "The file is empty; copy it again.");
        var full = Path.GetFullPath(path);
        return Find(Path.GetFileName(full), () => new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
    }

    /// <summary>The project of an archive, wherever that is.</summary>
    /// <param name="name">Name of the archive.</param>
    /// <param name="open">Opens it; the stream can seek and is the caller's to dispose.</param>
    /// <exception cref="SourceException">There is no project in it, or it is refused.</exception>
    public static ZipSource Find(string name, Func<Stream> open)
    {
        using var archive = open();
        var files = ZipDirectory.Read(archive).Where(entry => !entry.IsFolder).ToList();
        var root = RootChoice.Of(files.Select(entry => entry.Path));
        return new ZipSource(name, open, files
            .Where(entry => entry.Path.StartsWith(root, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Path[root.Length..]));
    }

    public override long? Length(string path)
    {
        return _files.TryGetValue(path, out var entry) ? entry.Length : null;
    }

    public override Stream Open(string path)
    {
        if (!_files.TryGetValue(path, out var entry))
            throw new SourceException(ProblemCode.MissingFile, $"There is no file {path} in the archive.");
        return ZipSlice.Open(_open(), entry);
    }

    public override IEnumerable<string> Names()
    {
        return _files.Keys;
    }
}
