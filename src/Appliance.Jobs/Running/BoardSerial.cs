// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Serials;

namespace Appliance.Jobs.Running;

/// <summary>The serial of the board of one job, from its reservation to its end.</summary>
internal sealed class BoardSerial(Func<SerialLedger> ledger, bool simulated)
{
    private SerialReservation? _reservation;
    private string _uniqueId = "";
    private bool _mayBeOnBoard;

    /// <summary>Reserves; a further attempt on the same board keeps what it has, another board in the fixture gets its own.</summary>
    public SerialValue Reserve(SerialPlan plan, string record, string uniqueId)
    {
        if (_reservation is { } reserved)
        {
            if (uniqueId == _uniqueId) return reserved.Value;
            End(passed: false);
        }

        var (book, name) = (ledger(), new LedgerName(plan.Ledger, simulated));
        if (plan.Next is { } next) book.Raise(name, next, plan.NextSource);
        if (plan.Left is { } left) book.ImportCountdown(name, left, plan.LeftSource);
        try
        {
            _reservation = book.Reserve(name, plan.Format, record, uniqueId, plan.Seen, plan.Limit);
        }
        catch (SerialException usedUp) when (usedUp.Cause == SerialCause.Exhausted && plan.IsList)
        {
            throw new SerialException(SerialCause.ListUsedUp, "Every line of the list was given to a board.", usedUp);
        }

        (_uniqueId, _mayBeOnBoard) = (uniqueId, false);
        return _reservation.Value;
    }

    /// <summary>The serial the board was given by an earlier job.</summary>
    public SerialValue Own(SerialPlan plan, string uniqueId) => ledger().OwnOf(new LedgerName(plan.Ledger, simulated), plan.Format, uniqueId);

    /// <summary>The board may carry the serial from here on.</summary>
    public void MayBeOnBoard() => _mayBeOnBoard = true;

    /// <summary>Ends the reservation. What was not proven and may be on a board stays given: better a number lost than a number twice.</summary>
    public void End(bool passed)
    {
        if (_reservation is not { } ended) return;
        _reservation = null;
        if (passed) ledger().Commit(ended);
        else if (_mayBeOnBoard || ended.Seen) ledger().Leave(ended);
        else ledger().Void(ended, "The board failed before it was programmed.");
    }
}
