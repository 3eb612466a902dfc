// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Projects;

/// <summary>A place with a <c>project.yaml</c> and files beside it.</summary>
internal abstract class ProjectSource : IProjectSource
{
    public abstract string Name { get; }

    /// <summary>Opens a folder or an archive and finds its only <c>project.yaml</c>.</summary>
    /// <exception cref="SourceException">There is none, or what is there is refused.</exception>
    public static ProjectSource Find(string path)
    {
        try
        {
            if (Directory.Exists(path))
                return FolderSource.Find(path);
            return Zip.ZipSource.Find(path);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not SourceException)
        {
            throw new SourceException(Yaml.ProblemCode.Unreadable, $"Cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Bytes of a file, or null when there is none.</summary>
    /// <exception cref="SourceException">It is no plain file inside the project.</exception>
    public abstract long? Length(string path);

    public abstract Stream Open(string path);

    /// <summary>Names of files that are there, for suggestions; not necessarily all.</summary>
    public abstract IEnumerable<string> Names();
}
