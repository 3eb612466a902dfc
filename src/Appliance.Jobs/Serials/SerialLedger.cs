// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Serialization.Metadata;
using Appliance.Jobs.Records;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Serials;

/// <summary>What to do with a board that was made before, known by its chip's unique id.</summary>
public enum SeenBoard
{
    /// <summary>It gets its own serial back.</summary>
    OwnSerial,

    /// <summary>It is refused as already done. A board whose making was never proven gets its own serial back all the same.</summary>
    Refuse,
}

/// <summary>A serial given to one board; ends with <see cref="SerialLedger.Commit"/> or <see cref="SerialLedger.Void"/>. Left alone it stays given.</summary>
public sealed class SerialReservation
{
    internal SerialReservation(LedgerName ledger, string record, SerialValue value, bool seen) =>
        (Ledger, Record, Value, Seen) = (ledger, record, value, seen);

    /// <summary>The ledger.</summary>
    public LedgerName Ledger { get; }

    /// <summary>Id of the job's record.</summary>
    public string Record { get; }

    /// <summary>The serial and its bytes.</summary>
    public SerialValue Value { get; }

    /// <summary>The board was given this serial before.</summary>
    public bool Seen { get; }

    internal bool Ended { get; set; }
}

/// <summary>
/// Gives out serial numbers, on the record journal: reserve, program, commit or void. A reservation is on the disk before anybody sees it, so a
/// serial is never given to two boards, whatever moment the power goes; one whose end nobody knows stays given and counts against the limit.
/// Where the journal refuses, nothing is given. Safe to use from several threads.
/// </summary>
public sealed class SerialLedger
{
    /// <summary>Serials in a row that may turn out to be given by an earlier format, before the ledger refuses.</summary>
    private const int MaxSkips = 100_000;

    private readonly Lock gate = new();
    private readonly RecordJournal journal;
    private readonly LedgerBooks books;
    private readonly HashSet<(LedgerName, string)> open = [];

    private SerialLedger(RecordJournal journal, LedgerBooks books) => (this.journal, this.books) = (journal, books);

    /// <summary>Rebuilds the ledgers from the journal.</summary>
    /// <param name="journal">The journal, open; nobody else writes serials to it.</param>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="RecordException">The journal is damaged or cannot be read: no serial can be given.</exception>
    public static SerialLedger Open(RecordJournal journal, IDurableFolder folder)
    {
        // Jobs without serials may write meanwhile: what they put on the disk after this is none of a ledger's business.
        var stored = journal.FlushedSequence;
        var (books, read) = Read(folder);
        return read >= stored
            ? new SerialLedger(journal, books)
            : throw new RecordException(RecordCause.IoError, "The journal reads shorter than it was written.");
    }

    /// <summary>What the ledgers of a journal say, without taking it: nothing can be given.</summary>
    /// <exception cref="RecordException">The journal is damaged or cannot be read.</exception>
    public static IReadOnlyList<LedgerFacts> Look(IDurableFolder folder)
    {
        var books = Read(folder).Books;
        return [.. books.Names.Select(name => books[name].Facts(name)).OrderBy(facts => facts.Name.Name, StringComparer.Ordinal).ThenBy(facts => facts.Name.Simulated)];
    }

    private static (LedgerBooks Books, long Through) Read(IDurableFolder folder)
    {
        var start = JournalStart.Of(folder);
        var books = start.Ledgers(folder);
        using var scanner = new JournalScanner(folder, start.Position);
        while (scanner.Next() is { } line)
        {
            books.Read(line);
        }

        return scanner.Break is { } found
            ? throw new RecordException(RecordCause.ChainBroken, $"The journal is damaged at {found}.", found)
            : (books, scanner.Position.Sequence);
    }

    /// <summary>Boards made or perhaps made, and how many may be made in all (null: any number).</summary>
    public (long Made, long? Limit) Count(LedgerName ledger)
    {
        lock (gate)
        {
            return (books[ledger].Counted, books[ledger].Limit);
        }
    }

    /// <summary>The serial the next new board is going to get; nothing is given by asking.</summary>
    /// <exception cref="SerialException">There is none.</exception>
    public SerialValue Preview(LedgerName ledger, ISerialFormat format)
    {
        lock (gate)
        {
            return Fresh(books[ledger], format).Value;
        }
    }

