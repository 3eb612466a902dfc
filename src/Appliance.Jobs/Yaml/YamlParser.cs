// SPDX-License-Identifier: Apache-2.0
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Appliance.Jobs.Yaml;

/// <summary>
/// YAML text to nodes with places. Takes the part of YAML a person needs for settings: no anchors, tags or second documents, which would let a small
/// text grow without bound or mean something else to another reader.
/// </summary>
internal sealed class YamlParser
{
    /// <summary>Deepest nesting; the deepest settings have four levels.</summary>
    private const int MaximumDepth = 16;

    private readonly Parser _events;
    private readonly ProblemList _problems;

    private YamlParser(string text, ProblemList problems)
    {
        (_events, _problems) = (new Parser(new StringReader(text)), problems);
    }

    /// <summary>The root of the only document, or null with at least one problem added.</summary>
    public static YamlNode? Parse(string text, ProblemList problems)
    {
        var parser = new YamlParser(text, problems);
        try
        {
            return parser.Document();
        }
        catch (YamlException e)
        {
            problems.Add(ProblemCode.Syntax, SpanOf(e.Start, e.End), $"Not YAML: {Words(e)}");
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 throws this, without a place, for an empty plain scalar inside [ ] or { }; the last good event is the nearest place.
            var last = parser._events.Current?.End ?? Mark.Empty;
            problems.Add(ProblemCode.Syntax, SpanOf(last, last), "Not YAML: a value after this place is not complete.");
        }

        return null;
    }

    private YamlNode Document()
    {
        _ = _events.Consume<StreamStart>();
        if (_events.TryConsume<StreamEnd>(out var end))
            throw Refuse(end, "the file is empty");
        _ = _events.Consume<DocumentStart>();
        var root = Node(0);
        _ = _events.Consume<DocumentEnd>();
        if (_events.TryConsume<DocumentStart>(out var second))
            throw Refuse(second, "a second document (---) is not allowed");
        return root;
    }

    private YamlNode Node(int depth)
    {
        if (_events.TryConsume<AnchorAlias>(out var alias))
            throw Refuse(alias, "aliases (*name) are not allowed; write the value again");
        var start = _events.Consume<NodeEvent>();
        if (!start.Anchor.IsEmpty)
            throw Refuse(start, "anchors (&name) are not allowed");
        if (!start.Tag.IsEmpty)
            throw Refuse(start, "tags (!name) are not allowed");
        if (depth == MaximumDepth)
            throw Refuse(start, $"nested deeper than {MaximumDepth} levels");
        return start switch
        {
            Scalar scalar => new YamlScalar(SpanOf(scalar.Start, scalar.End), scalar.Value, scalar.Style == ScalarStyle.Plain),
            SequenceStart => List(start, depth),
            _ => Map(start, depth),
        };
    }

    private YamlList List(NodeEvent start, int depth)
    {
        var items = new List<YamlNode>();
        while (!_events.Accept<SequenceEnd>(out _))
            items.Add(Node(depth + 1));
        return new YamlList(SpanOf(start.Start, _events.Consume<SequenceEnd>().End), items);
    }

    private YamlMap Map(NodeEvent start, int depth)
    {
        var entries = new Dictionary<string, YamlEntry>();
        while (!_events.Accept<MappingEnd>(out _))
        {
            if (Node(depth + 1) is not YamlScalar key)
                throw Refuse(start, "a key must be a single word");
            var entry = new YamlEntry(key, Node(depth + 1));
            if (!entries.TryAdd(key.Text, entry))
                _problems.Add(ProblemCode.DuplicateKey, key.Span, $"\"{key.Text}\" is given twice; first in line {entries[key.Text].Key.Span.Line}.");
        }

        return new YamlMap(SpanOf(start.Start, _events.Consume<MappingEnd>().End), [.. entries.Values]);
    }

    private static YamlException Refuse(ParsingEvent at, string why)
    {
        return new YamlException(at.Start, at.End, why);
    }

    private static YamlSpan SpanOf(Mark start, Mark end)
    {
        return new YamlSpan((int)start.Line, (int)start.Column, (int)start.Index, (int)end.Index);
    }

    private static string Words(YamlException e)
    {
        var tab = e.Message.Contains("tab", StringComparison.OrdinalIgnoreCase) ? " (indent with spaces, not tabs)" : "";
        return e.Message.TrimEnd('.') + tab + ".";
    }
}
