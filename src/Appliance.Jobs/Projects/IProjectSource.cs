// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Projects;

/// <summary>The files of a project, wherever they are packed. Holds nothing open between calls; safe from any thread.</summary>
public interface IProjectSource
{
    /// <summary>Name of the folder or archive, without its path.</summary>
    string Name { get; }

    /// <summary>Opens one file for reading from its first byte on; the caller disposes the stream.</summary>
    /// <param name="path">Path inside the project as in <see cref="ProjectFile.Path"/>.</param>
    /// <exception cref="IOException">The file is gone, changed beyond its limits, or the disk failed.</exception>
    Stream Open(string path);
}
