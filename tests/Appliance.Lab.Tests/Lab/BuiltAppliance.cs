// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Lab.Tests.Lab;

/// <summary>The build under test with native code added, as the guest gets it: made once for all tests of this process.</summary>
internal static class BuiltAppliance
{
    private static readonly Lazy<Task<string>> Built = new(() => PrecompileAsync(AppContext.BaseDirectory, "guest"));

    /// <summary>The folder.</summary>
    public static Task<string> GetAsync() => Built.Value;

    /// <summary>Adds native code to a build.</summary>
    /// <param name="build">Its folder.</param>
    /// <param name="name">Of the folder beside this assembly's that the copy is in.</param>
    public static async Task<string> PrecompileAsync(string build, string name)
    {
        var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", name));
        await HostProgram.RunAsync(Path.Combine(GuestImage.Tree(), "tests", "lab", "precompile"), [build, folder], Patience.Build);
        return folder;
    }
}
