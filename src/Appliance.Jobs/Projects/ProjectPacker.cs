// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Writes projects as zip files. Trouble of what is read comes out as <see cref="SourceException"/>, trouble of what is written as it is.</summary>
internal static class ProjectPacker
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>The date in every archive entry, so that equal projects make equal archives: the first a zip can hold (APPNOTE §4.4.6).</summary>
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a zip with <c>project.yaml</c>, its signature and the files it names, nothing else.</summary>
    public static void WriteZip(LoadedProject loaded, Stream destination, CancellationToken cancel)
    {
        Write(loaded.Source, Names((ProjectSource)loaded.Source, loaded.Project.Files.Concat(loaded.Project.SideFiles).Select(file => file.Path)), destination, CompressionLevel.Optimal, cancel);
    }

    /// <summary>Writes a zip that is not packed, reading each file once; at most <see cref="ArchiveLimits.MaximumBytes"/>.</summary>
    /// <param name="source">What is read. Nothing of it is believed: whoever calls checks what was written.</param>
    /// <param name="names">The files, <c>project.yaml</c> included.</param>
    /// <param name="destination">Written forward only.</param>
    /// <param name="cancel">Ends it.</param>
    public static void Stage(IProjectSource source, IReadOnlyList<string> names, Stream destination, CancellationToken cancel)
    {
        Write(source, names, destination, CompressionLevel.NoCompression, cancel);
    }

    /// <summary>What belongs to a project: its text, its signature where there is one, its files.</summary>
    public static IReadOnlyList<string> Names(ProjectSource source, IEnumerable<string> files)
    {
        string[] own = source.Length(ProjectSignature.FileName) is null ? [ProjectYaml.FileName] : [ProjectYaml.FileName, ProjectSignature.FileName];
        return [.. own.Concat(files).Distinct()];
    }

    private static void Write(IProjectSource source, IReadOnlyList<string> names, Stream destination, CompressionLevel level, CancellationToken cancel)
    {
        using var archive = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        var left = ArchiveLimits.MaximumBytes;
        foreach (var name in names)
        {
            var entry = archive.CreateEntry(name, level);
            entry.LastWriteTime = Epoch;
            using var target = entry.Open();
            Copy(source, name, target, ref left, cancel);
        }
    }

    private static void Copy(IProjectSource source, string name, Stream target, ref long left, CancellationToken cancel)
    {
        using var stream = Reading(name, () => source.Open(name));
        var buffer = new byte[BufferBytes];
        for (int read; (read = Reading(name, () => stream.Read(buffer))) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            if ((left -= read) < 0)
                throw new SourceException(ProblemCode.TooLarge, $"The files are larger than {ArchiveLimits.MaximumBytes >> 20} MiB together.");
            target.Write(buffer, 0, read);
        }
    }

    private static T Reading<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not SourceException)
        {
            throw new SourceException(ProblemCode.Unreadable, $"\"{name}\" cannot be read to its end: {e.Message}", e);
        }
    }
}
