// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Unicorn;
using Appliance.Ports.Cpu;

namespace Appliance.Service.Composition;

/// <summary>What executes code on simulated boards: libunicorn where the system has it.</summary>
internal static class CpuEngine
{
    private static readonly Lazy<ICpuEngines?> Found = new(Find);

    /// <summary>The engines; null where there are none, which is said once on standard error.</summary>
    public static ICpuEngines? Engines => Found.Value;

    private static UnicornEngines? Find()
    {
        var engines = UnicornEngines.TryOpen(out var missing);
        if (missing is not null)
            Console.Error.WriteLine(missing);
        return engines;
    }
}
