// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Media;

namespace Appliance.Platform.Media;

/// <summary>
/// Sticks as the units in <c>systemd/</c> mount them. A unit owned by root makes <c>NAME.stick</c> in a folder only root may write, with what became of
/// the stick, and mounts it on <c>NAME/read</c>. This class looks at that folder and never at a device. Where the folder is not there, nothing is plugged in.
/// </summary>
public sealed class LinuxMedia : IMedia
{
    /// <summary>Where the units mount sticks.</summary>
    public const string DefaultFolder = "/run/appliance-sticks";

    /// <summary>The kernel tells of changes, but not of all (inotify(7), a full queue); and the folder may come later.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly string? _requests;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private List<LinuxStick> _present = [];
    private FileSystemWatcher? _watcher;
    private bool _disposed;

    /// <summary>Looks at a folder.</summary>
    /// <param name="folder">Where sticks are mounted: <see cref="DefaultFolder"/>.</param>
    /// <param name="requests">Where the writing phase is asked for; null where nobody would grant it.</param>
    /// <param name="time">Appliance time.</param>
    public LinuxMedia(string folder, string? requests, TimeProvider time)
    {
        (_folder, _requests, _time) = (folder, requests, time);
        _timer = time.CreateTimer(_ => Look(), null, LookAgain, LookAgain);
        Look();
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public IReadOnlyList<IMedium> Present()
    {
        lock (_gate) return [.. _present];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
            _watcher?.Dispose();
        }
    }

    private void Look()
    {
        bool changed;
        lock (_gate)
        {
            if (_disposed) return;
            Watch();
            var found = Notes();
            var kept = _present.Where(stick => found.Any(note => stick.IsOf(note))).ToList();
            var come = found.Where(note => !_present.Any(stick => stick.IsOf(note))).Select(note => new LinuxStick(_folder, _requests, note, _time)).ToList();
            changed = come.Count > 0 || kept.Count < _present.Count;
            _present = [.. kept, .. come];
        }

        if (changed) Changed?.Invoke();
    }

    /// <summary>Only this folder is watched, not what is mounted below it.</summary>
    private void Watch()
    {
        if (_watcher is not null || !Directory.Exists(_folder)) return;
        var watcher = new FileSystemWatcher(_folder, "*" + StickNote.Extension);
        watcher.Created += (_, _) => Look();
        watcher.Renamed += (_, _) => Look();
        watcher.Deleted += (_, _) => Look();
        watcher.EnableRaisingEvents = true;
        _watcher = watcher;
    }

    private List<StickNote> Notes()
    {
        if (!Directory.Exists(_folder)) return [];
        return [.. Directory.EnumerateFiles(_folder, "*" + StickNote.Extension).Order(StringComparer.Ordinal).Select(StickNote.Read).OfType<StickNote>().Where(note => note.State != StickNote.Working)];
    }
}
