// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Text;
using Appliance.Service.Composition;
using Appliance.Service.Web.Access;

namespace Appliance.Service.Cli;

/// <summary><c>password</c>: sets the engineer's password on the console of the appliance; a running service takes it at once.</summary>
internal static class PasswordCommand
{
    public static Command Create()
    {
        var home = Options.Home();
        var print = new Option<bool>("--print") { Description = "Set nothing; print the hash for the key password-hash of appliance-setup.yaml." };
        var command = new Command("password", "Set the engineer's password of the page. It is asked for, or read from standard input; everybody is logged out.") { print, home };
        command.SetAction(parsed =>
        {
            var password = Console.IsInputRedirected ? Console.In.ReadLine() : AskTwice();
            if (PasswordRules.Trouble(password) is { } trouble) throw new BadInputException(trouble);
            var hash = PasswordHash.Of(password!);
            if (parsed.GetValue(print))
            {
                Console.WriteLine(hash);
                return ExitCodes.Pass;
            }

            new PasswordStore(AccessFolder.Open(ApplianceHome.Locate(parsed.GetValue(home)))).Set(hash);
            Console.Error.WriteLine("The password is set.");
            return ExitCodes.Pass;
        });
        return command;
    }

    private static string AskTwice()
    {
        var first = Ask("New password of the engineer: ");
        return Ask("The same again: ") == first ? first : throw new BadInputException("The two are not the same; nothing was changed.");
    }

    private static string Ask(string question)
    {
        Console.Error.Write(question);
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key != ConsoleKey.Backspace) typed.Append(key.KeyChar);
            else if (typed.Length > 0) typed.Length--;
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
