// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Jobs.Serials;
using Appliance.Jobs.Tests.Records;
using Appliance.Simulation.Surroundings;

namespace Appliance.Jobs.Tests.Serials;

public class SerialLedgerTests
{
    private static readonly LedgerName Real = new("lamp", false);
    private static readonly TextFormat Format = new(new SerialRange(5, 9, 2), 0x100, 4, "L{dec:3}");

    [Fact]
    public void Reserve_TwoBoards_CountsByTheStepAndEndsAtTheEnd()
    {
        using var bench = new Bench();
        Assert.Equal("L005", bench.Ledger.Preview(Real, Format).Text);
        Assert.Equal(["L005", "L007", "L009"], Enumerable.Range(0, 3).Select(_ => bench.Make(null)));
        Assert.Equal(SerialCause.Exhausted, bench.Refusal(null));
    }

    [Fact]
    public void Reserve_Voided_BurnsTheSerialForEveryOtherBoard()
    {
        using var bench = new Bench();
        bench.Ledger.Void(bench.Reserve("AA01"), "target lost");
        Assert.Equal("L007", bench.Make("AA02"));
        bench.Reopen();
        var again = bench.Reserve("aa01");
        Assert.True(again.Seen);
        Assert.Equal("L005", again.Value.Text);
    }

    [Fact]
    public void Reserve_BoardSeenBefore_GetsItsOwnBackOrIsRefusedByPolicy()
    {
        using var bench = new Bench();
        Assert.Equal("L005", bench.Make("AA01"));
        bench.Reopen();
        Assert.Equal(SerialCause.AlreadyDone, bench.Refusal("AA01", SeenBoard.Refuse));
        Assert.Equal("L005", bench.Make("AA01"));
        Assert.Equal(1, bench.Ledger.Count(Real).Made);
        Assert.Equal("L007", bench.Make("AA02", SeenBoard.Refuse));
    }

    [Fact]
    public void Reserve_InterruptedBoard_GetsItsOwnBackAlthoughThePolicyRefuses()
    {
        using var bench = new Bench();
        bench.Reserve("AA01");
        bench.Reopen();
        Assert.Equal("L005", bench.Make("AA01", SeenBoard.Refuse));
    }

    [Theory]
    [InlineData("000000000000000000000000")]
    [InlineData("FFFFFFFFFFFFffffffffffff")]
    [InlineData("")]
    public void Reserve_IdOfABadRead_IsNoIdentity(string id)
    {
        using var bench = new Bench();
        Assert.Equal("L005", bench.Make(id));
        Assert.Equal("L007", bench.Make(id));
    }

    [Fact]
    public void Reserve_SameBoardInTwoSeats_IsRefused()
    {
        using var bench = new Bench();
        var first = bench.Reserve("AA01");
        Assert.Equal(SerialCause.Busy, bench.Refusal("AA01"));
        bench.Ledger.Commit(first);
        Assert.Equal(SerialCause.NotReserved, Assert.Throws<SerialException>(() => bench.Ledger.Void(first, "late")).Cause);
    }

    [Fact]
    public void Reserve_Simulated_DrawsFromALedgerOfItsOwn()
    {
        using var bench = new Bench();
        var rehearsal = Real with { Simulated = true };
        Assert.Equal("L005", bench.Ledger.Reserve(rehearsal, Format, "r", "AA01", SeenBoard.Refuse).Value.Text);
        Assert.Equal("L005", bench.Make("AA01"));
        Assert.Equal((1, null), bench.Ledger.Count(rehearsal));
    }

    [Fact]
    public void Reserve_FormatThatGivesAnOldSerialAgain_PassesOverIt()
    {
        using var bench = new Bench();
        var first = new TextFormat(new SerialRange(2, 9, 1), 0, 4, "A1{dec:1}");
        var second = new TextFormat(new SerialRange(0, 99, 1), 0, 4, "A{dec:2}");
        Assert.Equal("A12", bench.Ledger.Reserve(Real, first, "r", null, SeenBoard.Refuse).Value.Text);
        bench.Ledger.Raise(Real, 12, "engineer");
        Assert.Equal("A13", bench.Ledger.Reserve(Real, second, "r", null, SeenBoard.Refuse).Value.Text);
    }

