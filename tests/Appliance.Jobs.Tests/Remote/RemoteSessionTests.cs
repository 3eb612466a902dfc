// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Flashing;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Remote;
using Appliance.Jobs.Running;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Tests.Records;
using FsCheck;
using FsCheck.Fluent;

namespace Appliance.Jobs.Tests.Remote;

/// <summary>What a tester that knows a SEGGER Flasher reads, to the letter.</summary>
public sealed class RemoteSessionTests : IDisposable
{
    private readonly RemoteStation _station = new();
    private readonly RemoteCaller _caller = new();
    private readonly MemoryFolder _folder = new();
    private RemoteSession _session;

    public RemoteSessionTests() => _session = Session(_caller, RemoteFiles.None);

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Auto_GoodBoard_AnswersInOrder()
    {
        Say("#AUTO");
        _station.Play("R1", Passed("R1"));

        Assert.Equal(
            [
                "#ACK", "#STATUS:INITIALIZING", "#STATUS:CONNECTING", "#STATUS:ERASING", "#STATUS:PROGRAMMING", "#STATUS:VERIFYING",
                "#OK (Total 13.993s, Erase 0.483s, Prog 9.183s, Verify 2.514s)",
            ],
            _caller.Lines);
    }

    [Fact]
    public void Auto_BadBoard_EndsWith255AndAStableCode()
    {
        Say("#auto");
        _station.Play("R1", Failed("R1", Catalogue.NoTarget));

        Assert.Equal("#ERR255:E301 no-target: No board answers.", _caller.Lines[^1]);
    }

    [Fact]
    public void Auto_Noinfo_HasNoStatusLines()
    {
        Say("#AUTO NOINFO");
        _station.Play("R1", Passed("R1"));

        Assert.Equal(2, _caller.Lines.Count);
    }

    [Theory]
    [InlineData("#AUTO *")]
    [InlineData("#AUTO 1")]
    public void Auto_WithModules_IsAnsweredAsByAnAte(string command)
    {
        Say(command);
        _station.Play("R1", Failed("R1", Catalogue.NoTarget));

        Assert.Equal(["#RESULT:1:#ERR255:E301 no-target: No board answers.", "#DONE"], _caller.Lines.TakeLast(2));
    }

    [Theory]
    [InlineData("#AUTO PATCH 1,0,8:0011223344556677", "#ERR255:R03 Patch data is not supported")]
    [InlineData("#AUTO 2", "#ERR255:R02 No such module; this one has module 1")]
    [InlineData("#SELMODULE 1", "#SELECTED:1")]
    [InlineData("#SELMODULE 1,2", "#ERR255:R02 No such module; this one has module 1")]
    [InlineData("#SELECT door", "#OK")]
    [InlineData("#SELECT other", "#ERR255:R05 No such project, or more than one")]
    [InlineData("#BAUDRATE 1", "#ERR255:R06 This connection has no such speed")]
    [InlineData("#BAUDRATE x", "#ERR255:R01 Argument cannot be understood")]
    [InlineData("#FOPEN a.dat", "#ERR255:R10 Files are switched off")]
    [InlineData("#CANCEL", "#OK")]
    public void Command_OfOneStep_IsAcknowledgedThenAnswered(string command, string reply)
    {
        Say(command);

        Assert.Equal(["#ACK", reply], _caller.Lines);
        Assert.Empty(_station.Presses);
    }

    [Theory]
    [InlineData("#STATUS", "#STATUS:READY")]
    [InlineData("#status", "#STATUS:READY")]
    [InlineData("#RESULT", "#ERR255:R04 No result yet")]
    [InlineData("#UNKNOWN", "#NACK")]
    [InlineData("#", "#NACK")]
    [InlineData("#ERASE now", "#NACK")]
    [InlineData("#CRC", "#NACK")]
    public void Command_WithoutAcknowledge_HasOneReply(string command, string reply)
    {
        Say(command);
        Assert.Equal([reply], _caller.Lines);
    }

    [Theory]
    [InlineData("#ERASE", JobPart.Erase)]
    [InlineData("#PROGRAM", JobPart.Program)]
    [InlineData("#VERIFY", JobPart.Verify)]
    [InlineData("#START", JobPart.Start)]
    [InlineData("#AUTO", JobPart.Whole)]
    public void Phase_AsksForItsPart(string command, JobPart part)
    {
        Say(command);
        Assert.Equal([(PressSource.Remote, part)], _station.Presses);
    }

