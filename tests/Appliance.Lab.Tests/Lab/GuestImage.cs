// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Lab.Tests.Lab;

/// <summary>What the guest boots: made by <c>tests/lab/build</c>, once for all tests of this process.</summary>
/// <param name="Folder">Where it is.</param>
internal sealed record GuestImage(string Folder)
{
    private static readonly Lazy<Task<GuestImage>> Built = new(BuildAsync);

    public string Kernel => Path.Combine(Folder, "vmlinuz");

    public string FirstFileSystem => Path.Combine(Folder, "initrd.gz");

    public string Root => Path.Combine(Folder, "root.img");

    public static Task<GuestImage> GetAsync() => Built.Value;

    private static async Task<GuestImage> BuildAsync()
    {
        var output = await HostProgram.RunAsync(Path.Combine(Tree(), "tests", "lab", "build"), [], Patience.Build);
        return new GuestImage(output.Trim().Split('\n')[^1]);
    }

    /// <summary>The top of the source tree.</summary>
    public static string Tree()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Appliance.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new LabException("Appliance.sln is in no folder above the tests.");
    }
}
