// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Remote;

/// <summary>One command: its verb in upper case, and what follows.</summary>
/// <param name="Verb">Letters at its beginning.</param>
/// <param name="Argument">The rest, without spaces around it.</param>
internal sealed record RemoteCommand(string Verb, string Argument)
{
    /// <summary>Reads a command; a control character in it makes it none that is known.</summary>
    public static RemoteCommand Parse(string text)
    {
        if (text.Contains('\0')) return new RemoteCommand("", "");
        var letters = text.TakeWhile(char.IsAsciiLetter).Count();
        return new RemoteCommand(text[..letters].ToUpperInvariant(), text[letters..].Trim());
    }

    /// <summary>The words of the argument, in upper case.</summary>
    public IReadOnlyList<string> Words => Argument.ToUpperInvariant().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A hexadecimal number as file verbs have them.</summary>
    public static bool TryHex(string text, out int value) =>
        int.TryParse(text.Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value >= 0;
}
