// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Appliance.Lab.Tests.Lab;

/// <summary>
/// A fact that needs the Linux guest. Where the guest cannot be made (<c>APPLIANCE_LAB=none</c> says so) the test is skipped and says why,
/// except where peers are required (CI=true or APPLIANCE_PEERS=required): there it runs, and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GuestFactAttribute : FactAttribute
{
    private static readonly string[] Programs = ["qemu-system-x86_64", "qemu-img", "mmdebstrap", "mkfs.vfat", "mcopy"];

    public GuestFactAttribute()
    {
        if (!HostProgram.Required) Skip = WhyNot();
    }

    internal static string? WhyNot()
    {
        if (Environment.GetEnvironmentVariable("APPLIANCE_LAB") == "none") return "no Linux guest: it could not be built";
        if (RuntimeInformation.OSArchitecture != Architecture.X64) return "no Linux guest: it is built on x86-64 machines alone";
        var missing = Programs.Where(program => !HostProgram.IsThere(program)).ToArray();
        return missing.Length == 0 ? null : $"no Linux guest: {string.Join(", ", missing)} not installed; tests/lab/build installs and builds all of it";
    }
}
