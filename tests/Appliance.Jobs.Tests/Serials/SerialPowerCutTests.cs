// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Jobs.Serials;
using Appliance.Jobs.Tests.Records;
using Appliance.Simulation.Surroundings;

namespace Appliance.Jobs.Tests.Serials;

/// <summary>The power goes at every operation of the disk: no serial is given to two boards, and no more are made than ordered.</summary>
public class SerialPowerCutTests
{
    private const int Ordered = 6;
    private static readonly LedgerName Ledger = new("lamp", false);
    private static readonly NumberFormat Format = new(new SerialRange(100, 999, 3), 0, 2, SerialOrder.LittleEndian, bcd: false);

    [Fact]
    public void PowerCut_AtEveryOperation_GivesNoSerialTwiceAndMakesNoneTooMany()
    {
        var operations = Uncut();
        Assert.InRange(operations, 20, 200);
        for (var seed = 1; seed <= 8; seed++)
        {
            for (var cut = 0; cut < operations; cut++)
            {
                var line = new Line(seed);
                line.Folder.CutIn(cut);
                Assert.Throws<PowerCutException>(() => line.Work());
                line.Host.Reboot();
                line.Work();
                line.Judge();
            }
        }
    }

    [Fact]
    public void PowerCuts_OneAfterTheOther_GiveNoSerialTwiceAndMakeNoneTooMany()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var line = new Line(seed);
            var random = new Random(seed);
            for (var boot = 0; boot < 10; boot++)
            {
                line.Folder.CutIn(random.Next(30));
                line.WorkUntilTheCut();
                line.Host.Reboot();
            }

            line.Folder.Cut();
            line.Work();
            line.Judge();
        }
    }

    private static long Uncut()
    {
        var line = new Line(1);
        line.Work();
        line.Judge();
        return line.Folder.Operations;
    }

    /// <summary>A production line that notes on paper what really happened to each board.</summary>
    private sealed class Line(int seed)
    {
        private readonly Dictionary<string, HashSet<int>> given = new(StringComparer.Ordinal);
        private readonly HashSet<string> perhapsMade = new(StringComparer.Ordinal);
        private readonly Random dice = new(seed);
        private int board;

        public SimulatedFolder Folder { get; } = new(seed);

        public SimulatedHost Host { get; } = new();

        public void WorkUntilTheCut()
        {
            try
            {
                Work();
            }
            catch (PowerCutException)
            {
                // That is what the test is about.
            }
        }

        /// <summary>Boards until the ledger says stop; now and then one without id, one that fails, one that comes again.</summary>
        public void Work()
        {
            using var journal = RecordBench.Open(Folder, Host, segmentBytes: 1500);
            var ledger = SerialLedger.Open(journal, Folder);
            if (ledger.Count(Ledger).Limit is null)
            {
                ledger.Limit(Ledger, Ordered, "order");
            }

            for (var round = 0; round < 2 * Ordered; round++)
            {
                var comesAgain = board > 0 && dice.Next(4) == 0;
                Press(ledger, journal.NewRecordId(), comesAgain ? dice.Next(board) : board++);
            }
        }

        public void Judge()
        {
            Assert.All(given, serial => Assert.Single(serial.Value));
            Assert.InRange(perhapsMade.Count, 0, Ordered);
            Assert.True(RecordVerifier.Verify(Folder).Intact);
        }

        private void Press(SerialLedger ledger, string record, int which)
        {
            SerialReservation reservation;
            try
            {
                reservation = ledger.Reserve(Ledger, Format, record, which % 3 == 0 ? null : $"C0FFEE{which:X4}", SeenBoard.OwnSerial);
            }
            catch (SerialException e) when (e.Cause == SerialCause.LimitReached)
            {
                return;
            }

            if (!given.TryGetValue(reservation.Value.Text, out var boards))
            {
                given[reservation.Value.Text] = boards = [];
            }

            boards.Add(which);
            Program(ledger, reservation);
        }

        private void Program(SerialLedger ledger, SerialReservation reservation)
        {
            if (!reservation.Seen && dice.Next(4) == 0)
            {
                ledger.Void(reservation, "no contact");
                return;
            }

            // From here on a board carries the serial, whether or not the commit gets through.
            perhapsMade.Add(reservation.Value.Text);
            ledger.Commit(reservation);
        }
    }
}
