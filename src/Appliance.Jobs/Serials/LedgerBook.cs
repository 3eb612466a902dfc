// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Serials;

/// <summary>What became of a serial.</summary>
internal enum IssueState
{
    /// <summary>Given to a board; how that ended is not known (yet). Counts against a limit.</summary>
    Reserved,

    /// <summary>On a board, proven.</summary>
    Committed,

    /// <summary>The board was not made.</summary>
    Voided,
}

/// <summary>A serial that was given.</summary>
internal sealed record Issue(UInt128 Counter, string Text, IssueState State);

/// <summary>State of one ledger, folded from its events.</summary>
internal sealed class LedgerBook
{
    private readonly Dictionary<string, Issue> issues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> boards = new(StringComparer.Ordinal);

    /// <summary>Counters below were given.</summary>
    public UInt128 Mark { get; private set; }

    /// <summary>The largest counter there is was given; nothing can follow.</summary>
    public bool Full { get; private set; }

    /// <summary>Boards made or perhaps made.</summary>
    public long Counted { get; private set; }

    /// <summary>Boards that may be made in all; null without a limit.</summary>
    public long? Limit { get; private set; }

    /// <summary>The book from its copy.</summary>
    public static LedgerBook Of(LedgerCopy copy)
    {
        var book = new LedgerBook { Mark = LedgerBooks.Number(copy.Mark), Full = copy.Full, Limit = copy.Limit };
        foreach (var issue in copy.Issues)
        {
            book.Put(new Issue(LedgerBooks.Number(issue.Counter), issue.Text, IssueState.Voided), issue.State);
            if (issue.UniqueId is not null)
            {
                book.boards[issue.UniqueId] = issue.Text;
            }
        }

        return book;
    }

    /// <summary>All there is to know of the book.</summary>
    public LedgerCopy Copy(LedgerName name)
    {
        var chips = boards.ToDictionary(board => board.Value, board => board.Key, StringComparer.Ordinal);
        return new LedgerCopy(
            name, LedgerBooks.Text(Mark), Full, Limit,
            [.. issues.Values.Select(issue => new IssueCopy(LedgerBooks.Text(issue.Counter), issue.Text, issue.State, chips.GetValueOrDefault(issue.Text)))]);
    }

    public bool Given(string text) => issues.ContainsKey(text);

    /// <summary>The serial this chip was given before; null when none.</summary>
    public Issue? Of(string? uniqueId) => uniqueId is not null && boards.TryGetValue(uniqueId, out var text) ? issues[text] : null;

    /// <summary>Reserves; a serial that was voided and comes back to its board counts again.</summary>
    public void Reserve(UInt128 counter, string text, string? uniqueId)
    {
        var before = issues.GetValueOrDefault(text);
        Put(before ?? new Issue(counter, text, IssueState.Voided), before?.State == IssueState.Committed ? IssueState.Committed : IssueState.Reserved);
        Raise(SerialRange.After(counter));
        if (uniqueId is not null)
        {
            boards[uniqueId] = text;
        }
    }

    public void Commit(string text) => Put(issues[text], IssueState.Committed);

    /// <summary>Voids; a serial that was proven to be on its board before stays there.</summary>
    public void Void(string text)
    {
        if (issues[text].State == IssueState.Reserved)
        {
            Put(issues[text], IssueState.Voided);
        }
    }

    public void Raise(UInt128? mark)
    {
        Full |= mark is null;
        Mark = UInt128.Max(Mark, mark ?? UInt128.MaxValue);
    }

    public void LimitTo(long limit) => Limit = limit;

    public LedgerFacts Facts(LedgerName name)
    {
        long Of(IssueState state) => issues.Values.LongCount(issue => issue.State == state);
        return new LedgerFacts(
            name, Full ? null : LedgerBooks.Text(Mark), Counted, Limit, Of(IssueState.Committed), Of(IssueState.Reserved), Of(IssueState.Voided));
    }

    private void Put(Issue issue, IssueState state)
    {
        Counted += Counts(state) - Counts(issue.State);
        issues[issue.Text] = issue with { State = state };
    }

    private static int Counts(IssueState state) => state == IssueState.Voided ? 0 : 1;
}
