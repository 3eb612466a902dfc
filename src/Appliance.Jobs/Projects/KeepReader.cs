// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Reads the ranges of flash that survive: first and last address, joined by a hyphen.</summary>
internal static class KeepReader
{
    private const string Form = "a list of ranges such as 0x0801F000-0x0801FFFF, first and last address";

    public static IReadOnlyList<KeptRange> Read(MapReader reader, ProblemList problems)
    {
        var ranges = new List<KeptRange>();
        var node = reader.Optional("keep");
        if (node is not (null or YamlList))
            reader.WrongType("keep", node, Form);
        foreach (var item in (node as YamlList)?.Items ?? [])
        {
            if (item is YamlScalar scalar && Range(scalar.Text) is { } range)
                ranges.Add(range);
            else
                problems.Add(ProblemCode.BadValue, item.Span, $"\"keep\" is {Form}.");
        }

        return ranges;
    }

    private static KeptRange? Range(string text)
    {
        var ends = text.Split('-');
        return ends.Length == 2 && AddressParser.Instance.TryParse(ends[0], out var first) && AddressParser.Instance.TryParse(ends[1], out var last) && first <= last
            ? new KeptRange(first, last)
            : null;
    }
}
