// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Reads the keys <c>serial</c>, <c>patches</c> and <c>limit</c>.</summary>
internal static class SerialYaml
{
    private const string LimitForm = "a number of boards, or the name of a count-down file";

    /// <summary>Keys each format needs besides <c>format</c>; the others are refused, since they would be passed over in silence.</summary>
    private static readonly Dictionary<SerialKind, string[]> Needs = new()
    {
        [SerialKind.Text] = ["address", "length", "template", "last"],
        [SerialKind.Number] = ["address", "length", "last"],
        [SerialKind.Bcd] = ["address", "length", "last"],
        [SerialKind.Mac] = ["address", "first", "last"],
        [SerialKind.Uuid] = ["address", "base", "last"],
        [SerialKind.List] = ["address", "length", "file"],
    };

    private static readonly string[] Anywhere = ["format", "ledger", "seen", "counter"];
    private static readonly string[] OfCounters = ["first", "step", "order"];

    /// <summary>What the keys say; null where there is none of them.</summary>
    public static SerialSettings? Read(MapReader project, ProblemList problems)
    {
        var map = project.Map("serial", ProjectWords.SerialKeys);
        var patches = project.Scalar("patches", "the name of a patch file");
        var limit = project.Scalar("limit", LimitForm);
        if (map is null && patches is null && limit is null)
            return null;
        var settings = (map is null ? new SerialSettings() : Serial(map, problems)) with { PatchFile = File(patches, problems) };
        return limit is null ? settings : Limited(settings, limit, problems);
    }

    private static SerialSettings Serial(MapReader map, ProblemList problems)
    {
        if (map.Required("format", "text") is null || map.Word("format", ProjectWords.SerialFormats) is not { } kind)
            return new SerialSettings();
        foreach (var key in Needs[kind])
            _ = map.Required(key, Example(key));
        foreach (var key in ProjectWords.SerialKeys.Except(Needs[kind]).Except(Anywhere).Except(kind == SerialKind.List ? [] : OfCounters))
        {
            if (map.Optional(key) is { } node)
                problems.Add(ProblemCode.UnknownKey, node.Span, $"A serial of format {ProjectWords.SerialFormats.Of(kind)} has no \"{key}\".");
        }

        return new SerialSettings
        {
            Kind = kind,
            Ledger = Text(map, "ledger", ""),
            Address = map.Parsed("address", AddressParser.Instance, _ => true, "32 bits") ?? 0,
            Length = map.Integer("length", 1, ProjectLimits.MaximumSerial) ?? 1,
            Template = Text(map, "template", ""),
            Base = Text(map, "base", ""),
            First = Text(map, "first", "1"),
            Last = Text(map, "last", ""),
            Step = Text(map, "step", "1"),
            Order = map.Word("order", ProjectWords.SerialOrders),
            Seen = map.Word("seen", ProjectWords.SeenBoards) ?? default,
            ListFile = File(map.Scalar("file", "a file name"), problems),
            CounterFile = File(map.Scalar("counter", "a file name"), problems),
        };
    }

    private static SerialSettings Limited(SerialSettings settings, YamlScalar limit, ProblemList problems)
    {
        if (!limit.Plain || !long.TryParse(limit.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var boards))
            return settings with { CountdownFile = File(limit, problems) };
        if (boards < 1)
            problems.Add(ProblemCode.OutOfRange, limit.Span, $"\"limit\" is {LimitForm}, not {limit.Text}.");
        return settings with { Limit = boards };
    }

    private static string Text(MapReader map, string key, string otherwise)
    {
        if (map.Scalar(key, "a text") is not { } scalar)
            return otherwise;
        if (scalar.Text.Length is > 0 and <= ProjectLimits.MaximumSerial && scalar.Text.All(letter => letter is >= ' ' and <= '~'))
            return scalar.Text;
        map.Bad(scalar, $"\"{key}\" is 1 to {ProjectLimits.MaximumSerial} printable ASCII characters.");
        return otherwise;
    }

    private static string? File(YamlScalar? scalar, ProblemList problems)
    {
        if (scalar is null)
            return null;
        var path = scalar.Text.StartsWith("./", StringComparison.Ordinal) ? scalar.Text[2..] : scalar.Text;
        if (PathRules.Refuse(path) is not { } reason)
            return PathRules.Compose(path);
        problems.Add(ProblemCode.UnsafePath, scalar.Span, $"The path \"{MapReader.Shorten(scalar.Text)}\" {reason}.");
        return null;
    }

    private static string Example(string key) => key switch
    {
        "address" => "0x0801FC00",
        "length" => "12",
        "template" => "\"LMP-{dec:6}\"",
        "base" => "12345678-9abc-8def-8000-000000000000",
        "file" => "SNLIST.TXT",
        "first" => "\"02:00:5E:10:00:01\"",
        _ => "999999",
    };
}
