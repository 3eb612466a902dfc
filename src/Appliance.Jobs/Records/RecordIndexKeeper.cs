// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;

namespace Appliance.Jobs.Records;

/// <summary>How far an index is.</summary>
/// <param name="InStep">It knows every line that is on the disk.</param>
/// <param name="Line">Last line of the journal it knows.</param>
/// <param name="Of">Last line on the disk.</param>
/// <param name="Trouble">Why it does not get further; null while it does.</param>
public sealed record IndexState(bool InStep, long Line, long Of, string? Trouble);

/// <summary>
/// Keeps the index in step with a journal that is being written, on a thread of its own: a job never waits for it, nor for an index that is built
/// anew. The one writer of the index.
/// </summary>
public sealed class RecordIndexKeeper : IDisposable
{
    private readonly RecordJournal journal;
    private readonly RecordIndexer indexer;
    private readonly AutoResetEvent written = new(initialState: true);
    private readonly CancellationTokenSource ending = new();
    private readonly Thread thread;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long reached = -1;
    private string? trouble;

    /// <summary>Makes the keeper; <see cref="Start"/> begins.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="indexer">Its indexer; disposed with this.</param>
    /// <param name="time">Appliance time.</param>
    public RecordIndexKeeper(RecordJournal journal, RecordIndexer indexer, TimeProvider time)
    {
        (this.journal, this.indexer, this.time) = (journal, indexer, time);
        thread = new Thread(Run) { IsBackground = true, Name = "record index" };
    }

    /// <summary>How far the index is.</summary>
    public IndexState State
    {
        get
        {
            lock (gate)
            {
                var last = journal.FlushedSequence;
                return new IndexState(trouble is null && reached >= last, Math.Max(0, indexer.Index?.LastSequence ?? 0), last, trouble);
            }
        }
    }

    /// <summary>Begins to follow the journal.</summary>
    public void Start()
    {
        journal.Stored += Wake;
        thread.Start();
    }

    /// <summary>Asks the index. Where it is only a few lines behind it gets the time to follow.</summary>
    /// <param name="question">The question.</param>
    /// <param name="patience">How long to wait until it is in step.</param>
    /// <param name="answer">The answer, where there is one.</param>
    /// <returns>Whether the answer is that of an index in step; false while it is built anew or fails: ask the journal, or later.</returns>
    public bool TryAsk<T>(Func<IRecordIndex, T> question, TimeSpan patience, out T? answer)
    {
        answer = default;
        if (!WaitInStep(patience) || indexer.Index is not { } index)
        {
            return false;
        }

        try
        {
            answer = question(index);
            return true;
        }
        catch (RecordIndexException)
        {
            Wake();
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        journal.Stored -= Wake;
        ending.Cancel();
        Wake();
        if (thread.IsAlive)
        {
            thread.Join();
        }

        indexer.Dispose();
        written.Dispose();
        ending.Dispose();
    }

    private void Wake() => _ = written.Set();

    private bool WaitInStep(TimeSpan patience)
    {
        var last = journal.FlushedSequence;
        var begun = time.GetTimestamp();
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (trouble is not null || reached >= last)
                {
                    return trouble is null;
                }

                next = moved.Task;
            }

            var left = patience - time.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero || !Waited(next, left))
            {
                return false;
            }
        }
    }

    private bool Waited(Task task, TimeSpan deadline)
    {
        try
        {
            task.WaitAsync(deadline, time).GetAwaiter().GetResult();
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Run()
    {
        while (!ending.IsCancellationRequested)
        {
            _ = written.WaitOne();
            var last = journal.FlushedSequence;
            var why = CatchUp(last);
            TaskCompletionSource told;
            lock (gate)
            {
                trouble = why;
                reached = why is null ? last : reached;
                (told, moved) = (moved, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            told.SetResult();
        }
    }

    private string? CatchUp(long through)
    {
        try
        {
            _ = indexer.CatchUp(through, ending.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return "The index is closed.";
        }
        catch (Exception e) when (e is RecordException or RecordIndexException || RecordFaults.IsDisk(e))
        {
            return e.Message;
        }
    }
}
