// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel.Display;
using Appliance.Jobs.Running;

namespace Appliance.Service.Composition;

/// <summary>Tells display and log that the disk of the records fills up, while the service runs: after each job, and every minute.</summary>
internal sealed class DiskNotice : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly IStation _station;
    private readonly PanelNotices _notices;
    private readonly Func<string?> _warning;
    private readonly Action<string> _log;
    private readonly ITimer _timer;
    private IDisposable? _posted;

    /// <summary>Begins to watch.</summary>
    /// <param name="station">Whose jobs.</param>
    /// <param name="notices">The display.</param>
    /// <param name="warning">The warning, null while there is room enough.</param>
    /// <param name="log">Told when it comes and when it goes.</param>
    /// <param name="time">Appliance time.</param>
    public DiskNotice(IStation station, PanelNotices notices, Func<string?> warning, Action<string> log, TimeProvider time)
    {
        (_station, _notices, _warning, _log) = (station, notices, warning, log);
        _timer = time.CreateTimer(_ => Check(), null, Look, Look);
        _station.JobEvent += Follow;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _station.JobEvent -= Follow;
        _timer.Dispose();
        lock (_gate) _posted?.Dispose();
    }

    private void Follow(JobEvent happened)
    {
        if (happened is JobFinished) Check();
    }

    private void Check()
    {
        var warning = _warning();
        lock (_gate)
        {
            if ((warning is null) == (_posted is null)) return;
            _posted?.Dispose();
            _posted = warning is null ? null : _notices.Post(new PanelNotice("DISK FULL", warning));
        }

        _log(warning ?? "The disk of the records has room again.");
    }
}
