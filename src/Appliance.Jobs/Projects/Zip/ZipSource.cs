// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects.Zip;

/// <summary>A project as an archive. Nothing is unpacked to a disk; the archive is open only while a file of it is.</summary>
internal sealed class ZipSource : ProjectSource
{
    private readonly string _archive;
    private readonly Dictionary<string, ZipEntry> _files;

    private ZipSource(string archive, Dictionary<string, ZipEntry> files)
    {
        (_archive, _files) = (archive, files);
    }

    public override string Name => Path.GetFileName(_archive);

    public static new ZipSource Find(string path)
    {
        if (!File.Exists(path))
            throw new SourceException(ProblemCode.NotFound, "There is no such folder or file.");

        // A pipe or a device has no length; opening it could wait for ever.
        if (new FileInfo(path).Length == 0)
            throw new SourceException(ProblemCode.BadArchive, "The file is empty; copy it again.");
        using var archive = OpenArchive(path);
        var files = ZipDirectory.Read(archive).Where(entry => !entry.IsFolder).ToList();
        var root = RootChoice.Of(files.Select(entry => entry.Path));
        return new ZipSource(Path.GetFullPath(path), files
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
        return ZipSlice.Open(OpenArchive(_archive), entry);
    }

    public override IEnumerable<string> Names()
    {
        return _files.Keys;
    }

    private static FileStream OpenArchive(string path)
    {
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
    }
}
