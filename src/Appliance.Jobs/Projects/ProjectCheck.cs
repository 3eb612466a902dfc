// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.OptionBytes;
using Appliance.Flashing.VendorLoaders;
using Appliance.Jobs.Running;
using Appliance.Jobs.Yaml;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Projects;

/// <summary>Checks a project whole, before any board is touched: text, files, firmware, chip, plan, and what the probe can do.</summary>
public static class ProjectCheck
{
    /// <summary>Reads and checks a project.</summary>
    /// <param name="path">Folder or zip file.</param>
    /// <param name="catalog">The chips there are.</param>
    /// <param name="route">What the route to the target can do, or null when it is not known yet.</param>
    /// <param name="cancel">Ends the reading of long files.</param>
    public static CheckResult Check(string path, ChipCatalog catalog, SessionCapabilities? route = null, CancellationToken cancel = default)
    {
        var (loaded, problems) = ProjectReader.Inspect(path, cancel);
        return loaded is null ? new CheckResult(null, problems.Sorted) : Check(loaded, problems, catalog, route);
    }

    /// <summary>Reads and checks a project, wherever it is.</summary>
    internal static (LoadedProject? Loaded, CheckResult Result) Check(string name, Func<ProjectSource> find, ChipCatalog catalog, CancellationToken cancel)
    {
        var (loaded, problems) = ProjectReader.Inspect(name, find, cancel);
        return (loaded, loaded is null ? new CheckResult(null, problems.Sorted) : Check(loaded, problems, catalog, null));
    }

    /// <summary>Checks a project that was read before.</summary>
    /// <param name="loaded">The project.</param>
    /// <param name="catalog">The chips there are.</param>
    /// <param name="route">What the route to the target can do, or null when it is not known yet.</param>
    public static CheckResult Check(LoadedProject loaded, ChipCatalog catalog, SessionCapabilities? route = null)
    {
        return Check(loaded, new ProblemList(ProjectYaml.FileName), catalog, route);
    }

    /// <summary>Adds to the mistakes that reading found those that show against chip, firmware and route, for all that could be read.</summary>
    private static CheckResult Check(LoadedProject loaded, ProblemList problems, ChipCatalog catalog, SessionCapabilities? route)
    {
        var chip = Chip(loaded, catalog, problems);
        var image = FirmwareLoader.Load(loaded, problems);
        IReadOnlyList<PlannedLoader> loaders = [];
        if (chip is not null)
            (chip, loaders) = VendorLoaderFiles.Load(loaded, chip, image, problems);
        var plan = chip is null || image is null ? null : Plan(loaded, chip, image, problems) is { } made ? made with { Loaders = loaders } : null;
        if (route is { } capabilities)
            RouteRules.Check(loaded, capabilities, plan, problems);
        var wish = CoprocessorLoader.Load(loaded, chip, image, problems);
        var serials = problems.Count == 0 ? SerialLoader.Load(loaded, problems) : null;
        var job = problems.Count == 0 ? new PreparedJob(loaded.Project, chip!, image!, plan!, serials) { Coprocessor = wish } : null;
        if (job is { Serials: not null } && SerialLoader.First(job, loaded, problems) is { } first)
            job = job with { Plan = first.Plan };
        return new CheckResult(problems.Count == 0 ? job : null, problems.Sorted);
    }

    private static ChipDescription? Chip(LoadedProject loaded, ChipCatalog catalog, ProblemList problems)
    {
        var name = loaded.Project.Target;
        if (name.Length == 0 || problems.Has(loaded.Places.Of("target")))
            return null;
        if (catalog.TryFind(name, out var chip))
            return chip;
        problems.Add(ProblemCode.UnknownTarget, loaded.Places.Of("target"),
            $"There is no target \"{name}\"; 'appliance targets' lists what is supported.", catalog.Nearest(name).FirstOrDefault());
        return null;
    }

    private static OptionPlan? Options(LoadedProject loaded, ChipDescription chip, ProblemList problems)
    {
        var project = loaded.Project;
        var (plan, mistakes) = OptionPlanner.Plan(chip, project.Options, project.Irreversible);
        foreach (var mistake in mistakes)
            problems.Add(ProblemCode.BadOption, loaded.Places.Of("options", mistake.Name), mistake.Message, mistake.Suggestion);
        if (project.Unlock && project.Keep.Count > 0)
            problems.Add(ProblemCode.Unsupported, loaded.Places.Of("keep"), "What \"keep\" names cannot survive: \"unlock\" erases a protected chip whole.");
        if (project.Unlock && chip.Options is null)
            problems.Add(ProblemCode.Unsupported, loaded.Places.Of("unlock"), $"The option bytes of {chip.Name} are not in the chip data.");
        return project.Options.Count == 0 ? null : plan;
    }

    private static FlashPlan? Plan(LoadedProject loaded, ChipDescription chip, FirmwareImage image, ProblemList problems)
    {
        var project = loaded.Project;
        try
        {
            return FlashPlanner.Plan(image, chip, project.Policy) with { Options = Options(loaded, chip, problems) };
        }
        catch (FlashException e)
        {
            var code = e.Fault == FlashFault.ImageOutside ? ProblemCode.ImageOutside : ProblemCode.Unsupported;
            problems.Add(code, loaded.Places.Of("files"), e.Message);
            return null;
        }
    }
}