    /// <summary>Gives a board its serial; it is on the disk when this returns.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="format">Makes the serials.</param>
    /// <param name="record">Id of the job's record.</param>
    /// <param name="uniqueId">The chip's unique id in hex, null when it has none. All zeros or all ones is what a bad read gives, and is no id.</param>
    /// <param name="policy">What to do with a board that was made before.</param>
    /// <param name="limit">Boards the project allows in all, besides the limit of the ledger; null for any number.</param>
    /// <exception cref="SerialException">There is none for this board.</exception>
    /// <exception cref="RecordException">It cannot be recorded.</exception>
    public SerialReservation Reserve(LedgerName ledger, ISerialFormat format, string record, string? uniqueId, SeenBoard policy, long? limit = null)
    {
        lock (gate)
        {
            var board = Identity(uniqueId);
            var book = books[ledger];
            var seen = book.Of(board);
            if (seen is not null && open.Contains((ledger, seen.Text)))
            {
                throw new SerialException(SerialCause.Busy, $"A board with this unique id is being made now, as {seen.Text}.");
            }

            if (seen?.State == IssueState.Committed && policy == SeenBoard.Refuse)
            {
                throw new SerialException(SerialCause.AlreadyDone, $"This board was made before, as {seen.Text}.");
            }

            var most = Math.Min(limit ?? long.MaxValue, book.Limit ?? long.MaxValue);
            if (book.Counted >= most && (seen is null || seen.State == IssueState.Voided))
            {
                throw new SerialException(SerialCause.LimitReached, $"All {most} boards of '{ledger.Name}' are made or were begun.");
            }

            var (counter, value) = seen is null ? Fresh(book, format) : Own(seen, format);
            var facts = new SerialReserved(ledger, LedgerBooks.Text(counter), value.Text, board, value.Patches);
            Append(JournalEvent.SerialReserved, record, facts, RecordJson.Default.SerialReserved, books.Apply);
            _ = open.Add((ledger, value.Text));
            return new SerialReservation(ledger, record, value, seen is not null);
        }
    }

    /// <summary>The serial a board was given before; nothing is given by asking.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="format">Makes the serials.</param>
    /// <param name="uniqueId">The chip's unique id in hex, null when it has none.</param>
    /// <exception cref="SerialException">It has none, or one the format cannot make any more.</exception>
    public SerialValue OwnOf(LedgerName ledger, ISerialFormat format, string? uniqueId)
    {
        lock (gate)
        {
            return books[ledger].Of(Identity(uniqueId)) is { } seen && seen.State != IssueState.Voided
                ? Own(seen, format).Value
                : throw new SerialException(SerialCause.NotGiven, $"'{ledger.Name}' gave this board no serial.");
        }
    }

    /// <summary>
    /// The board carries the serial, proven by what was read from it. The caller flushes the journal before the board's verdict is shown: the
    /// commit shares the flush of the record's end.
    /// </summary>
    /// <exception cref="SerialException">The reservation has ended before.</exception>
    /// <exception cref="RecordException">It cannot be recorded: the serial stays given, the board must not go green.</exception>
    public void Commit(SerialReservation reservation)
    {
        lock (gate)
        {
            End(reservation);
            var facts = new SerialCommitted(reservation.Ledger, reservation.Value.Text);
            Append(JournalEvent.SerialCommitted, reservation.Record, facts, RecordJson.Default.SerialCommitted, books.Apply, flush: false);
        }
    }

    /// <summary>Nobody knows whether the board carries the serial: it stays given and counts, and the board gets it again when it comes back.</summary>
    /// <exception cref="SerialException">The reservation has ended before.</exception>
    public void Leave(SerialReservation reservation)
    {
        lock (gate)
        {
            End(reservation);
        }
    }