    [Fact]
    public void Reserve_SeenBoardWhoseSerialTheFormatCannotMake_IsRefused()
    {
        using var bench = new Bench();
        Assert.Equal("L005", bench.Make("AA01"));
        var other = new TextFormat(new SerialRange(5, 9, 2), 0, 4, "M{dec:3}");
        Assert.Equal(
            SerialCause.OutOfRange,
            Assert.Throws<SerialException>(() => bench.Ledger.Reserve(Real, other, "r", "AA01", SeenBoard.OwnSerial)).Cause);
    }

    [Fact]
    public void Raise_ImportedAgain_NeverLowersTheCounter()
    {
        using var bench = new Bench();
        Assert.True(bench.Ledger.Raise(Real, 7, "SERIAL.TXT"));
        Assert.Equal("L007", bench.Make(null));
        Assert.False(bench.Ledger.Raise(Real, 7, "SERIAL.TXT"));
        bench.Reopen();
        Assert.False(bench.Ledger.Raise(Real, 0, "SERIAL.TXT"));
        Assert.Equal("L009", bench.Make(null));
    }

    [Fact]
    public void ImportCountdown_SameFileTwice_GivesNothingMore()
    {
        using var bench = new Bench();
        Assert.True(bench.Ledger.ImportCountdown(Real, 2, "Cntdown.txt"));
        Assert.Equal("L005", bench.Make("AA01"));
        Assert.False(bench.Ledger.ImportCountdown(Real, 2, "Cntdown.txt"));
        bench.Reserve("AA02");
        Assert.Equal(SerialCause.LimitReached, bench.Refusal("AA03"));
        bench.Reopen();
        Assert.Equal(SerialCause.LimitReached, bench.Refusal("AA03"));
        Assert.Equal("L007", bench.Make("AA02"));
        bench.Ledger.Limit(Real, 3, "engineer");
        Assert.Equal("L009", bench.Make("AA03"));
        Assert.Equal((3L, (long?)3), bench.Ledger.Count(Real));
    }

    [Fact]
    public void Reserve_VoidedBoardAtTheLimit_IsRefusedToo()
    {
        using var bench = new Bench();
        bench.Ledger.Limit(Real, 1, "engineer");
        bench.Ledger.Void(bench.Reserve("AA01"), "target lost");
        Assert.Equal("L007", bench.Make("AA02"));
        Assert.Equal(SerialCause.LimitReached, bench.Refusal("AA01"));
    }

    [Fact]
    public void Reserve_DiskRefuses_GivesNothingAndStaysClosed()
    {
        using var bench = new Bench();
        bench.Folder.FailNextFlush = true;
        Assert.Throws<RecordException>(() => bench.Reserve(null));
        Assert.Throws<RecordException>(() => bench.Reserve(null));
        Assert.Equal(0, bench.Ledger.Count(Real).Made);
    }

    [Fact]
    public void Open_SerialEventWithoutItsReservation_IsRefused()
    {
        var folder = new SimulatedFolder();
        using var journal = RecordBench.Open(folder);
        var facts = new SerialCommitted(Real, "L005");
        journal.Append(JournalEvent.SerialCommitted, "r", facts, RecordJson.Default.SerialCommitted, flush: true);
        Assert.Equal(RecordCause.ChainBroken, Assert.Throws<RecordException>(() => SerialLedger.Open(journal, folder)).Cause);
    }

    private sealed class Bench : IDisposable
    {
        private RecordJournal journal;

        public Bench()
        {
            journal = RecordBench.Open(Folder, segmentBytes: 700);
            Ledger = SerialLedger.Open(journal, Folder);
        }

        public SimulatedFolder Folder { get; } = new();

        public SerialLedger Ledger { get; private set; }

        public void Reopen()
        {
            journal.Dispose();
            journal = RecordBench.Open(Folder, segmentBytes: 700);
            Ledger = SerialLedger.Open(journal, Folder);
        }

        public SerialReservation Reserve(string? id, SeenBoard policy = SeenBoard.OwnSerial) =>
            Ledger.Reserve(Real, Format, journal.NewRecordId(), id, policy);

        public string Make(string? id, SeenBoard policy = SeenBoard.OwnSerial)
        {
            var reservation = Reserve(id, policy);
            Ledger.Commit(reservation);
            return reservation.Value.Text;
        }

        public SerialCause Refusal(string? id, SeenBoard policy = SeenBoard.OwnSerial) =>
            Assert.Throws<SerialException>(() => Reserve(id, policy)).Cause;

        public void Dispose() => journal.Dispose();
    }
}
