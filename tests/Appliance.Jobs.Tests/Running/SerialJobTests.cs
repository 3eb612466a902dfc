// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Records;
using Appliance.Jobs.Running;
using Appliance.Jobs.Serials;
using Appliance.Simulation.Surroundings;

namespace Appliance.Jobs.Tests.Running;

/// <summary>A serial from its reservation to the verdict: never twice, never over the limit, and void only where the board surely does not carry it.</summary>
public sealed class SerialJobTests : IDisposable
{
    private readonly SimulatedFolder _folder = new();
    private readonly RecordJournal _journal;
    private readonly List<string> _log = [];
    private SerialPlan _plan = new("lamp", new NumberFormat(new SerialRange(1, 3, 1), 0x0801FC00, 4, SerialOrder.BigEndian, bcd: false));

    public SerialJobTests() => _journal = RecordJournal.Open(_folder, new SimulatedHost(), TimeProvider.System);

    public void Dispose() => _journal.Dispose();

    [Fact]
    public void Pass_SerialIsInTheImageThatWasVerified_AndCommitted()
    {
        var session = new ScriptedSession(_log);
        var outcome = Run(0, session);
        Assert.Equal((Verdict.Pass, "1"), (outcome.Verdict, outcome.Serial));
        Assert.Equal([(0x0801FC00u, "00000001")], Serials(session.Programmed!));
        Assert.Equal(session.Programmed!.Crc32, outcome.Evidence!.Crc32);
        var record = new RecordReader(_folder).Find(outcome.RecordId)!;
        Assert.Equal("1", record.Serial);
        Assert.Equal(8, record.Plan!.BytesInImage);
        Assert.Equal((1L, 1L, 0L, 0L), Ledger());
    }

    [Fact]
    public void Reservation_IsOnTheDiskBeforeAnythingIsErased()
    {
        var session = new ScriptedSession(_log);
        var atErase = false;
        session.Throws["erase"] = () =>
        {
            atErase = Lines().FindIndex(line => line.Contains("serial-reserved", StringComparison.Ordinal)) is >= 0 and var at && at < _journal.FlushedSequence;
            return new FlashException(FlashFault.EraseError, "No.", 0x08000000, "1", "2");
        };
        Run(0, session);
        Assert.True(atErase);
    }

    [Theory]
    [InlineData("identify", 0, 0, 0)]
    [InlineData("erase", 0, 0, 1)]
    [InlineData("program", 0, 1, 0)]
    [InlineData("verify", 0, 1, 0)]
    [InlineData("reset", 0, 1, 0)]
    public void Fail_SerialIsVoidOnlyWhereItNeverReachedTheBoard(string stage, int committed, int open, int voided)
    {
        var session = new ScriptedSession(_log);
        session.Throws[stage] = () => new FlashException(FlashFault.NotUnlocked, "No.", 0x08000000, "1", "2");
        Assert.Equal(Verdict.Fail, Run(0, session).Verdict);
        Assert.Equal((committed + open, committed, open, voided), Ledger());
    }

    [Fact]
    public void Fail_ThenTheSameBoardAgain_GetsItsOwnSerial()
    {
        var first = new ScriptedSession(_log);
        first.Throws["verify"] = () => new FlashException(FlashFault.VerifyMismatch, "No.", 0x08000000, "1", "2");
        Assert.Equal("1", Run(0, first).Serial);
        Assert.Equal("1", Run(0, new ScriptedSession(_log)).Serial);
        Assert.Equal("2", Run(0, new ScriptedSession(_log) { UniqueId = "0304" }).Serial);
        Assert.Equal((2L, 2L, 0L, 0L), Ledger());
    }

    [Fact]
    public void SeenBoard_FailsBeforeErase_KeepsTheSerialItMayCarry()
    {
        var first = new ScriptedSession(_log);
        first.Throws["verify"] = () => new FlashException(FlashFault.VerifyMismatch, "No.", 0x08000000, "1", "2");
        Run(0, first);
        var second = new ScriptedSession(_log);
        second.Throws["erase"] = () => new FlashException(FlashFault.EraseError, "No.", 0x08000000, "1", "2");
        Run(0, second);
        Assert.Equal((1L, 0L, 1L, 0L), Ledger());
    }

    [Fact]
    public void Retry_SameBoard_KeepsItsSerial_AnotherBoardGetsItsOwn()
    {
        var lost = new ScriptedSession(_log);
        lost.Throws["program"] = () => new FlashException(FlashFault.ProgramError, "No.", 0x08000000, "1", "2");
        Assert.Equal("1", Run(1, lost, new ScriptedSession(_log)).Serial);
        var other = new ScriptedSession(_log) { UniqueId = "05" };
        other.Throws["program"] = () => new FlashException(FlashFault.ProgramError, "No.", 0x08000000, "1", "2");
        Assert.Equal("3", Run(1, other, new ScriptedSession(_log) { UniqueId = "06" }).Serial);
        Assert.Equal((3L, 2L, 1L, 0L), Ledger());
    }

