// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Records;

namespace Appliance.Browser.Seed;

/// <summary>Boards as a line makes them: good ones with some spread, bad ones with a few frequent causes. The same boards at every run.</summary>
internal sealed class Line(RecordJournal journal, SeedClock clock)
{
    private static readonly Product[] Products =
    [
        new("Door controller", "1.4", "stm32f103cb", 32_768, 2_950, 3_420),
        new("Gate radio", "2.0", "stm32wb55rg", 262_144, 5_100, 6_050),
        new("Meter head", "0.9", "stm32f103c8", 16_384, 1_600, 1_980),
    ];

    /// <summary>Causes with how often they come, in shares of 20.</summary>
    private static readonly (CatalogueEntry Entry, string Stage, int Share, string Expected, string Actual)[] Troubles =
    [
        (Catalogue.NoTarget, "connect", 9, "an answer on SWDIO", "no answer; the line is free"),
        (Catalogue.VerifyMismatch, "verify", 4, "0x0800_2410: 5a", "0x0800_2410: 4a"),
        (Catalogue.SwdioStuckLow, "connect", 3, "SWDIO high between requests", "SWDIO low for 64 clocks"),
        (Catalogue.WrongChip, "identify", 2, "stm32f103cb, device id 0x410", "device id 0x412"),
        (Catalogue.ReadProtected, "identify", 1, "readout protection off", "RDP level 1"),
        (Catalogue.EraseTimeout, "erase", 1, "page erased within 40 ms", "BSY still set after 120 ms"),
    ];

    private readonly Random _dice = new(20261121);
    private int _board;

    /// <summary>One press.</summary>
    public void Press(int product)
    {
        var made = Products[product];
        var writer = RecordWriter.Begin(journal, new JobStart(
            "Line 3", "0.1.0", new ProjectFacts(made.Name, made.Revision, new string((char)('a' + product), 64)), "pi-swd", _dice.Next(20) == 0 ? "page" : "button", Simulated: false));
        if (_dice.Next(100) < 6) Fail(writer, made);
        else Pass(writer, made);
    }

    /// <summary>A press that the power cut short: the next opening of the journal closes it.</summary>
    public void Cut()
    {
        var made = Products[0];
        var writer = RecordWriter.Begin(journal, new JobStart("Line 3", "0.1.0", new ProjectFacts(made.Name, made.Revision, new string('a', 64)), "pi-swd", "button", Simulated: false));
        Reach(writer, made);
        writer.Stage(new StageFacts("erase", StageOutcome.Done, 210, 640));
    }

    private void Pass(RecordWriter writer, Product made)
    {
        Reach(writer, made);
        var slow = _dice.Next(25) == 0 ? 1.5 + _dice.NextDouble() : 1;
        var total = made.TypicalMs * slow * (0.97 + (0.05 * _dice.NextDouble()) + (0.05 * _dice.NextDouble()));
        var at = 210.0;
        foreach (var (stage, share) in new[] { ("erase", 0.24), ("program", 0.52), ("verify", 0.18), ("reset", 0.02) })
        {
            writer.Stage(new StageFacts(stage, StageOutcome.Done, at, share * (total - 250)));
            at += share * (total - 250);
        }

        if (slow > 1) writer.Warning(new WarningFacts("W301", "The board answered only at the third attempt; clean the contacts of the fixture."));
        writer.Evidence(new EvidenceFacts(EvidenceClass.Readback, "flash", made.Bytes, _dice.Next().ToString("x8", CultureInfo.InvariantCulture), []));
        clock.Now += TimeSpan.FromMilliseconds(total);
        writer.Finish(new JobEnd(RecordVerdict.Pass, total, null));
    }

    private void Fail(RecordWriter writer, Product made)
    {
        var roll = _dice.Next(20);
        var trouble = Troubles.First(candidate => (roll -= candidate.Share) < 0);
        if (trouble.Stage != "connect") Reach(writer, made);
        var ms = 180 + (_dice.NextDouble() * 900);
        writer.Stage(new StageFacts(trouble.Stage, StageOutcome.Failed, trouble.Stage == "connect" ? 12 : 210, ms));
        foreach (var stage in new[] { "erase", "program", "verify", "reset" }.SkipWhile(stage => trouble.Stage is not ("connect" or "identify") && stage != trouble.Stage).Where(stage => stage != trouble.Stage))
            writer.Stage(new StageFacts(stage, StageOutcome.Skipped, ms + 210, 0, "not reached"));
        clock.Now += TimeSpan.FromMilliseconds(ms + 300);
        writer.Finish(new JobEnd(RecordVerdict.Fail, ms + 300, new ErrorFacts(
            trouble.Entry.Code, trouble.Stage, trouble.Entry.Cause, trouble.Expected, trouble.Actual, trouble.Entry.Action, "The board was left without power on its pins.")));
    }

    private void Reach(RecordWriter writer, Product made)
    {
        writer.Stage(new StageFacts("project", StageOutcome.Done, 0, 4));
        writer.Stage(new StageFacts("probe", StageOutcome.Done, 4, 8));
        writer.Stage(new StageFacts("connect", StageOutcome.Done, 12, 120));
        writer.Stage(new StageFacts("identify", StageOutcome.Done, 132, 78));
        writer.Probe(new ProbeFacts("pi-swd", null, 8_000_000, "under reset, 8000 kHz"));
        writer.Target(new TargetFacts(made.Target, string.Create(CultureInfo.InvariantCulture, $"066fff{_board++:x6}534857{_dice.Next(0xffffff):x6}"), [new NamedFact("dpidr", "0x1ba01477"), new NamedFact("device-id", "0x410")]));
        writer.Plan(new PlanFacts("pages", "only what the image touches", 32, made.Bytes, made.Bytes, "readback", made.FloorMs));
    }

    private sealed record Product(string Name, string Revision, string Target, long Bytes, double FloorMs, double TypicalMs);
}
