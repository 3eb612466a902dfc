// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Either a project or every mistake found in it.</summary>
public sealed class ProjectResult
{
    internal ProjectResult(LoadedProject? project, IReadOnlyList<Problem> problems)
    {
        if (project is null == (problems.Count == 0))
            throw new ArgumentException("A project or problems, never both and never neither.", nameof(problems));
        (Loaded, Problems) = (project, problems);
    }

    /// <summary>The project, or null when there are <see cref="Problems"/>.</summary>
    public LoadedProject? Loaded { get; }

    /// <summary>All mistakes, in order of file, line and column; empty when there is a project.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}
