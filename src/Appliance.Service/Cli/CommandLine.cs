// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Records;
using Appliance.Ports.Wires;

namespace Appliance.Service.Cli;

/// <summary>The command line: one class a command, errors turned into exit codes at this one place.</summary>
public static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <returns>0 pass, 1 the job failed, 2 wrong usage or bad input, 3 the appliance itself cannot work.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var result = Root().Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync($"Try: {Usage(result)} --help");
            return ExitCodes.BadInput;
        }

        try
        {
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
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
            await Console.Error.WriteLineAsync(broken.Message);
            return ExitCodes.CannotWork;
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("A stand-alone production flasher: press PROG, and a stored project is programmed, proven and recorded.");
        foreach (var command in new[]
        {
            DemoCommand.Create(), ServeCommand.Create(), RunCommand.Create(), ProjectsCommand.Create(), RecordsCommand.Create(),
            ProbesCommand.Create(), TargetsCommand.Create(), MemCommand.Create(), ImageCommand.Create(), SimulateCommand.Create(),
            BenchCommand.Create(),
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
