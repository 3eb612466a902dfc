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
    private readonly IssueShelf issues = new();

    /// <summary>Counters below were given.</summary>
    public UInt128 Mark { get; private set; }

    /// <summary>The largest counter there is was given; nothing can follow.</summary>
    public bool Full { get; private set; }

    /// <summary>Boards made or perhaps made.</summary>
    public long Counted => issues.Count(IssueState.Reserved) + issues.Count(IssueState.Committed);

    /// <summary>Boards that may be made in all; null without a limit.</summary>
    public long? Limit { get; private set; }

    /// <summary>The book from its copy.</summary>
    public static LedgerBook Of(LedgerCopy copy)
    {
        var book = new LedgerBook { Mark = LedgerBooks.Number(copy.Mark), Full = copy.Full, Limit = copy.Limit };
        foreach (var issue in copy.Issues)
        {
            book.issues.Add(new Issue(LedgerBooks.Number(issue.Counter), issue.Text, issue.State), issue.UniqueId);
        }

        return book;
    }

    /// <summary>All there is to know of the book.</summary>
    public LedgerCopy Copy(LedgerName name) => new(
        name, LedgerBooks.Text(Mark), Full, Limit,
        [.. issues.All().Select(given => new IssueCopy(LedgerBooks.Text(given.Issue.Counter), given.Issue.Text, given.Issue.State, given.UniqueId))]);

    public bool Given(string text) => issues.Find(text) is not null;

    /// <summary>The serial this chip was given before; null when none.</summary>
    public Issue? Of(string? uniqueId) => uniqueId is null ? null : issues.OfBoard(uniqueId);

    /// <summary>Reserves; a serial that was voided and comes back to its board counts again.</summary>
    public void Reserve(UInt128 counter, string text, string? uniqueId)
    {
        if (issues.Find(text) is not { } before)
        {
            issues.Add(new Issue(counter, text, IssueState.Reserved), uniqueId);
        }
        else
        {
            issues.Set(text, before.State == IssueState.Committed ? IssueState.Committed : IssueState.Reserved);
            if (uniqueId is not null)
            {
                issues.Give(text, uniqueId);
            }
        }

        Raise(SerialRange.After(counter));
    }

    public void Commit(string text) => issues.Set(text, IssueState.Committed);

    /// <summary>Voids; a serial that was proven to be on its board before stays there.</summary>
    public void Void(string text)
    {
        var given = issues.Find(text) ?? throw new KeyNotFoundException($"'{text}' was never given.");
        if (given.State == IssueState.Reserved)
        {
            issues.Set(text, IssueState.Voided);
        }
    }

    public void Raise(UInt128? mark)
    {
        Full |= mark is null;
        Mark = UInt128.Max(Mark, mark ?? UInt128.MaxValue);
    }

    public void LimitTo(long limit) => Limit = limit;

    public LedgerFacts Facts(LedgerName name) => new(
        name, Full ? null : LedgerBooks.Text(Mark), Counted, Limit, issues.Count(IssueState.Committed), issues.Count(IssueState.Reserved),
        issues.Count(IssueState.Voided));
}