    [Fact]
    public void Limits_UsedUpAndAlreadyDone_HaveCausesOfTheirOwn()
    {
        _plan = _plan with { Limit = 2 };
        Run(0, new ScriptedSession(_log) { UniqueId = "01" });
        Run(0, new ScriptedSession(_log) { UniqueId = "02" });
        Assert.Equal(Catalogue.LimitReached, Run(0, new ScriptedSession(_log) { UniqueId = "03" }).Error!.Entry);
        Assert.DoesNotContain("erase", _log.TakeLast(4));
        _plan = _plan with { Limit = null };
        Assert.Equal("3", Run(0, new ScriptedSession(_log) { UniqueId = "03" }).Serial);
        Assert.Equal(Catalogue.SerialsUsedUp, Run(0, new ScriptedSession(_log) { UniqueId = "04" }).Error!.Entry);
        _plan = _plan with { IsList = true };
        Assert.Equal(Catalogue.SerialListUsedUp, Run(0, new ScriptedSession(_log) { UniqueId = "04" }).Error!.Entry);
        _plan = _plan with { Seen = SeenBoard.Refuse };
        Assert.Equal(Catalogue.AlreadyDone, Run(0, new ScriptedSession(_log) { UniqueId = "03" }).Error!.Entry);
        _plan = _plan with { Seen = SeenBoard.OwnSerial, Format = new NumberFormat(new SerialRange(100, 200, 1), 0x0801FC00, 4, SerialOrder.BigEndian, bcd: false) };
        Assert.Equal(Catalogue.SerialOutOfRange, Run(0, new ScriptedSession(_log) { UniqueId = "03" }).Error!.Entry);
    }

    [Fact]
    public void CounterFiles_ImportedAtEveryPress_OnlyRaiseAndOnlyLower()
    {
        _plan = _plan with { Next = 2, NextSource = "SERIAL.TXT", Left = 2, LeftSource = "Cntdown.txt" };
        Assert.Equal("2", Run(0, new ScriptedSession(_log) { UniqueId = "01" }).Serial);
        Assert.Equal("3", Run(0, new ScriptedSession(_log) { UniqueId = "02" }).Serial);
        Assert.Equal(Catalogue.LimitReached, Run(0, new ScriptedSession(_log) { UniqueId = "03" }).Error!.Entry);
    }

    [Fact]
    public void OneFlush_PutsVerdictAndCommitOnTheDisk()
    {
        Run(0, new ScriptedSession(_log));
        var lines = Lines();
        Assert.Contains("job-finished", lines[^2], StringComparison.Ordinal);
        Assert.Contains("serial-committed", lines[^1], StringComparison.Ordinal);
        string Flushed(string line) => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("flushed").ToString();
        Assert.Equal(Flushed(lines[^2]), Flushed(lines[^1]));
        Assert.Equal(lines.Count, _journal.FlushedSequence);
    }

    [Fact]
    public void VerifyAlone_ComparesWithTheSerialTheBoardWasGiven_AndGivesNone()
    {
        Run(0, new ScriptedSession(_log) { UniqueId = "01" });
        Run(0, new ScriptedSession(_log) { UniqueId = "02" });
        var second = new ScriptedSession(_log) { UniqueId = "02" };
        var outcome = Run(JobPart.Verify, second);
        Assert.Equal((Verdict.Pass, "2"), (outcome.Verdict, outcome.Serial));
        Assert.Equal([(0x0801FC00u, "00000002")], Serials(second.Verified!));
        Assert.Equal((2L, 2L, 0L, 0L), Ledger());
    }

    [Fact]
    public void VerifyAlone_BoardThatWasGivenNone_IsRefused()
    {
        var voided = new ScriptedSession(_log) { UniqueId = "03" };
        voided.Throws["erase"] = () => new FlashException(FlashFault.EraseError, "No.", 0x08000000, "1", "2");
        Run(0, voided);
        foreach (var board in new[] { "03", "04", "" })
        {
            var session = new ScriptedSession(_log) { UniqueId = board };
            Assert.Equal(Catalogue.SerialNotGiven, Run(JobPart.Verify, session).Error!.Entry);
            Assert.Null(session.Verified);
        }
    }

    [Fact]
    public void VerifyAlone_OrderWithoutSerials_HasNothingOfItsOwnToCompare()
    {
        _plan = new SerialPlan("lamp", new CountFormat(), Limit: 5);
        Assert.Equal(Verdict.Pass, Run(JobPart.Verify, new ScriptedSession(_log)).Verdict);
    }

    private JobOutcome Run(int retries, params ScriptedSession[] sessions) => Run(TestJobs.Small(retries), sessions);

    private JobOutcome Run(JobPart part, ScriptedSession session) => Run(TestJobs.Small(0) with { Part = part }, session);

    private JobOutcome Run(PreparedJob job, params ScriptedSession[] sessions)
    {
        var ledger = new Lazy<SerialLedger>(() => SerialLedger.Open(_journal, _folder));
        var records = new JournalRecords(_journal, TimeProvider.System, () => ledger.Value);
        var runner = new JobRunner(new ScriptedSessions(sessions), records, TimeProvider.System);
        return runner.Run(() => job with { Serials = _plan }, PressSource.Button, _ => { }, CancellationToken.None);
    }

    private (long Made, long Committed, long Open, long Voided) Ledger() =>
        SerialLedger.Look(_folder).Where(l => l.Name == new LedgerName("lamp", true)).Select(l => (l.Made, l.Committed, l.Open, l.Voided)).FirstOrDefault();

    private static IEnumerable<(uint, string)> Serials(Flashing.Firmware.FirmwareImage image)
    {
        var bytes = new byte[4];
        image.Read(0x0801FC00, bytes, 0xFF);
        yield return (0x0801FC00, Convert.ToHexString(bytes));
    }

    private List<string> Lines()
    {
        using var stream = _folder.OpenRead("journal-000001.jsonl")!;
        using var text = new StreamReader(stream);
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
