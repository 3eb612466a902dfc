// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Web.Access;

/// <summary>What a password must be: long enough, and nothing else (NIST SP 800-63B-4, 3.1.1.2: no rules about kinds of characters).</summary>
internal static class PasswordRules
{
    /// <summary>Fewest characters.</summary>
    public const int Shortest = 10;

    /// <summary>Most characters; more would only cost time.</summary>
    public const int Longest = 128;

    /// <summary>What is wrong with a password, in a sentence; null when nothing is.</summary>
    public static string? Trouble(string? password) => password switch
    {
        null or "" => "Type a password.",
        { Length: < Shortest } => $"The password has {password.Length} characters; it needs at least {Shortest}. A few words make a good one.",
        { Length: > Longest } => $"The password has {password.Length} characters; at most {Longest} are taken.",
        _ when password.Any(char.IsControl) || !IsText(password) => "The password has characters that no keyboard makes.",
        _ when password.Distinct().Count() < 4 => "The password is made of fewer than 4 different characters.",
        _ => null,
    };

    /// <summary>No half of a surrogate pair alone, which has no bytes in UTF-8 and no normal form.</summary>
    private static bool IsText(string password)
    {
        foreach (var rune in password.EnumerateRunes())
        {
            if (rune == System.Text.Rune.ReplacementChar)
                return false;
        }

        return true;
    }
}
