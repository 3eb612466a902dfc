// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Cpu;

namespace Appliance.Adapters.Unicorn;

/// <summary>The system's libunicorn 2, where it is installed.</summary>
public sealed class UnicornEngines : ICpuEngines
{
    private UnicornEngines(string name) => Name = name;

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The engines, or null and the reason in one sentence.</summary>
    public static UnicornEngines? TryOpen(out string? missing)
    {
        missing = null;
        try
        {
            _ = UnicornNative.Version(out var major, out var minor);
            return new UnicornEngines(string.Create(CultureInfo.InvariantCulture, $"Unicorn {major}.{minor}"));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            missing = $"{UnicornNative.Library} cannot be loaded (package libunicorn2): simulated boards execute no code.";
            return null;
        }
    }

    /// <inheritdoc/>
    public ICpuEngine Create(CpuModel model, ICpuClient client) => new UnicornEngine(model, client);
}
