// SPDX-License-Identifier: Apache-2.0
using Appliance.Lab.Tests.Lab;

namespace Appliance.Lab.Tests.Service;

/// <summary>Packages made of the build under test, on a disk of the guest.</summary>
internal static class PackageFiles
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly string Folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "packages"));
    private static readonly Lazy<Task> Made = new(MakeAsync);

    /// <summary>Stands in for the package of the .NET runtime, which the guest has without a package; its path in the guest.</summary>
    public static string Runtime => InGuest("aspnetcore-runtime-10.0.deb");

    /// <summary>The appliance's package of a version, 1.0 or 1.1; its path in the guest.</summary>
    public static string Appliance(string version) => InGuest($"appliance_{version}_all.deb");

    /// <summary>Makes them once, and brings them to a guest that has none.</summary>
    public static async Task BringAsync(Guest guest)
    {
        await Made.Value;
        if ((await guest.TryRunAsync("[ -d /srv/packages ]")).ExitCode != 0) await guest.BringAsync(Folder, "/srv/packages");
    }

    private static async Task MakeAsync()
    {
        Directory.CreateDirectory(Folder);
        await MakeRuntimeAsync();
        foreach (var version in new[] { InstalledAppliance.Version, InstalledAppliance.Newer }) await MakeApplianceAsync(version);
    }

    private static async Task MakeApplianceAsync(string version)
    {
        var built = await BuiltAppliance.PrecompileAsync(Path.Combine(AppContext.BaseDirectory, "..", "..", "Appliance.Service", "release"), "service");
        string[] arguments = ["--build", built, "--package-set", PackageSet, "--version", version, "--out", Folder];
        await HostProgram.RunAsync(Path.Combine(GuestImage.Tree(), "systemd", "package"), arguments, Limit);
    }

    private static async Task MakeRuntimeAsync()
    {
        using var stage = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(stage.Path, "DEBIAN"));
        await File.WriteAllTextAsync(
            Path.Combine(stage.Path, "DEBIAN", "control"),
            "Package: aspnetcore-runtime-10.0\nVersion: 10.0\nArchitecture: all\nMaintainer: test <test@localhost>\nDescription: stands for the runtime\n");
        await HostProgram.RunAsync("dpkg-deb", ["--root-owner-group", "--build", stage.Path, Path.Combine(Folder, "aspnetcore-runtime-10.0.deb")], Limit);
    }

#if FULL_PACKAGES
    private const string PackageSet = "full";
#else
    private const string PackageSet = "core";
#endif

    private static string InGuest(string file) => $"/srv/packages/{file}";

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("appliance-test-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
