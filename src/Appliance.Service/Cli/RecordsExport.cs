// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Appliance.Jobs.Records;
using Appliance.Platform.Files;
using Appliance.Service.Composition;

namespace Appliance.Service.Cli;

/// <summary><c>records export</c> and <c>records anchor</c>: records and the proof of them, to be kept elsewhere.</summary>
internal static class RecordsExport
{
    public static Command Export()
    {
        var (home, filters) = (Options.Home(), new RecordFilterOptions());
        var format = new Option<string>("--format") { Description = "csv, or jsonl for whole records.", DefaultValueFactory = _ => "csv", HelpName = "FORMAT" };
        var output = new Option<string?>("--output", "-o") { Description = "File to write; without it, standard output.", HelpName = "FILE" };
        var command = new Command("export", "Write records as CSV or JSON Lines, oldest first.") { format, output, home };
        filters.AddTo(command);
        command.SetAction(parsed =>
        {
            var write = Writer(parsed.GetValue(format)!);
            var reader = new RecordReader(Journal(parsed.GetValue(home)));
            var rows = reader.Query(filters.Of(parsed), 0, int.MaxValue).Reverse().ToList();
            var ids = rows.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
            Into(parsed.GetValue(output), text => write(text, reader, rows, ids));
            Console.Error.WriteLine($"{rows.Count} records exported.");
            return ExitCodes.Pass;
        });
        return command;
    }

    public static Command Anchor()
    {
        var (home, json) = (Options.Home(), Options.Json());
        var check = new Option<string?>("--check") { Description = "An anchor noted before: is the journal up to there still the same?", HelpName = "COUNT:HASH" };
        var copies = new Option<DirectoryInfo?>("--journal") { Description = "Another folder with segments: copies that were exported.", HelpName = "FOLDER" };
        var kept = new Option<bool>("--kept") { Description = "Print the anchors the service kept, one a day, and say which of them the journal does not meet." };
        var command = new Command("anchor", "Print today's anchor, COUNT:HASH: kept elsewhere, it shows any later edit of what is there now.") { check, kept, copies, home, json };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(copies) is { Exists: true } other ? new DurableFolder(other.FullName) : Journal(parsed.GetValue(home));
            if (parsed.GetValue(kept)) return PrintKept(folder, parsed.GetValue(json));
            return parsed.GetValue(check) is { } noted ? Check(folder, noted) : Print(JournalAnchor.Take(folder), parsed.GetValue(json));
        });
        return command;
    }

    private static Action<TextWriter, RecordReader, IReadOnlyList<Ports.Records.RecordRow>, HashSet<string>> Writer(string format) => format switch
    {
        "csv" => (text, _, rows, _) => RecordExport.WriteCsv(text, rows),
        "jsonl" => (text, reader, _, ids) => RecordExport.WriteJsonLines(text, reader.All().Where(record => ids.Contains(record.Id))),
        _ => throw new BadInputException($"'{format}' is no format: csv or jsonl."),
    };

    /// <summary>A file appears under its name only when it is whole.</summary>
    private static void Into(string? path, Action<TextWriter> write)
    {
        if (path is null)
        {
            using var standard = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
            write(standard);
            return;
        }

        try
        {
            var half = path + ".part";
            using (var stream = new FileStream(half, FileMode.Create, FileAccess.Write))
            using (var text = new StreamWriter(stream, new UTF8Encoding(false)))
            {
                write(text);
                text.Flush();
                stream.Flush(flushToDisk: true);
            }

            File.Move(half, path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"'{path}' cannot be written: {refused.Message}");
        }
    }

    private static int Print(JournalAnchor anchor, bool json)
    {
        Console.WriteLine(json
            ? JsonSerializer.Serialize(new { count = anchor.Count, hash = anchor.Hash, records = anchor.Records, lastUtc = anchor.LastUtc })
            : FormattableString.Invariant($"{anchor.Count}:{anchor.Hash}"));
        return ExitCodes.Pass;
    }

    private static int PrintKept(DurableFolder folder, bool json)
    {
        var kept = AnchorBook.Read(folder);
        var changed = JournalAnchor.NotMet(folder, kept);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new { anchors = kept.Select(anchor => new { utc = anchor.Utc, count = anchor.Count, hash = anchor.Hash, met = !changed.Contains(anchor) }) }));
        else
            foreach (var anchor in kept)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{anchor.Utc:yyyy-MM-dd HH:mm} UTC  {anchor.Count}:{anchor.Hash}{(changed.Contains(anchor) ? "  CHANGED" : "")}"));
        return changed.Count == 0 ? ExitCodes.Pass : ExitCodes.JobFailed;
    }

    private static int Check(DurableFolder folder, string noted)
    {
        if (noted.Split(':') is not [var count, { Length: 64 } hash] || !long.TryParse(count, out var lines) || lines < 0)
            throw new BadInputException($"'{noted}' is no anchor: COUNT:HASH, as 'records anchor' prints it.");
        var same = JournalAnchor.Meets(folder, lines, hash);
        Console.WriteLine(same ? "The journal meets the anchor." : "CHANGED: the journal does not meet the anchor.");
        return same ? ExitCodes.Pass : ExitCodes.JobFailed;
    }

    private static DurableFolder Journal(string? home)
    {
        var journal = ApplianceHome.Locate(home).Journal;
        return Directory.Exists(journal) ? new DurableFolder(journal) : throw new BadInputException("There are no records yet.");
    }
}
