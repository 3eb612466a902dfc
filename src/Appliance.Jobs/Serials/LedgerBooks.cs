// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Appliance.Jobs.Records;

namespace Appliance.Jobs.Serials;

/// <summary>All ledgers of a journal. The same code takes in what was read and what was just written.</summary>
internal sealed class LedgerBooks
{
    private readonly Dictionary<LedgerName, LedgerBook> books = [];

    public LedgerBook this[LedgerName name] => books.TryGetValue(name, out var book) ? book : books[name] = new LedgerBook();

    /// <summary>Ledgers that anything is known of.</summary>
    public IEnumerable<LedgerName> Names => books.Keys;

    /// <summary>Ledgers from their copy.</summary>
    public static LedgerBooks Of(IReadOnlyList<LedgerCopy> copies)
    {
        var books = new LedgerBooks();
        foreach (var copy in copies)
        {
            books.books[copy.Name] = LedgerBook.Of(copy);
        }

        return books;
    }

    /// <summary>All there is to know of the ledgers.</summary>
    public IReadOnlyList<LedgerCopy> Copy() => [.. books.Select(book => book.Value.Copy(book.Key))];

    /// <summary>Takes in a line that was read; lines that are not about serials are passed over.</summary>
    /// <exception cref="RecordException">A line about serials cannot be understood: then none can be given.</exception>
    public void Read(JournalLine line)
    {
        switch (line.Event)
        {
            case JournalEvent.SerialReserved:
                Take(line, RecordJson.Default.SerialReserved, Apply);
                break;
            case JournalEvent.SerialCommitted:
                Take(line, RecordJson.Default.SerialCommitted, Apply);
                break;
            case JournalEvent.SerialVoided:
                Take(line, RecordJson.Default.SerialVoided, Apply);
                break;
            case JournalEvent.SerialRaised:
                Take(line, RecordJson.Default.SerialRaised, Apply);
                break;
            case JournalEvent.SerialLimited:
                Take(line, RecordJson.Default.SerialLimited, Apply);
                break;
        }
    }

    public void Apply(SerialReserved facts) => this[facts.Ledger].Reserve(Number(facts.Counter), facts.Text, facts.UniqueId);

    public void Apply(SerialCommitted facts) => this[facts.Ledger].Commit(facts.Text);

    public void Apply(SerialVoided facts) => this[facts.Ledger].Void(facts.Text);

    public void Apply(SerialRaised facts) => this[facts.Ledger].Raise(Number(facts.Counter));

    public void Apply(SerialLimited facts) => this[facts.Ledger].LimitTo(facts.Limit);

    public static string Text(UInt128 number) => number.ToString(CultureInfo.InvariantCulture);

    internal static UInt128 Number(string text) => UInt128.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static void Take<T>(JournalLine line, JsonTypeInfo<T> type, Action<T> apply)
    {
        try
        {
            apply(line.Body(type));
        }
        catch (Exception e) when (e is FormatException or OverflowException or KeyNotFoundException)
        {
            var found = new JournalBreak(line.Place, JournalFault.Format, $"body of {line.Event}: {e.Message}");
            throw new RecordException(RecordCause.ChainBroken, $"The journal cannot be understood at {found}.", found, e);
        }
    }
}
