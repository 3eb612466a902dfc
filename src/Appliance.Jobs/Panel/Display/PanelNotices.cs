// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Panel.Display;

/// <summary>Something to show the operator that is neither a job nor the usual picture.</summary>
/// <param name="Title">One word or code, shown as large as it fits: at most 10 characters are read at arm's length.</param>
/// <param name="Text">What to know or to do, a short sentence or two; long ones are shown in parts, one after the other.</param>
/// <param name="Rank">What it stands above.</param>
/// <param name="For">How long it is shown once it can be seen; null until it is taken back.</param>
public sealed record PanelNotice(string Title, string Text, NoticeRank Rank = NoticeRank.Notice, TimeSpan? For = null);

/// <summary>What a notice stands above. The whole order: fault, job, notice, idle.</summary>
public enum NoticeRank
{
    /// <summary>Stands above the idle picture, below a running job and a verdict nobody had time to read.</summary>
    Notice,

    /// <summary>Stands above everything: work must stop.</summary>
    Fault,
}

/// <summary>
/// The notices on the operator's display. Whoever has something to say posts it, and disposes what it got back to take it away; the display
/// decides when it is seen. Safe from several threads.
/// </summary>
/// <param name="time">Appliance time.</param>
public sealed class PanelNotices(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<PostedNotice> _posted = [];

    /// <summary>Raised on any thread when a notice came or went; handlers must return quickly.</summary>
    public event Action? Changed;

    /// <summary>Shows a notice.</summary>
    /// <returns>Takes it away when disposed; disposing twice, or after its time is up, does nothing.</returns>
    public IDisposable Post(PanelNotice notice)
    {
        var posted = new PostedNotice(this, notice, time.GetTimestamp());
        lock (_gate) _posted.Add(posted);
        Changed?.Invoke();
        return posted;
    }

    /// <summary>The newest notice of the highest rank there is, null when there is none.</summary>
    internal PostedNotice? Top
    {
        get
        {
            lock (_gate)
            {
                _posted.RemoveAll(posted => posted.SeenSince is { } since && time.GetElapsedTime(since) >= posted.Notice.For);
                return _posted.OrderByDescending(posted => posted.Notice.Rank).ThenByDescending(posted => posted.Since).FirstOrDefault();
            }
        }
    }

    /// <summary>The notice can be seen: its time begins.</summary>
    internal void Seen(PostedNotice posted)
    {
        lock (_gate) posted.SeenSince ??= time.GetTimestamp();
    }

    private void Remove(PostedNotice posted)
    {
        bool removed;
        lock (_gate) removed = _posted.Remove(posted);
        if (removed) Changed?.Invoke();
    }

    /// <summary>A notice, and when it came.</summary>
    internal sealed class PostedNotice(PanelNotices owner, PanelNotice notice, long since) : IDisposable
    {
        public PanelNotice Notice => notice;

        /// <summary>Timestamp of the posting.</summary>
        public long Since => since;

        /// <summary>Timestamp of when it could first be seen.</summary>
        public long? SeenSince { get; set; }

        public void Dispose() => owner.Remove(this);
    }
}
