// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Appliance.Jobs.Serials;
using Appliance.Platform.Files;
using Appliance.Service.Composition;

namespace Appliance.Service.Cli;

/// <summary><c>serials</c>: what the ledgers say, and what they take over from elsewhere.</summary>
internal static class SerialsCommand
{
    public static Command Create() => new("serials", "Serial numbers and count limits: what was given, what is left.") { List(), Import(), Limit() };

    private static Command List()
    {
        var (home, json) = (Options.Home(), Options.Json());
        var command = new Command("list", "List the ledgers: next number, boards made, limit.") { home, json };
        command.SetAction(parsed =>
        {
            var journal = ApplianceHome.Locate(parsed.GetValue(home)).Journal;
            var ledgers = Directory.Exists(journal) ? SerialLedger.Look(new DurableFolder(journal)) : [];
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new
                {
                    ledgers = ledgers.Select(ledger => new
                    {
                        name = ledger.Name.Name, simulated = ledger.Name.Simulated, next = ledger.Next, made = ledger.Made, limit = ledger.Limit,
                        committed = ledger.Committed, open = ledger.Open, voided = ledger.Voided,
                    }),
                }));
                return ExitCodes.Pass;
            }

            foreach (var ledger in ledgers) Console.WriteLine(Text(ledger));
            if (ledgers.Count == 0) Console.WriteLine("No serial was given yet.");
            return ExitCodes.Pass;
        });
        return command;
    }

    private static Command Import()
    {
        var (ledger, home, simulated) = (Ledger(), Options.Home(), Simulated());
        var counter = new Option<FileInfo?>("--counter") { Description = "The next counter, as SERIAL.TXT; it can only raise what was reached.", HelpName = "FILE" };
        var countdown = new Option<FileInfo?>("--countdown") { Description = "Boards left to make, as Cntdown.txt; it can only lower what is left.", HelpName = "FILE" };
        var command = new Command("import", "Take over counters that another programmer reached. The service must not run.") { ledger, counter, countdown, simulated, home };
        command.SetAction(parsed =>
        {
            var name = new LedgerName(parsed.GetRequiredValue(ledger), parsed.GetValue(simulated));
            var (from, left) = (parsed.GetValue(counter), parsed.GetValue(countdown));
            if (from is null && left is null) throw new BadInputException("Give --counter FILE, --countdown FILE or both.");
            var next = from is null ? (UInt128?)null : Read(from, CounterFile.ReadSerial);
            var boards = left is null ? (long?)null : Read(left, CounterFile.ReadCountdown);
            Change(parsed.GetValue(home), book =>
            {
                if (next is { } mark) Say(book.Raise(name, mark, from!.Name), $"The next counter is {mark} or higher.", "The ledger was further already.");
                if (boards is { } most) Say(book.ImportCountdown(name, most, left!.Name), $"{most} boards are left.", "No more boards were left already.");
            });
            return ExitCodes.Pass;
        });
        return command;
    }

    private static Command Limit()
    {
        var (ledger, home, simulated) = (Ledger(), Options.Home(), Simulated());
        var boards = new Argument<long>("BOARDS") { Description = "Boards that may be made in all, those already made included." };
        var command = new Command("limit", "Set how many boards may be made, higher or lower. The service must not run.") { ledger, boards, simulated, home };
        command.SetAction(parsed =>
        {
            var most = parsed.GetRequiredValue(boards);
            if (most < 0) throw new BadInputException($"{most} is no number of boards.");
            var name = new LedgerName(parsed.GetRequiredValue(ledger), parsed.GetValue(simulated));
            Change(parsed.GetValue(home), book => book.Limit(name, most, "the engineer"));
            return ExitCodes.Pass;
        });
        return command;
    }

    private static void Change(string? home, Action<SerialLedger> change)
    {
        var folder = ApplianceHome.Locate(home);
        using var records = new RecordRoom(folder, folder.Usable().Name, TimeProvider.System);
        change(records.Ledger);
    }

    private static T Read<T>(FileInfo file, ReadFile<T> read)
    {
        try
        {
            return read(file.Name, File.ReadAllBytes(file.FullName));
        }
        catch (SerialException bad)
        {
            throw new BadInputException(bad.Message);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"'{file}' cannot be read: {refused.Message}");
        }
    }

    private static void Say(bool changed, string yes, string no) => Console.WriteLine(changed ? yes : no);

    private static string Text(LedgerFacts ledger) => string.Create(
        CultureInfo.InvariantCulture,
        $"{ledger.Name.Name}{(ledger.Name.Simulated ? " (simulated)" : "")}: next counter {ledger.Next ?? "none"}, {ledger.Made} boards made{(ledger.Limit is { } limit ? $" of {limit}" : "")} ({ledger.Committed} proven, {ledger.Open} without an end), {ledger.Voided} numbers voided");

    private static Argument<string> Ledger() => new("LEDGER") { Description = "Name of the ledger: the project's, where it names none." };

    private static Option<bool> Simulated() => new("--simulated") { Description = "The ledger of simulated jobs." };

    private delegate T ReadFile<T>(string file, ReadOnlySpan<byte> contents);
}
