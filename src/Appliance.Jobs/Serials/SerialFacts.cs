// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Serials;

/// <summary>Which ledger. Simulated jobs draw from one of their own, so that a rehearsal uses up nothing.</summary>
/// <param name="Name">Its name; projects that name the same one share it.</param>
/// <param name="Simulated">The one of simulated jobs.</param>
public sealed record LedgerName(string Name, bool Simulated);

/// <summary>Body of <c>serial-reserved</c>: from here on the serial belongs to this board, whatever happens.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Counter">The counter, decimal.</param>
/// <param name="Text">The serial.</param>
/// <param name="UniqueId">Unique id of the chip; null when it has none.</param>
/// <param name="Patches">What goes into the image.</param>
public sealed record SerialReserved(LedgerName Ledger, string Counter, string Text, string? UniqueId, IReadOnlyList<SerialPatch> Patches);

/// <summary>Body of <c>serial-committed</c>: the board carries it, proven.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Text">The serial.</param>
public sealed record SerialCommitted(LedgerName Ledger, string Text);

/// <summary>Body of <c>serial-voided</c>: the board was not made; no other board gets the serial.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Text">The serial.</param>
/// <param name="Reason">Why.</param>
public sealed record SerialVoided(LedgerName Ledger, string Text, string Reason);

/// <summary>Body of <c>serial-raised</c>: counters below were given elsewhere.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Counter">The lowest counter that may be given, decimal.</param>
/// <param name="Source">File or person it comes from.</param>
public sealed record SerialRaised(LedgerName Ledger, string Counter, string Source);

/// <summary>Body of <c>serial-limited</c>.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Limit">Boards that may be made in all, those already made included.</param>
/// <param name="Source">File or person it comes from.</param>
public sealed record SerialLimited(LedgerName Ledger, long Limit, string Source);

/// <summary>State of a ledger.</summary>
/// <param name="Name">Which.</param>
/// <param name="Next">Counters below were given, decimal; null when the largest one was.</param>
/// <param name="Made">Boards made or perhaps made.</param>
/// <param name="Limit">Boards that may be made in all; null for any number.</param>
/// <param name="Committed">Serials proven to be on a board.</param>
/// <param name="Open">Serials given whose board's end nobody knows.</param>
/// <param name="Voided">Serials given to boards that were not made.</param>
public sealed record LedgerFacts(LedgerName Name, string? Next, long Made, long? Limit, long Committed, long Open, long Voided);

/// <summary>A ledger as it was at one line of the journal.</summary>
internal sealed record LedgerCopy(LedgerName Name, string Mark, bool Full, long? Limit, IReadOnlyList<IssueCopy> Issues);

/// <summary>A serial of a <see cref="LedgerCopy"/>.</summary>
internal sealed record IssueCopy(string Counter, string Text, IssueState State, string? UniqueId);
