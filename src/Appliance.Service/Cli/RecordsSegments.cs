// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Appliance.Jobs.Records;
using Appliance.Platform.Files;
using Appliance.Service.Composition;

namespace Appliance.Service.Cli;

/// <summary><c>records segments</c>: the files of the journal, and taking old ones away.</summary>
internal static class RecordsSegments
{
    public static Command Create() => new("segments", "The files of the journal: list them, copy closed ones, remove what was copied.") { List(), Export(), Remove() };

    private static Command List()
    {
        var (home, json) = (Options.Home(), Options.Json());
        var command = new Command("list", "List the segments there are.") { home, json };
        command.SetAction(parsed =>
        {
            var segments = SegmentStore.List(Journal(parsed.GetValue(home)));
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new
                {
                    segments = segments.Select(s => new { number = s.Number, name = s.Name, bytes = s.Bytes, firstSequence = s.First, fromUtc = s.FromUtc, closed = s.Closed }),
                }));
                return ExitCodes.Pass;
            }

            foreach (var segment in segments)
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{segment.Name}  from line {segment.First}, {segment.FromUtc:yyyy-MM-dd HH:mm} UTC, {segment.Bytes} bytes{(segment.Closed ? ", closed" : "")}"));
            return ExitCodes.Pass;
        });
        return command;
    }

    private static Command Export()
    {
        var (folder, home) = (new Argument<DirectoryInfo>("FOLDER") { Description = "Where the copies go: a stick, a share." }, Options.Home());
        var command = new Command("export", "Prove the chain, and copy every closed segment.") { folder, home };
        command.SetAction(parsed =>
        {
            var to = parsed.GetRequiredValue(folder);
            var copied = SegmentStore.Export(Journal(parsed.GetValue(home)), new DurableFolder(to.FullName));
            Console.WriteLine($"{copied} segments copied. 'records verify --journal {to}' proves the copies.");
            return ExitCodes.Pass;
        });
        return command;
    }

    private static Command Remove()
    {
        var home = Options.Home();
        var copies = new Option<DirectoryInfo>("--copies") { Description = "Folder of the copies, as 'export' made them.", HelpName = "FOLDER", Required = true };
        var through = new Option<int?>("--through") { Description = "Last segment to remove; without it, every closed one.", HelpName = "N" };
        var command = new Command("remove", "Remove closed segments whose copies are the same; their anchor stays. The service must not run.") { copies, through, home };
        command.SetAction(parsed =>
        {
            var from = parsed.GetRequiredValue(copies);
            if (!from.Exists) throw new BadInputException($"There is no folder '{from}'.");
            var removed = SegmentStore.Remove(Journal(parsed.GetValue(home)), new DurableFolder(from.FullName), parsed.GetValue(through));
            foreach (var segment in removed) Console.WriteLine(FormattableString.Invariant($"removed segment {segment.Segment}, anchor {segment.LastSequence}:{segment.LastHash}"));
            if (removed.Count == 0) Console.WriteLine("No segment is closed yet.");
            return ExitCodes.Pass;
        });
        return command;
    }

    private static DurableFolder Journal(string? home)
    {
        var journal = ApplianceHome.Locate(home).Journal;
        return Directory.Exists(journal) ? new DurableFolder(journal) : throw new BadInputException("There are no records yet.");
    }
}
