// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Projects;

/// <summary>A project without mistakes in itself, and where its files are. Whether it fits its target says <see cref="ProjectCheck"/>.</summary>
public sealed class LoadedProject
{
    internal LoadedProject(Project project, IProjectSource source, ProjectPlaces places)
    {
        (Project, Source, Places) = (project, source, places);
    }

    /// <summary>The values.</summary>
    public Project Project { get; }

    /// <summary>The files.</summary>
    public IProjectSource Source { get; }

    /// <summary>Where the values stand in <c>project.yaml</c>.</summary>
    internal ProjectPlaces Places { get; }
}
