// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>The texts of a project: names that go into records, displays and file names.</summary>
internal static class TextRules
{
    /// <summary>One line of text; "" with a problem when it is not there or not one.</summary>
    public static string Line(MapReader reader, string key, string example, int maximum, ProblemList problems)
    {
        if (reader.AsScalar(key, reader.Required(key, example), "a text") is not { } scalar)
            return "";
        var text = scalar.Text;
        if (text.Length == 0 || text.Trim() != text || text.Any(char.IsControl))
            reader.Bad(scalar, $"\"{key}\" is one line of text that neither is empty nor begins or ends with a space.");
        else if (text.Length > maximum)
            problems.Add(ProblemCode.OutOfRange, scalar.Span, $"\"{key}\" has {text.Length} characters; at most {maximum} fit.");
        return text;
    }

    /// <summary>A chip name. Whether there is such a chip says the check against the catalogue.</summary>
    public static string Target(MapReader reader, ProblemList problems)
    {
        var text = Line(reader, "target", "stm32f103cb", ProjectLimits.MaximumTarget, problems);
        var lower = text.ToLowerInvariant();
        if (!text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-') && reader.Optional("target") is { } node)
            reader.Bad(node, "\"target\" is the start of the part number in lower-case letters and digits.", lower.All(char.IsAsciiLetterOrDigit) ? lower : null);
        return text;
    }
}
