// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Projects;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Yaml;
using Appliance.Platform.Files;
using Appliance.Service.Cli;

namespace Appliance.Service.Composition;

/// <summary>The folder of <c>appliance.yaml</c>, and what the settings put below it.</summary>
internal sealed class ApplianceHome
{
    private readonly SettingsFile _file;

    private ApplianceHome(string path)
    {
        Path = path;
        _file = new SettingsFile(new DurableFolder(path));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The settings as they are on the disk now; defaults and problems where the file is broken.</summary>
    public SettingsResult Settings => _file.Read();

    /// <summary>Segments of the record journal.</summary>
    public string Journal => System.IO.Path.Combine(Data, "journal");

    /// <summary>The searchable index of the journal; may be deleted at any time.</summary>
    public string Index => System.IO.Path.Combine(Data, "index");

    /// <summary>The service log.</summary>
    public string Logs => System.IO.Path.Combine(Data, "log");

    /// <summary>Files of a tester that uses the remote control.</summary>
    public string RemoteFiles => System.IO.Path.Combine(Data, "remote");

    /// <summary>Imported projects.</summary>
    public string Projects => System.IO.Path.Combine(Data, "projects");

    /// <summary>Public keys that are trusted to sign projects, one <c>*.pem</c> each.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>Whether a project must be signed, and by whom, as the settings and the keys folder say at each look.</summary>
    public SignatureRule Signatures => new(() => Settings.Settings.Projects.RequireSignature, () => Directory.Exists(Keys) ? new DurableFolder(Keys) : null);

    /// <summary>Password and certificate; nobody but the service reads it.</summary>
    public string Access => System.IO.Path.Combine(Data, "access");

    /// <summary>Option bytes of boards whose coprocessor is worked on.</summary>
    public string BootOptions => System.IO.Path.Combine(Data, "boot-options");

    /// <summary>What is being uploaded; empty between two starts.</summary>
    public string Uploads => System.IO.Path.Combine(Data, "uploads");

    /// <summary>Records, imported projects and the log are below it.</summary>
    public string Data => System.IO.Path.Combine(Path, Settings.Settings.Data);

    /// <summary>Finds the folder: the option, else <c>APPLIANCE_HOME</c>, else what systemd gives, else the person's own.</summary>
    public static ApplianceHome Locate(string? option)
    {
        var path = FirstSet(option, Environment.GetEnvironmentVariable("APPLIANCE_HOME"), Environment.GetEnvironmentVariable("STATE_DIRECTORY"))
            ?? System.IO.Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "appliance");
        return new ApplianceHome(System.IO.Path.GetFullPath(path));
    }

    /// <summary>The settings, for a command that cannot do without.</summary>
    /// <exception cref="BadInputException">The file has mistakes; the message lists all of them.</exception>
    public ApplianceSettings Usable()
    {
        var (settings, problems) = Settings;
        return problems.Count == 0 ? settings : throw new BadInputException(string.Join("\n", problems));
    }

    /// <summary>Path of the active project, null when none is selected.</summary>
    public string? ActiveProject() => Settings.Settings.Project is { } project ? System.IO.Path.Combine(Path, project) : null;

    /// <summary>Id of the active project where it is a kept one, else null.</summary>
    public string? ActiveId() => ProjectStore.IdOf(Settings.Settings.Project);

    /// <summary>The kept projects.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public ProjectStore OpenProjects() => new(new DurableFolder(Projects), Signatures);

    /// <summary>Selects a kept project as the active one: one rename of the settings.</summary>
    /// <returns>Mistakes in the settings, which were left alone then; else none.</returns>
    /// <exception cref="IOException">The disk refused; the old selection stays.</exception>
    public IReadOnlyList<Problem> Select(string id) =>
        _file.SelectProject(System.IO.Path.GetRelativePath(Path, System.IO.Path.Combine(Projects, ProjectStore.FileName(id)))).Problems;

    /// <summary>Sets how many boards are wanted today; 0 for no order.</summary>
    /// <exception cref="BadInputException">The settings have mistakes and were left alone.</exception>
    public void SetOrder(int boards)
    {
        var problems = _file.SetOrder(boards).Problems;
        if (problems.Count > 0) throw new BadInputException(string.Join("\n", problems));
    }

    /// <summary>Gives the appliance a name.</summary>
    /// <exception cref="BadInputException">The settings have mistakes and were left alone.</exception>
    public void SetName(string name)
    {
        var problems = _file.SetName(name).Problems;
        if (problems.Count > 0) throw new BadInputException(string.Join("\n", problems));
    }

    private static string? FirstSet(params string?[] values) => values.FirstOrDefault(value => !string.IsNullOrEmpty(value));
}
