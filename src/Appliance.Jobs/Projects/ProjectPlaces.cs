// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Where the values of a <c>project.yaml</c> stand, for mistakes that show only against the target.</summary>
internal sealed class ProjectPlaces(YamlMap root, IReadOnlyList<YamlSpan> files)
{
    /// <summary>Where a top-level key's value stands; the start of the file when it is not written.</summary>
    public YamlSpan Of(string key)
    {
        return root.Find(key)?.Span ?? root.Span;
    }

    /// <summary>Where the value of a key below a top-level key stands; that of the latter where it is not a map with it.</summary>
    public YamlSpan Of(string key, string below)
    {
        return (root.Find(key) as YamlMap)?.Find(below)?.Span ?? Of(key);
    }

    /// <summary>The same places, with other files.</summary>
    public ProjectPlaces With(IReadOnlyList<YamlSpan> others)
    {
        return new ProjectPlaces(root, others);
    }

    /// <summary>Where the path of a file stands.</summary>
    public YamlSpan File(int index)
    {
        return files[index];
    }
}
