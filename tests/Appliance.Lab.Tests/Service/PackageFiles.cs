// SPDX-License-Identifier: Apache-2.0
using Appliance.Lab.Tests.Lab;

namespace Appliance.Lab.Tests.Service;

/// <summary>Packages made of the build under test, in a folder that the guest sees.</summary>
internal static class PackageFiles
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "packages");
    private static readonly string Tree = FindTree();

    /// <summary>Builds the appliance's package with a version; its path in the guest.</summary>
    public static async Task<string> ApplianceAsync(string version)
    {
        Directory.CreateDirectory(Folder);
        var built = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Appliance.Service", "release"));
        string[] arguments = ["--build", built, "--package-set", PackageSet, "--version", version, "--out", Folder];
        var output = await HostProgram.RunAsync(Path.Combine(Tree, "systemd", "package"), arguments, Limit);
        return InGuest(output.Trim().Split('\n')[^1]);
    }

    /// <summary>Stands in for the package of the .NET runtime, which the guest has without a package; its path in the guest.</summary>
    public static async Task<string> RuntimeAsync()
    {
        using var stage = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(stage.Path, "DEBIAN"));
        await File.WriteAllTextAsync(
            Path.Combine(stage.Path, "DEBIAN", "control"),
            "Package: aspnetcore-runtime-10.0\nVersion: 10.0\nArchitecture: all\nMaintainer: test <test@localhost>\nDescription: stands for the runtime\n");
        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, "aspnetcore-runtime-10.0.deb");
        await HostProgram.RunAsync("dpkg-deb", ["--root-owner-group", "--build", stage.Path, file], Limit);
        return InGuest(file);
    }

#if FULL_PACKAGES
    private const string PackageSet = "full";
#else
    private const string PackageSet = "core";
#endif

    private static string InGuest(string file) => $"/srv/appliance/packages/{Path.GetFileName(file)}";

    private static string FindTree()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Appliance.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new LabException("Appliance.sln is in no folder above the tests.");
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("appliance-test-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
