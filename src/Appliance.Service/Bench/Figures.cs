// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Bench;

/// <summary>Times and their order statistics.</summary>
internal static class Figures
{
    /// <summary>Seconds that something takes.</summary>
    public static double Seconds(Action action)
    {
        var begun = TimeProvider.System.GetTimestamp();
        action();
        return TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>The same, and the processor time it takes on all threads of this process: what another load on the machine does not change.</summary>
    public static (double Seconds, double CpuSeconds) WithCpu(Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        var seconds = Seconds(action);
        return (seconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    public static double Median(IReadOnlyList<double> values) => Percentile(values, 50);

    /// <summary>The smallest value that so many percent do not exceed.</summary>
    public static double Percentile(IReadOnlyList<double> values, int percent) =>
        values.Order().ElementAt(Math.Min(values.Count - 1, values.Count * percent / 100));
}
