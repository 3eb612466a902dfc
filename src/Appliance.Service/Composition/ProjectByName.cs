// SPDX-License-Identifier: Apache-2.0

namespace Appliance.Service.Composition;

/// <summary>Selects one of the imported projects by its name, as a tester says it: the revision of it that is meant now.</summary>
internal static class ProjectByName
{
    /// <summary>Selects it.</summary>
    /// <returns>False where no project has the name, or more than one, or the settings cannot be written.</returns>
    public static bool Select(ApplianceHome home, string name)
    {
        try
        {
            var found = home.OpenProjects().Shelf.Lines.Where(line => Matches(line.Name, name)).ToList();
            return found is [var only] && home.Select(only.Current).Count == 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>A Flasher takes the name with or without the number in front of it ("03_Door"; kb.segger.com, "Flasher - Project Management").</summary>
    private static bool Matches(string project, string said)
    {
        var bare = said.TrimStart("0123456789".ToCharArray());
        return project.Equals(said, StringComparison.OrdinalIgnoreCase) || (bare.StartsWith('_') && project.Equals(bare[1..], StringComparison.OrdinalIgnoreCase));
    }
}
