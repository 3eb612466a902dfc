// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Appliance.Jobs.Records;
using Appliance.Platform.Files;
using Appliance.Ports.Records;
using Appliance.Service.Composition;

namespace Appliance.Service.Cli;

/// <summary><c>records</c>: what was done, read from the index where it is in step, else from the journal itself; the appliance may be running meanwhile.</summary>
internal static class RecordsCommand
{
    public static Command Create() => new("records", "Read the records of all jobs and prove that none was changed.")
    {
        List(), Show(), Verify(), RecordsExport.Export(), RecordsExport.Anchor(), RecordsSegments.Create(),
    };

    private static Command List()
    {
        var (home, json, filters) = (Options.Home(), Options.Json(), new RecordFilterOptions());
        var take = new Option<int>("--take") { Description = "How many, newest first.", DefaultValueFactory = _ => 20, HelpName = "N" };
        var command = new Command("list", "List the newest records.") { take, home, json };
        filters.AddTo(command);
        command.SetAction(parsed =>
        {
            var filter = filters.Of(parsed);
            var most = parsed.GetValue(take);
            if (most < 1) throw new BadInputException($"--take {most} is no number of records; it begins at 1.");
            var folder = ApplianceHome.Locate(parsed.GetValue(home));
            var rows = IndexEngine.TryQuery(folder, filter, most) ?? OpenReader(folder)?.Query(filter, 0, most) ?? [];
            if (parsed.GetValue(json)) RecordText.WriteJson(rows);
            else RecordText.Write(rows, folder, filtered: filter != new RecordFilter());
            return ExitCodes.Pass;
        });
        return command;
    }

    private static Command Show()
    {
        var (home, json) = (Options.Home(), Options.Json());
        var id = new Argument<string?>("ID") { Description = "Id of the record; without it, the newest.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("show", "Show one record whole.") { id, home, json };
        command.SetAction(parsed =>
        {
            var reader = OpenReader(ApplianceHome.Locate(parsed.GetValue(home))) ?? throw new BadInputException("There are no records yet.");
            var wanted = parsed.GetValue(id) ?? reader.Query(new RecordFilter(), 0, 1).FirstOrDefault()?.Id;
            var record = wanted is null ? null : reader.Find(wanted);
            if (record is null) throw new BadInputException($"There is no record '{wanted}'. 'records list' shows the newest.");
            Console.WriteLine(parsed.GetValue(json) ? JobRecordJson.ToText(record) : RecordText.Of(record));
            return ExitCodes.Pass;
        });
        return command;
    }

    private static Command Verify()
    {
        var (home, json) = (Options.Home(), Options.Json());
        var copies = new Option<DirectoryInfo?>("--journal") { Description = "Another folder with segments: copies that were exported.", HelpName = "FOLDER" };
        var command = new Command("verify", "Prove the hash chain of the journal, from the first line to the last.") { copies, home, json };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(copies)?.FullName ?? ApplianceHome.Locate(parsed.GetValue(home)).Journal;
            if (!Directory.Exists(folder)) throw new BadInputException("There are no records yet.");
            var report = RecordVerifier.Verify(new DurableFolder(folder));
            RecordText.Write(report, parsed.GetValue(json));
            return report.Intact ? ExitCodes.Pass : ExitCodes.JobFailed;
        });
        return command;
    }

    private static RecordReader? OpenReader(ApplianceHome home) =>
        Directory.Exists(home.Journal) ? new RecordReader(new DurableFolder(home.Journal)) : null;
}
