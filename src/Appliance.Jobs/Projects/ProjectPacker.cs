// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;

namespace Appliance.Jobs.Projects;

/// <summary>Writes projects: as a zip file for the next desk, or as plain files.</summary>
internal static class ProjectPacker
{
    /// <summary>The date in every archive entry, so that equal projects make equal archives: the first a zip can hold (APPNOTE §4.4.6).</summary>
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a zip with <c>project.yaml</c> and the files it names, nothing else.</summary>
    public static void WriteZip(LoadedProject loaded, Stream destination, CancellationToken cancel)
    {
        using var archive = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var path in Paths(loaded))
        {
            cancel.ThrowIfCancellationRequested();
            var entry = archive.CreateEntry(path, CompressionLevel.Optimal);
            entry.LastWriteTime = Epoch;
            using var target = entry.Open();
            Copy(loaded, path, target);
        }
    }

    /// <summary>Writes plain files below a folder, each flushed to the disk.</summary>
    public static void WriteFolder(LoadedProject loaded, string folder, CancellationToken cancel)
    {
        foreach (var path in Paths(loaded))
        {
            cancel.ThrowIfCancellationRequested();
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using var target = new FileStream(file, FileMode.CreateNew);
            Copy(loaded, path, target);
            target.Flush(flushToDisk: true);
        }
    }

    private static IEnumerable<string> Paths(LoadedProject loaded)
    {
        return loaded.Project.Files.Select(file => file.Path).Distinct().Prepend(ProjectYaml.FileName);
    }

    private static void Copy(LoadedProject loaded, string path, Stream target)
    {
        using var source = loaded.Source.Open(path);
        source.CopyTo(target);
    }
}
