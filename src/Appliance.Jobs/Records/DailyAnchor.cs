// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;

namespace Appliance.Jobs.Records;

/// <summary>Keeps an anchor of a journal each day of the workshop on which it grew, as soon as the program runs on that day.</summary>
public sealed class DailyAnchor : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly IDurableFolder folder;
    private readonly Func<(long Count, string Hash)?> journal;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private KeptAnchor? last;
    private bool read;
    private bool ended;
    private volatile string? trouble;

    /// <summary>Begins to keep them; the first look is at once.</summary>
    /// <param name="folder">The journal's folder.</param>
    /// <param name="journal">The anchor of now: <see cref="RecordJournal.Anchor"/>; null while there is no journal.</param>
    /// <param name="time">Appliance time; its time zone says when a day begins.</param>
    public DailyAnchor(IDurableFolder folder, Func<(long Count, string Hash)?> journal, TimeProvider time)
    {
        (this.folder, this.journal, this.time) = (folder, journal, time);
        timer = time.CreateTimer(_ => Check(), null, Look, Look);
        Check();
    }

    /// <summary>Why the last one could not be kept, in a sentence; null while all is well. Records are not hurt by it.</summary>
    public string? Trouble => trouble;

    /// <inheritdoc/>
    public void Dispose()
    {
        timer.Dispose();
        lock (gate)
        {
            // A look that was late finds nothing to do: the folder may be gone.
            ended = true;
        }
    }

    private void Check()
    {
        try
        {
            lock (gate)
            {
                if (ended || journal() is not { } now)
                {
                    return;
                }

                if (!read)
                {
                    (last, read) = (AnchorBook.Read(folder).LastOrDefault(), true);
                }

                // Another day, not a later one: a clock that was wrong and is set right takes no anchor away.
                if (last is null || (now.Count > last.Count && Day(last.Utc) != Day(time.GetUtcNow())))
                {
                    var anchor = new KeptAnchor(time.GetUtcNow(), now.Count, now.Hash);
                    AnchorBook.Keep(folder, anchor);
                    last = anchor;
                }
            }

            trouble = null;
        }
        catch (Exception refused) when (RecordFaults.IsDisk(refused))
        {
            trouble = $"The anchor of the day cannot be kept: {refused.Message}";
        }
    }

    private DateTime Day(DateTimeOffset utc) => TimeZoneInfo.ConvertTime(utc, time.LocalTimeZone).Date;
}
