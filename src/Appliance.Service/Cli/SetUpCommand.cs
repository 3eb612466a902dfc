// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Appliance.Jobs.Outcomes;
using Appliance.Service.Composition;
using Appliance.Service.Web.Access;

namespace Appliance.Service.Cli;

/// <summary><c>setup</c>: takes a set-up file from a shell; what the unit that looks at the boot partition runs.</summary>
internal static class SetUpCommand
{
    private const string StandardInput = "-";

    public static Command Create()
    {
        var home = Options.Home();
        var file = new Argument<string>("FILE") { Description = "appliance-setup.yaml, or - for standard input." };
        var command = new Command("setup", "Set password and name from a set-up file, in the place of those that are set. The file stays; erase it.") { file, home };
        command.SetAction(parsed =>
        {
            var folder = ApplianceHome.Locate(parsed.GetValue(home));
            using var stream = Open(parsed.GetRequiredValue(file));
            var taken = new FirstSetUp(folder, new PasswordStore(AccessFolder.Open(folder))).Replace(stream);
            if (taken.Refused is { } refused) throw refused == Catalogue.SetUpWrong ? new BadInputException(taken.Message) : new IOException(taken.Message);
            Console.Error.WriteLine(taken.Message);
            return ExitCodes.Pass;
        });
        return command;
    }

    private static Stream Open(string file)
    {
        try
        {
            return file == StandardInput ? Console.OpenStandardInput() : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(refused.Message);
        }
    }
}
