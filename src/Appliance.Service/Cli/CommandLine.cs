// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Records;
using Appliance.Ports.Wires;

namespace Appliance.Service.Cli;

/// <summary>The command line: one class a command, errors turned into exit codes at this one place.</summary>
public static class CommandLine
{
    /// <summary>Environment variable: 1 prints the stack trace of what made the appliance unable to work.</summary>
    private const string DetailsVariable = "APPLIANCE_DETAILS";

    /// <summary>
    /// From SIGTERM or Ctrl-C to the end by force. A job in work is ended, its board made safe and its record written in this time; less than TimeoutStopSec
    /// of systemd/appliance.service, after which systemd kills.
    /// </summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(25);

    /// <summary>Runs one command.</summary>
    /// <returns>0 pass, 1 the job failed, 2 wrong usage or bad input, 3 the appliance itself cannot work.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0)
        {
            await Root().Parse("--help").InvokeAsync(new InvocationConfiguration { Output = Console.Error });
            return ExitCodes.BadInput;
        }

        var result = Root().Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (var error in Mistakes(result)) await Console.Error.WriteLineAsync(error);
            await Console.Error.WriteLineAsync($"Try: {Usage(result)} --help");
            return ExitCodes.BadInput;
        }

        try
        {
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopLimit });
        }
        catch (BadInputException bad)
        {
            await Console.Error.WriteLineAsync(bad.Message);
            return ExitCodes.BadInput;
        }
        catch (JobFailure failure)
        {
            await Console.Error.WriteLineAsync($"{failure.Entry.Code} {failure.Entry.Cause}: {failure.Message}\n{failure.Entry.Action}");
            return failure.Entry == Catalogue.CannotRecord ? ExitCodes.CannotWork : ExitCodes.BadInput;
        }
        catch (Exception broken) when (broken is RecordException or WireException or IOException or UnauthorizedAccessException)
        {
            return await CannotWork(broken.Message, broken);
        }
        catch (Exception unexpected)
        {
            return await CannotWork($"The appliance itself failed: {unexpected.Message} ({DetailsVariable}=1 shows where.)", unexpected);
        }
    }

    private static async Task<int> CannotWork(string sentence, Exception why)
    {
        await Console.Error.WriteLineAsync(sentence.ReplaceLineEndings(" "));
        if (Environment.GetEnvironmentVariable(DetailsVariable) == "1") await Console.Error.WriteLineAsync(why.ToString());
        return ExitCodes.CannotWork;
    }

    /// <summary>What is wrong with the words typed; of an unknown command only that it is unknown.</summary>
    private static IEnumerable<string> Mistakes(ParseResult result) =>
        result.UnmatchedTokens.Count > 0 && result.CommandResult.Command.Subcommands.Count > 0
            ? [$"There is no {(result.UnmatchedTokens[0].StartsWith('-') ? "option" : "command")} '{result.UnmatchedTokens[0]}' here."]
            : result.Errors.Select(error => error.Message);

    private static RootCommand Root()
    {
        var root = new RootCommand("A stand-alone production flasher: press PROG, and a stored project is programmed, proven and recorded.");
        foreach (var command in new[]
        {
            DemoCommand.Create(), ServeCommand.Create(), RunCommand.Create(), ProjectsCommand.Create(), RecordsCommand.Create(), SerialsCommand.Create(),
            ProbesCommand.Create(), TargetsCommand.Create(), MemCommand.Create(), ImageCommand.Create(), SimulateCommand.Create(),
            FusCommand.Create(), BenchCommand.Create(), PasswordCommand.Create(), SetUpCommand.Create(), CertificateCommand.Create(),
            SelfCheckCommand.Create(), PanelOffCommand.Create(),
        })
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    private static string Usage(ParseResult result)
    {
        var names = new Stack<string>();
        for (var at = (System.CommandLine.Parsing.SymbolResult?)result.CommandResult; at is System.CommandLine.Parsing.CommandResult command; at = at.Parent)
            names.Push(command.Command is RootCommand ? "./appliance" : command.Command.Name);
        return string.Join(' ', names);
    }
}

/// <summary>What the person typed or gave cannot be used.</summary>
/// <param name="message">One or more plain sentences.</param>
internal sealed class BadInputException(string message) : Exception(message);
