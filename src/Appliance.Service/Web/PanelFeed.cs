// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Threading.Channels;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;

namespace Appliance.Service.Web;

/// <summary>What open pages are told. The station's threads only ring a bell for each page; reading, writing and waiting is the page's own.</summary>
internal sealed class PanelFeed : IDisposable
{
    private readonly ConcurrentDictionary<Channel<bool>, bool> _bells = new();
    private readonly PanelFollower _follower;
    private readonly JobNotes _notes;
    private readonly Func<IReadOnlyList<string>> _troubles;

    public PanelFeed(IStation station, TimeProvider time, Func<IReadOnlyList<string>> troubles)
    {
        Station = station;
        Time = time;
        _troubles = troubles;
        _notes = new JobNotes(station);
        _follower = new PanelFollower(station, time, _ => Ring());
    }

    public IStation Station { get; }

    public TimeProvider Time { get; }

    public void Start()
    {
        _notes.Start();
        _follower.Start();
    }

    /// <summary>What there is to show now.</summary>
    public PanelView Current()
    {
        var now = _follower.Now ?? throw new InvalidOperationException("the feed was not started");
        return PanelViews.Of(now, Time.GetElapsedTime(now.Entry.Since), _notes.Current, _troubles());
    }

    /// <summary>A bell for one page: it holds at most one ring, however much happened.</summary>
    public Channel<bool> Join()
    {
        var bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        bell.Writer.TryWrite(true);
        _bells[bell] = true;
        return bell;
    }

    public void Leave(Channel<bool> bell) => _bells.TryRemove(bell, out _);

    public void Dispose()
    {
        _follower.Dispose();
        _notes.Dispose();
    }

    private void Ring()
    {
        foreach (var bell in _bells.Keys)
            bell.Writer.TryWrite(true);
    }
}
