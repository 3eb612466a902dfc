// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Yaml;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Settings;

/// <summary>The file <c>appliance.yaml</c> in a durable folder. Safe from several threads.</summary>
public sealed class SettingsFile(IDurableFolder folder)
{
    private readonly Lock _lock = new();

    /// <summary>Reads the settings. A file that is not there means defaults; a broken one means defaults and problems.</summary>
    public SettingsResult Read()
    {
        lock (_lock)
        {
            var problems = new ProblemList(SettingsYaml.FileName);
            return Text(problems) is { } text ? SettingsYaml.Parse(text) : new SettingsResult(new ApplianceSettings(), problems.Sorted);
        }
    }

    /// <summary>Selects the active project, or none, and changes nothing else: comments and order of the file stay.</summary>
    /// <returns>The settings now; with problems, and the file untouched, where it was broken before.</returns>
    /// <exception cref="IOException">The disk refused; the old file is still there.</exception>
    public SettingsResult SelectProject(string? path)
    {
        return Set("project", path);
    }

    /// <summary>Sets the probe, and changes nothing else.</summary>
    /// <returns>As <see cref="SelectProject"/>.</returns>
    /// <exception cref="IOException">The disk refused; the old file is still there.</exception>
    public SettingsResult SetProbe(string probe)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(probe);
        return Set("probe", probe);
    }

    /// <summary>Sets the name of the appliance, and changes nothing else.</summary>
    /// <returns>As <see cref="SelectProject"/>.</returns>
    /// <exception cref="IOException">The disk refused; the old file is still there.</exception>
    public SettingsResult SetName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Set("name", name);
    }

    /// <summary>Sets how many boards are wanted today, and changes nothing else.</summary>
    /// <param name="boards">0 for no order.</param>
    /// <returns>As <see cref="SelectProject"/>.</returns>
    /// <exception cref="IOException">The disk refused; the old file is still there.</exception>
    public SettingsResult SetOrder(int boards)
    {
        return Set("order", boards.ToString(System.Globalization.CultureInfo.InvariantCulture), plain: true);
    }

    private SettingsResult Set(string key, string? value, bool plain = false)
    {
        lock (_lock)
        {
            var before = Read();
            if (before.Problems.Count > 0)
                return before;
            var edited = YamlEdit.SetTopLevel(Text(new ProblemList(SettingsYaml.FileName)) ?? "", key, value, plain);
            var after = SettingsYaml.Parse(edited);
            if (after.Problems.Count == 0)
                folder.Replace(SettingsYaml.FileName, Encoding.UTF8.GetBytes(edited));
            return after;
        }
    }

    private string? Text(ProblemList problems)
    {
        try
        {
            using var stream = folder.OpenRead(SettingsYaml.FileName);
            return stream is null ? "" : YamlText.Read(stream, problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.AddWhole(ProblemCode.Unreadable, e.Message);
            return null;
        }
    }
}
