// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Yaml;

/// <summary>A value of a YAML document with the place it was read from.</summary>
/// <param name="Span">Where it stands.</param>
internal abstract record YamlNode(YamlSpan Span)
{
    /// <summary>What people call this kind of value, for messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>A place in the text: line and column from 1 for people, character indices from 0 for edits.</summary>
internal readonly record struct YamlSpan(int Line, int Column, int Start, int End);

/// <summary>A single value. <paramref name="Plain"/>: written without quotes, so that an empty one means "nothing".</summary>
internal sealed record YamlScalar(YamlSpan Span, string Text, bool Plain) : YamlNode(Span)
{
    public override string Kind => IsNothing ? "nothing" : "a single value";

    /// <summary>Nothing was written: <c>key:</c> alone, <c>~</c> or <c>null</c> (YAML 1.2, core schema).</summary>
    public bool IsNothing => Plain && Text is "" or "~" or "null";
}

/// <summary>A list.</summary>
internal sealed record YamlList(YamlSpan Span, IReadOnlyList<YamlNode> Items) : YamlNode(Span)
{
    public override string Kind => "a list";
}

/// <summary>Keys with values, in the order written; each key once.</summary>
internal sealed record YamlMap(YamlSpan Span, IReadOnlyList<YamlEntry> Entries) : YamlNode(Span)
{
    public override string Kind => "keys with values";

    public YamlNode? Find(string key)
    {
        return Entries.FirstOrDefault(entry => entry.Key.Text == key)?.Value;
    }
}

/// <summary>One key with its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
