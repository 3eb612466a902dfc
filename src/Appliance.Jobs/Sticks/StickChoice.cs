// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Sticks;

/// <summary>What became of one candidate.</summary>
/// <param name="Name">Name on the stick.</param>
/// <param name="Project">The project as it is kept now; null where it was refused.</param>
/// <param name="Problems">Why it was refused; empty where it is kept.</param>
internal sealed record StickTaken(string Name, Project? Project, IReadOnlyList<Problem> Problems);

/// <summary>
/// Which project a stick selects. Pure. Exactly one selects itself; of several, the one the list file names; where one of them was refused and the list
/// names none, none: nobody knows which was meant.
/// </summary>
/// <param name="Selected">The project to be selected; null for none.</param>
/// <param name="Refusal">What is to be told where not everything went well; null where it did.</param>
internal sealed record StickChoice(Project? Selected, StickReport? Refusal)
{
    /// <summary>Decides.</summary>
    /// <param name="taken">What became of each project on the stick.</param>
    /// <param name="wanted">What the list file names; null where there is none.</param>
    public static StickChoice Of(IReadOnlyList<StickTaken> taken, string? wanted)
    {
        var refused = taken.FirstOrDefault(one => one.Project is null) is { } first ? Refused(first) : null;
        if (wanted is not null) return Named(taken, wanted, refused);
        if (refused is not null) return new StickChoice(null, refused);
        return taken is [var only]
            ? new StickChoice(only.Project, null)
            : new StickChoice(null, StickReport.Refused(Catalogue.SeveralProjects, $"{taken.Count} projects", string.Join(", ", taken.Select(one => one.Name))));
    }

    private static StickChoice Named(IReadOnlyList<StickTaken> taken, string wanted, StickReport? refused)
    {
        var named = taken.Where(one => Same(one.Name, wanted) || Same(Path.GetFileNameWithoutExtension(one.Name), wanted) || one.Project?.Name == wanted).ToList();
        return named switch
        {
            [{ Project: { } project }] => new StickChoice(project, refused),
            [var bad] => new StickChoice(null, Refused(bad)),
            _ => new StickChoice(null, StickReport.Refused(Catalogue.StickListWrong, MapReader.Shorten(wanted), $"{named.Count} projects on the stick are meant by \"{MapReader.Shorten(wanted)}\".")),
        };
    }

    private static StickReport Refused(StickTaken one) =>
        StickReport.Refused(ProjectRefusals.EntryOf(one.Problems[0].Code), MapReader.Shorten(one.Name), string.Join(" ", one.Problems));

    private static bool Same(string left, string right) => PathRules.Folded(left) == PathRules.Folded(right);
}
