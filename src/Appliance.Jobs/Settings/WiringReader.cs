// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Settings;

/// <summary>Reads which wiring an appliance is built as: <c>buffered</c>, or <c>[buffered, tester, vtref]</c>; and its loop-back.</summary>
internal static class WiringReader
{
    public static (WiringKind? Kind, FittedParts Fitted) Wiring(MapReader reader, ProblemList problems)
    {
        switch (reader.Optional("wiring"))
        {
            case null:
                return (null, FittedParts.None);
            case YamlScalar kind:
                return (Word(reader, kind, SettingsWords.Wirings), FittedParts.None);
            case YamlList { Items.Count: > 0 } list:
                return (Word(reader, list.Items[0], SettingsWords.Wirings), Fitted(reader, list.Items.Skip(1), problems));
            case var other:
                reader.WrongType("wiring", other, $"one of {All(SettingsWords.Wirings)}, or a list that begins with one of them");
                return (null, FittedParts.None);
        }
    }

    public static LoopbackSettings? Loopback(MapReader reader, ProblemList problems)
    {
        switch (reader.Optional("loopback"))
        {
            case null:
                return null;
            case YamlScalar { Text: SettingsWords.Jumper }:
                return new LoopbackSettings(null, null);
            case YamlMap map:
                var lines = new MapReader(map, "\"loopback\"", SettingsWords.LoopbackKeys, problems);
                var (clock, data) = (LineReader.Name(lines, "swclk-to", "GPIO18"), LineReader.Name(lines, "swdio-to", "GPIO21"));
                return clock is null || data is null ? null : new LoopbackSettings(clock, data);
            case var other:
                reader.Bad(other, $"\"loopback\" is {SettingsWords.Jumper}, or {{swclk-to: GPIO18, swdio-to: GPIO21}}.");
                return null;
        }
    }

    private static FittedParts Fitted(MapReader reader, IEnumerable<YamlNode> words, ProblemList problems)
    {
        var fitted = FittedParts.None;
        foreach (var word in words)
        {
            if (Word(reader, word, SettingsWords.Fitted) is not { } part) continue;
            if (fitted.HasFlag(part)) problems.Add(ProblemCode.DuplicateKey, word.Span, $"\"{SettingsWords.Fitted.Of(part)}\" is in the wiring twice.");
            fitted |= part;
        }

        return fitted;
    }

    private static T? Word<T>(MapReader reader, YamlNode node, Words<T> words)
        where T : struct, Enum
    {
        if (reader.AsScalar("wiring", node, $"one of {All(words)}") is not { } scalar) return null;
        if (words.TryFind(scalar.Text, out var value)) return value;
        reader.Bad(scalar, $"\"{MapReader.Shorten(scalar.Text)}\" in \"wiring\" is none of {All(words)}.", Nearest.Find(scalar.Text, words.All));
        return null;
    }

    private static string All<T>(Words<T> words)
        where T : struct, Enum => string.Join(", ", words.All);
}
