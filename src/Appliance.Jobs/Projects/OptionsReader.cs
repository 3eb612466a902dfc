// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Reads the option bytes a project asks for. Which names and values the chip has, the check against the chip says.</summary>
internal static class OptionsReader
{
    public static Project Read(MapReader reader, Project project, ProblemList problems) => project with
    {
        Keep = KeepReader.Read(reader, problems),
        Options = Options(reader, problems),
        Irreversible = Names(reader, problems),
        Unlock = reader.Word("unlock", ProjectWords.Unlock) == YesNo.Yes,
    };

    private static List<KeyValuePair<string, string>> Options(MapReader reader, ProblemList problems)
    {
        var options = new List<KeyValuePair<string, string>>();
        var node = reader.Optional("options");
        if (node is not (null or YamlMap))
            reader.WrongType("options", node, "names of option bytes with values");
        foreach (var (key, value) in (node as YamlMap)?.Entries ?? [])
        {
            if (!IsWord(key.Text) || value is not YamlScalar { IsNothing: false } scalar || !IsWord(scalar.Text))
                problems.Add(ProblemCode.BadValue, value.Span, $"\"{MapReader.Shorten(key.Text)}\" is the name of an option byte with a number or a word, for example nRST_STOP: 1");
            else
                options.Add(new KeyValuePair<string, string>(key.Text, scalar.Text));
        }

        return options;
    }

    private static List<string> Names(MapReader reader, ProblemList problems)
    {
        var names = new List<string>();
        var node = reader.Optional("irreversible");
        if (node is not (null or YamlList))
            reader.WrongType("irreversible", node, "a list of option bytes, for example [RDP]");
        foreach (var item in (node as YamlList)?.Items ?? [])
        {
            if (item is YamlScalar { IsNothing: false } scalar && IsWord(scalar.Text))
                names.Add(scalar.Text);
            else
                problems.Add(ProblemCode.BadValue, item.Span, "\"irreversible\" names option bytes, for example [RDP]");
        }

        return names;
    }

    private static bool IsWord(string text) =>
        text.Length is > 0 and <= ProjectLimits.MaximumOption && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
}

/// <summary>A yes or a no.</summary>
internal enum YesNo
{
    /// <summary>false.</summary>
    No,

    /// <summary>true.</summary>
    Yes,
}