    /// <summary>
    /// The board was not made, and surely does not carry the serial. It goes to no other board, but the board does not count. The caller flushes
    /// the journal; a void that is lost leaves the serial given.
    /// </summary>
    /// <exception cref="SerialException">The reservation has ended before, or the board was given the serial by an earlier job, whose end decides.</exception>
    /// <exception cref="RecordException">It cannot be recorded: the serial stays given and counted.</exception>
    public void Void(SerialReservation reservation, string reason)
    {
        lock (gate)
        {
            if (reservation.Seen)
            {
                throw new SerialException(SerialCause.NotReserved, $"{reservation.Value.Text} was given to the board by an earlier job.");
            }

            End(reservation);
            var facts = new SerialVoided(reservation.Ledger, reservation.Value.Text, reason);
            Append(JournalEvent.SerialVoided, reservation.Record, facts, RecordJson.Default.SerialVoided, books.Apply, flush: false);
        }
    }

    /// <summary>Takes over a counter from elsewhere, as SERIAL.TXT. A lower one than was reached changes nothing.</summary>
    /// <returns>Whether it was raised.</returns>
    /// <exception cref="RecordException">It cannot be recorded.</exception>
    public bool Raise(LedgerName ledger, UInt128 next, string source)
    {
        lock (gate)
        {
            if (next <= books[ledger].Mark)
            {
                return false;
            }

            var facts = new SerialRaised(ledger, LedgerBooks.Text(next), source);
            Append(JournalEvent.SerialRaised, string.Empty, facts, RecordJson.Default.SerialRaised, books.Apply);
            return true;
        }
    }

    /// <summary>Takes over how many boards are left, as Cntdown.txt. It can only lower what is left: the same file twice gives nothing more.</summary>
    /// <returns>Whether it changed anything.</returns>
    /// <exception cref="RecordException">It cannot be recorded.</exception>
    public bool ImportCountdown(LedgerName ledger, long left, string source)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        lock (gate)
        {
            var limit = books[ledger].Counted + left;
            var lower = limit < (books[ledger].Limit ?? long.MaxValue);
            if (lower)
            {
                Limit(ledger, limit, source);
            }

            return lower;
        }
    }

    /// <summary>Sets the limit to what the engineer says, higher or lower.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="limit">Boards that may be made in all, those already made included.</param>
    /// <param name="source">Who says so.</param>
    /// <exception cref="RecordException">It cannot be recorded.</exception>
    public void Limit(LedgerName ledger, long limit, string source)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        lock (gate)
        {
            var facts = new SerialLimited(ledger, limit, source);
            Append(JournalEvent.SerialLimited, string.Empty, facts, RecordJson.Default.SerialLimited, books.Apply);
        }
    }

    private static (UInt128 Counter, SerialValue Value) Fresh(LedgerBook book, ISerialFormat format)
    {
        var mark = book.Full ? null : (UInt128?)book.Mark;
        for (var skipped = 0; skipped <= MaxSkips && mark is { } from && format.Range.From(from) is { } counter; skipped++)
        {
            var value = format.Make(counter);
            if (!book.Given(value.Text))
            {
                return (counter, value);
            }

            mark = SerialRange.After(counter);
        }

        throw new SerialException(SerialCause.Exhausted, "No serial is left in the range or list.");
    }

    /// <summary>The board's own serial, made again, so that its bytes go where the project of today wants them.</summary>
    private static (UInt128 Counter, SerialValue Value) Own(Issue seen, ISerialFormat format)
    {
        if (format.Range.From(seen.Counter) == seen.Counter && format.Make(seen.Counter) is var value && value.Text == seen.Text)
        {
            return (seen.Counter, value);
        }

        throw new SerialException(
            SerialCause.OutOfRange, $"This board has the serial {seen.Text} already, which the project's format or list cannot make any more.");
    }

    private static string? Identity(string? uniqueId) =>
        string.IsNullOrEmpty(uniqueId) || uniqueId.All(c => c == '0') || uniqueId.All(c => c is 'f' or 'F') ? null : uniqueId.ToUpperInvariant();

    private void End(SerialReservation reservation)
    {
        if (reservation.Ended)
        {
            throw new SerialException(SerialCause.NotReserved, $"The reservation of {reservation.Value.Text} has ended before.");
        }

        reservation.Ended = true;
        _ = open.Remove((reservation.Ledger, reservation.Value.Text));
    }

    private void Append<T>(string kind, string record, T facts, JsonTypeInfo<T> type, Action<T> apply, bool flush = true)
    {
        _ = journal.Append(kind, record, facts, type, flush);
        apply(facts);
    }
}
