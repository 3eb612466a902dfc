// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;

namespace Appliance.Jobs.Watchdog;

/// <summary>The station: it answers, and a job that runs says something now and then. Dispose it before the station.</summary>
public sealed class StationPulse : IVitalPart, IDisposable
{
    /// <summary>
    /// Longest time a job may say nothing. Each wait of a job has a deadline of its own; the longest single step is a chip that erases itself
    /// whole, for which stm32flash allows 35 s (stm32.c, STM32_MASSERASE_TIMEOUT).
    /// </summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    private readonly IStation _station;
    private readonly TimeProvider _time;
    private long _lastSign;

    /// <summary>Listens to the station from now on.</summary>
    public StationPulse(IStation station, TimeProvider time)
    {
        (_station, _time) = (station, time);
        _lastSign = time.GetTimestamp();
        _station.Changed += OnChanged;
    }

    /// <inheritdoc/>
    public string Name => "station";

    /// <inheritdoc/>
    public string? Ask()
    {
        if (_station.Snapshot.State != PanelState.Busy) return null;
        var silent = _time.GetElapsedTime(Volatile.Read(ref _lastSign));
        return silent <= LongestSilence
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"The job has made no progress for {silent.TotalSeconds:0} s.");
    }

    /// <inheritdoc/>
    public void Dispose() => _station.Changed -= OnChanged;

    private void OnChanged(StationSnapshot now) => Volatile.Write(ref _lastSign, _time.GetTimestamp());
}