    [Fact]
    public void Erase_Alone_IsOkForTheTesterThoughItProvesNothing()
    {
        Say("#ERASE");
        _station.Play("R1", Failed("R1", Catalogue.PartOnly));

        Assert.StartsWith("#OK (Total", _caller.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Busy_ByTheButton_RefusesWhatWouldPress()
    {
        _station.BeBusy();
        foreach (var command in new[] { "#AUTO", "#ERASE", "#START", "#SELECT door" }) Say(command);

        Assert.All(_caller.Lines, line => Assert.Equal("#NACK:ERR008", line));
    }

    [Fact]
    public void Job_OfTheButton_IsToldToNobodyHere()
    {
        _station.BeBusy();
        _station.Play("R9", Passed("R9"));

        Assert.Empty(_caller.Lines);
    }

    [Fact]
    public void End_OfTheJobBefore_ToldLate_IsNotTaken()
    {
        Say("#AUTO");
        _station.Tell(new JobFinished(Passed("R0")));
        Assert.Equal(["#ACK"], _caller.Lines);

        _station.Tell(new JobStarted("R1", "", "", ""));
        _station.Tell(new JobFinished(Passed("R0")));
        _station.Tell(new JobFinished(Failed("R1", Catalogue.NoTarget)));
        Assert.Equal(["#ACK", "#ERR255:E301 no-target: No board answers."], _caller.Lines);
    }

    [Fact]
    public void Record_CannotBeBegun_IsToldToo()
    {
        Say("#AUTO");
        _station.Tell(new JobFinished(Failed("", Catalogue.CannotRecord)));

        Assert.StartsWith("#ERR255:E601", _caller.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Cancel_OfTheOwnJob_EndsItWith007()
    {
        Say("#AUTO NOINFO");
        Say("#CANCEL");
        Assert.Equal(1, _station.Cancels);
        _station.Play("R1", Failed("R1", Catalogue.Cancelled));

        Assert.Equal(["#ACK", "#ACK", "#ERR007:CANCELED."], _caller.Lines);
    }

    [Fact]
    public void Result_AfterAJob_IsItsEndAgain()
    {
        Say("#AUTO NOINFO");
        _station.Play("R1", Passed("R1"));
        Say("#RESULT");

        Assert.Equal(_caller.Lines[^2], _caller.Lines[^1]);
    }

    [Fact]
    public void Baudrate_ChangesAfterTheAnswerLeft()
    {
        Say("#BAUDRATE 57600");
        Say("#BAUDRATE9600");
        Assert.Equal(["#ACK", "#OK", "speed 57600", "#ACK", "#OK", "speed 9600"], _caller.Sent);
    }

    [Fact]
    public void Greeting_IsForCallersWhoWantOne()
    {
        var caller = new RemoteCaller { WantsGreeting = true };
        Session(caller, RemoteFiles.None).Dispose();
        Assert.Equal(2, caller.Lines.Count);
        Assert.DoesNotContain(caller.Lines, line => line.Contains('#'));
    }

    [Theory]
    [InlineData("#FCREATE a.dat")]
    [InlineData("#FWRITE 0,1:00")]
    [InlineData("#FDELETE a.dat")]
    [InlineData("#MKDIR a")]
    public void Writing_UnlessAllowed_IsRefusedAndTouchesNothing(string command)
    {
        _folder.Replace("a.dat", [1, 2, 3]);
        foreach (var allowed in new[] { RemoteFiles.None, RemoteFiles.Read, new RemoteSettings().Files })
        {
            _session = Session(_caller, allowed);
            Say(command);
            Assert.StartsWith("#ERR255:R1", _caller.Lines[^1], StringComparison.Ordinal);
        }

        Assert.Equal([1, 2, 3], _folder.Bytes("a.dat"));
    }

    [Fact]
    public void File_WrittenInPieces_IsOnTheDiskWholeWhenClosed()
    {
        _session = Session(_caller, RemoteFiles.Write);
        foreach (var command in new[] { "#FCREATE flasher.dat", "#FWRITE 0,7:48656C6C6F2021", "#FWRITE 7,1:0a", "#FSIZE" }) Say(command);
        Assert.Equal("#OK:8", _caller.Lines[^1]);
        Assert.Empty(_folder.Names());

        foreach (var command in new[] { "#FCLOSE", "#FOPEN flasher.dat", "#FREAD 4,200", "#FCRC", "#FLIST" }) Say(command);
        Assert.Equal("Hello !\n"u8.ToArray(), _folder.Bytes("flasher.dat"));
        Assert.Equal(["#ACK", "#OK:04:6F20210A", "#ACK", "#OK:52626D56", "#ACK", "flasher.dat", "#OK"], _caller.Lines.TakeLast(7));
        Say("#FDELETE flasher.dat");
        Assert.Empty(_folder.Names());
    }

    [Theory]
    [InlineData("#FOPEN nothing.dat", "#ERR010:R15 Failed to open file")]
    [InlineData("#FOPEN ../secret", "#ERR010:R15 Failed to open file")]
    [InlineData("#FCREATE /etc/x", "#ERR010:R15 Failed to open file")]
    [InlineData("#FDELETE nothing.dat", "#ERR013:R17 Failed to delete file")]
    [InlineData("#FREAD 0,4", "#ERR255:R12 No file opened")]
    [InlineData("#FWRITE 0,1:00", "#ERR255:R12 No file opened")]
    [InlineData("#MKDIR a", "#ERR255:R13 There are no folders")]
    public void File_ThatCannotBe_HasItsError(string command, string reply)
    {
        _session = Session(_caller, RemoteFiles.Write);
        Say(command);
        Assert.Equal(["#ACK", reply], _caller.Lines);
    }

    [Theory]
    [InlineData("#FWRITE 0,2:00")]
    [InlineData("#FWRITE 0,1:0g")]
    [InlineData("#FWRITE 0,201:00")]
    [InlineData("#FWRITE 0:00")]
    [InlineData("#FWRITE")]
    [InlineData("#FWRITE FFFFFFFF,1:00")]
    [InlineData("#FREAD 0")]
    [InlineData("#FREAD 0,201")]
    public void File_WithABadArgument_IsRefused(string command)
    {
        _session = Session(_caller, RemoteFiles.Write);
        Say("#FCREATE a");
        Say(command);
        Assert.Equal("#ERR255:R01 Argument cannot be understood", _caller.Lines[^1]);
    }

    [Fact]
    public void AnyBytes_NeverBreakTheSession_AndEachCommandIsAnsweredOnce()
    {
        _session = Session(_caller, RemoteFiles.Write);
        Prop.ForAll<byte[]>(bytes =>
        {
            _session.Take(bytes);
            _session.Take("\r"u8);
            _caller.Lines.Clear();
            Say("#STATUS");
            return _caller.Lines is ["#STATUS:READY"] or ["#STATUS:INITIALIZING"] or ["#STATUS:CONNECTING"];
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Commands_CutAnywhere_MeanTheSame()
    {
        var text = "\n\rnoise#SELMODULE 1\r\n#STATUS\r\xff\xfd#FLI\bIST\r#AUTO 2\r"u8.ToArray();
        Prop.ForAll(Gen.Choose(1, text.Length).ToArbitrary(), piece =>
        {
            var caller = new RemoteCaller();
            using var session = Session(caller, RemoteFiles.Read);
            for (var at = 0; at < text.Length; at += piece) session.Take(text.AsSpan(at, Math.Min(piece, text.Length - at)));
            return caller.Lines.SequenceEqual(
                ["#ACK", "#SELECTED:1", "#STATUS:READY", "#ACK", "#OK", "#ACK", "#ERR255:R02 No such module; this one has module 1"]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Command_TooLong_IsGivenUpWhole()
    {
        Say("#" + new string('A', 100_000));
        Say("#STATUS");
        Assert.Equal(["#NACK", "#STATUS:READY"], _caller.Lines);
    }

    [Theory]
    [InlineData("E102", "255")]
    [InlineData("E103", "102")]
    [InlineData("E106", "099")]
    [InlineData("E508", "255")]
    public void EveryError_HasANumberOfSeggers(string code, string number)
    {
        var entry = Catalogue.All.Single(known => known.Code == code);
        Assert.StartsWith($"#ERR{number}:{code} {entry.Cause}: ", RemoteReplies.Of(Failed("R", entry)), StringComparison.Ordinal);
    }

    private static JobOutcome Passed(string record) => Outcome(Verdict.Pass, record, null);

    private static JobOutcome Failed(string record, CatalogueEntry entry) => Outcome(Verdict.Fail, record, new JobError(entry, JobStage.Connect, "", "", ""));

    private static JobOutcome Outcome(Verdict verdict, string record, JobError? error) => new(
        verdict, "", "", "", true, null, record,
        [
            new(JobStage.Connect, TimeSpan.FromSeconds(1.813)), new(JobStage.Erase, TimeSpan.FromSeconds(0.483)),
            new(JobStage.Program, TimeSpan.FromSeconds(9.183)), new(JobStage.Verify, TimeSpan.FromSeconds(2.514)),
        ],
        null, verdict == Verdict.Pass ? new VerifyEvidence("readback", 4, 0) : null, [], null, error);

    private RemoteSession Session(RemoteCaller caller, RemoteFiles allowed) => new(_station, caller, new RemoteDesk(name => name == "door", _folder, allowed));

    private void Say(string command) => _session.Take(Encoding.Latin1.GetBytes(command + '\r'));
}
