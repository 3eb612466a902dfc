// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;

namespace Appliance.Jobs.Selection;

/// <summary>
/// One thread on which everything happens that brings, selects or proves projects, in the order it came: sticks, scans, switches, boards that passed.
/// No job ever waits for it. Life cycle: create → <see cref="Post"/> → dispose (what runs is cancelled and ended, what waits is dropped).
/// </summary>
public sealed class ProjectDesk : IDisposable
{
    private readonly BlockingCollection<Action<CancellationToken>> _work = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<Exception> _failed;
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="failed">Told what a piece of work threw; the others go on.</param>
    public ProjectDesk(Action<Exception> failed)
    {
        _failed = failed;
        _thread = new Thread(Work) { IsBackground = true, Name = "projects" };
        _thread.Start();
    }

    /// <summary>Adds a piece of work. Nothing happens once the desk is disposed.</summary>
    public void Post(Action<CancellationToken> work)
    {
        if (!_stop.IsCancellationRequested) _work.TryAdd(work);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested) return;
        _stop.Cancel();
        _thread.Join();
    }

    private void Work()
    {
        try
        {
            foreach (var work in _work.GetConsumingEnumerable(_stop.Token)) Do(work);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
    }

    private void Do(Action<CancellationToken> work)
    {
        try
        {
            work(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception mistake)
        {
            _failed(mistake);
        }
    }
}
