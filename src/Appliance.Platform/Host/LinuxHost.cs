// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Host;

namespace Appliance.Platform.Host;

/// <summary>Where the machine's facts are read; tests put other places here.</summary>
/// <param name="Root">Root of <c>/proc</c>, <c>/sys</c> and <c>/run</c>.</param>
/// <param name="IsSynchronised">Asks the kernel whether a time server disciplines the clock.</param>
/// <param name="HostName">Asks for the name of the machine.</param>
public sealed record HostSources(string Root, Func<bool> IsSynchronised, Func<string> HostName)
{
    /// <summary>The machine this program runs on.</summary>
    public static HostSources Machine { get; } =
        new("/", () => OperatingSystem.IsLinux() && KernelClock.IsSynchronised(), () => Environment.MachineName);
}

/// <summary>Facts about the Linux machine the appliance runs on.</summary>
public sealed class LinuxHost : IHostInfo
{
    /// <summary>No clock that was set shows an earlier date than this program has.</summary>
    private static readonly DateTimeOffset Plausible = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly HostSources sources;
    private readonly TimeProvider time;

    /// <summary>Reads the facts that do not change.</summary>
    /// <param name="time">The wall clock.</param>
    /// <param name="applianceName">Name for records; null or empty: the host name.</param>
    /// <param name="sources">Where the facts are; null: this machine.</param>
    public LinuxHost(TimeProvider time, string? applianceName = null, HostSources? sources = null)
    {
        this.time = time;
        this.sources = sources ?? HostSources.Machine;
        ApplianceName = string.IsNullOrWhiteSpace(applianceName) ? this.sources.HostName() : applianceName;
        BootId = ReadBootId();
    }

    /// <inheritdoc/>
    public string ApplianceName { get; }

    /// <summary>The kernel's boot id (random(4)); <c>unknown</c> on a system that has none.</summary>
    public string BootId { get; }

    /// <summary>
    /// Synchronised when the kernel says so. Free-running when it was set once: by a real-time clock, or by a time server earlier in this boot
    /// (the mark systemd-timesyncd leaves). A plausible date alone says nothing: systemd starts a Pi without a clock at the last date it saw.
    /// </summary>
    public ClockQuality ClockQuality
    {
        get
        {
            if (time.GetUtcNow() < Plausible)
            {
                return ClockQuality.Unset;
            }

            if (sources.IsSynchronised())
            {
                return ClockQuality.Synchronised;
            }

            return WasSet() ? ClockQuality.FreeRunning : ClockQuality.Unset;
        }
    }

    private bool WasSet() =>
        File.Exists(At("run/systemd/timesync/synchronized")) || Directory.Exists(At("sys/class/rtc/rtc0"));

    private string ReadBootId()
    {
        var path = At("proc/sys/kernel/random/boot_id");
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "unknown";
    }

    private string At(string path) => Path.Combine(sources.Root, path);
}
