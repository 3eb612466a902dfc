// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Selection;
using Appliance.Ports.Media;

namespace Appliance.Jobs.Sticks;

/// <summary>Watches for sticks: each one that comes is visited once, on the desk's thread; what was shown of it goes when it is pulled. Life cycle:
/// create → <see cref="Start"/> → dispose.</summary>
public sealed class StickKeeper : IDisposable
{
    private readonly IMedia _media;
    private readonly ProjectDesk _desk;
    private readonly StickVisit _visit;
    private readonly Action<StickReport?> _show;
    private readonly HashSet<IMedium> _visited = [];
    private IMedium? _shown;

    /// <summary>Creates the keeper.</summary>
    /// <param name="media">Where sticks come from.</param>
    /// <param name="desk">Whose thread is used.</param>
    /// <param name="visit">What is done with a stick.</param>
    /// <param name="show">Told what to show, null for nothing, on the desk's thread.</param>
    public StickKeeper(IMedia media, ProjectDesk desk, StickVisit visit, Action<StickReport?> show)
    {
        (_media, _desk, _visit, _show) = (media, desk, visit, show);
    }

    /// <summary>Visits what is plugged in, and from now on whatever comes.</summary>
    public void Start()
    {
        _media.Changed += OnChanged;
        OnChanged();
    }

    /// <inheritdoc/>
    public void Dispose() => _media.Changed -= OnChanged;

    private void OnChanged() => _desk.Post(Look);

    private void Look(CancellationToken cancel)
    {
        var present = _media.Present();
        _visited.IntersectWith(present);
        if (_shown is not null && !present.Contains(_shown)) Hide();
        foreach (var medium in present.Where(medium => !_visited.Contains(medium)))
        {
            _visited.Add(medium);
            var report = _visit.Run(medium, _show, cancel);
            _show(report);

            // That a stick was pulled too early must be seen after it was pulled.
            _shown = report.Error == Catalogue.StickGone ? null : medium;
        }
    }

    private void Hide()
    {
        _shown = null;
        _show(null);
    }
}
