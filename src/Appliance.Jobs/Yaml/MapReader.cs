// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Yaml;

/// <summary>
/// Reads the known keys of a map. A wrong value adds a problem and reads as "absent", so that one pass finds all mistakes; the caller looks at the
/// problem list before it uses anything.
/// </summary>
internal sealed class MapReader
{
    private readonly YamlMap _map;
    private readonly ProblemList _problems;

    /// <summary>The keys that unknown ones probably stand for.</summary>
    private readonly HashSet<string> _meant = [];

    public MapReader(YamlMap map, string what, IReadOnlyList<string> known, ProblemList problems)
    {
        (_map, _problems) = (map, problems);
        foreach (var key in map.Entries.Select(entry => entry.Key).Where(key => !known.Contains(key.Text)))
        {
            var near = Nearest.Find(key.Text, known.Where(name => map.Find(name) is null)) ?? Nearest.Find(key.Text, known);
            if (near is not null)
                _meant.Add(near);
            problems.Add(ProblemCode.UnknownKey, key.Span, $"{what} has no key \"{Shorten(key.Text)}\"; the keys are {string.Join(", ", known)}.", near);
        }
    }

    public YamlSpan Span => _map.Span;

    /// <summary>The value of a key that must be there; null with a problem when it is not. A mistyped key is one problem, not two.</summary>
    public YamlNode? Required(string key, string example)
    {
        var node = Optional(key);
        if (node is null && !_meant.Contains(key))
            _problems.Add(ProblemCode.MissingKey, _map.Span, $"\"{key}\" is missing; for example: {key}: {example}");
        return node;
    }

    /// <summary>The value of a key, or null when it is not there or says nothing.</summary>
    public YamlNode? Optional(string key)
    {
        return _map.Find(key) is { } node and not YamlScalar { IsNothing: true } ? node : null;
    }

    /// <summary>The keys below a key, or null.</summary>
    public MapReader? Map(string key, IReadOnlyList<string> known)
    {
        switch (Optional(key))
        {
            case null:
                return null;
            case YamlMap map:
                return new MapReader(map, $"\"{key}\"", known, _problems);
            case var other:
                WrongType(key, other, $"keys with values ({string.Join(", ", known)})");
                return null;
        }
    }

    /// <summary>The text of a single value, or null.</summary>
    public YamlScalar? Scalar(string key, string expected)
    {
        return AsScalar(key, Optional(key), expected);
    }

    public YamlScalar? AsScalar(string key, YamlNode? node, string expected)
    {
        if (node is null or YamlScalar)
            return (YamlScalar?)node;
        WrongType(key, node, expected);
        return null;
    }

    public T? Word<T>(string key, Words<T> words)
        where T : struct, Enum
    {
        var list = string.Join(", ", words.All);
        if (Scalar(key, $"one of {list}") is not { } scalar)
            return null;
        if (words.TryFind(scalar.Text, out var value))
            return value;
        Bad(scalar, $"\"{key}\" cannot be \"{Shorten(scalar.Text)}\"; it is one of {list}.", Nearest.Find(scalar.Text, words.All));
        return null;
    }

    public int? Integer(string key, int minimum, int maximum)
    {
        if (Scalar(key, "a whole number") is not { } scalar)
            return null;
        if (scalar.Plain && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return InRange(scalar, value >= minimum && value <= maximum, value, $"\"{key}\" is {minimum} to {maximum}");
        Bad(scalar, $"\"{key}\" is a whole number from {minimum} to {maximum}, not \"{Shorten(scalar.Text)}\".");
        return null;
    }

    /// <summary>A value with a parser of its own, for example a frequency.</summary>
    public T? Parsed<T>(string key, ValueParser<T> parser, Func<T, bool> inRange, string range)
        where T : struct
    {
        if (Scalar(key, parser.Form) is not { } scalar)
            return null;
        if (parser.TryParse(scalar.Text, out var value))
            return InRange(scalar, inRange(value), value, $"\"{key}\" is {range}");
        Bad(scalar, $"\"{key}\" is {parser.Form}, not \"{Shorten(scalar.Text)}\".", parser.Repair(scalar.Text, inRange));
        return null;
    }

    public void Bad(YamlNode node, string message, string? suggestion = null)
    {
        _problems.Add(ProblemCode.BadValue, node.Span, message, suggestion);
    }

    public void WrongType(string key, YamlNode node, string expected)
    {
        _problems.Add(ProblemCode.WrongType, node.Span, $"\"{key}\" is {expected}, not {node.Kind}.");
    }

    /// <summary>At most 40 characters of what somebody wrote, without anything that could garble a terminal.</summary>
    public static string Shorten(string text)
    {
        var clean = string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));
        return clean.Length <= 40 ? clean : clean[..39] + "…";
    }

    private T? InRange<T>(YamlScalar scalar, bool inRange, T value, string rule)
        where T : struct
    {
        if (inRange)
            return value;
        _problems.Add(ProblemCode.OutOfRange, scalar.Span, $"{rule}, not {Shorten(scalar.Text)}.");
        return null;
    }
}
