// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Appliance.Jobs.Yaml;

/// <summary>The stable texts of <see cref="ProblemCode"/>.</summary>
public static class ProblemCodes
{
    /// <summary>The code in lower case with hyphens, for example <c>hash-mismatch</c>.</summary>
    public static string Text(ProblemCode code)
    {
        var text = new StringBuilder();
        foreach (var letter in code.ToString())
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
                text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
