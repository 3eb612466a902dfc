// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Appliance.Targets.Descriptions;

/// <summary>
/// Checks a JSON value against the part of JSON Schema (draft 2020-12) that the chip data use. A keyword it does not know is a
/// defect of the schema and throws, so that no rule is silently left out.
/// </summary>
internal sealed class JsonSchemaCheck
{
    private readonly JsonElement _root;
    private readonly string _file;

    /// <param name="schema">The whole schema; references are looked up in its <c>$defs</c>.</param>
    /// <param name="file">Name of the data file, for errors.</param>
    public JsonSchemaCheck(JsonElement schema, string file)
    {
        _root = schema;
        _file = file;
    }

    /// <summary>Checks a whole document.</summary>
    /// <exception cref="ChipDataException">The first field that breaks a rule.</exception>
    public void Check(JsonElement document) => Check(_root, document, "");

    private void Check(JsonElement schema, JsonElement value, string path)
    {
        foreach (var rule in schema.EnumerateObject())
            CheckRule(schema, rule, value, path);
    }

    private void CheckRule(JsonElement schema, JsonProperty rule, JsonElement value, string path)
    {
        switch (rule.Name)
        {
            case "$schema" or "$id" or "$defs" or "title" or "description":
                break;
            case "$ref":
                Check(Resolve(rule.Value.GetString()!), value, path);
                break;
            case "type":
                CheckType(rule.Value.GetString()!, value, path);
                break;
            case "required":
                CheckRequired(rule.Value, value, path);
                break;
            case "properties":
                // Checked together with additionalProperties, without which nothing would look at them.
                if (!schema.TryGetProperty("additionalProperties", out _))
                    throw new NotSupportedException("The chip schema has properties without additionalProperties.");
                break;
            case "additionalProperties":
                CheckProperties(schema, rule.Value, value, path);
                break;
            case "items":
                CheckItems(rule.Value, value, path);
                break;
            default:
                CheckValue(rule, value, path);
                break;
        }
    }

    private void CheckValue(JsonProperty rule, JsonElement value, string path)
    {
        var (good, wanted) = rule.Name switch
        {
            "pattern" => (Regex.IsMatch(value.GetString()!, rule.Value.GetString()!), "text like"),
            "enum" => (rule.Value.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)), "one of"),
            "minimum" => (value.GetDecimal() >= rule.Value.GetDecimal(), "at least"),
            "maximum" => (value.GetDecimal() <= rule.Value.GetDecimal(), "at most"),
            "minItems" => (value.GetArrayLength() >= rule.Value.GetInt32(), "a number of entries of at least"),
            "maxItems" => (value.GetArrayLength() <= rule.Value.GetInt32(), "a number of entries of at most"),
            _ => throw new NotSupportedException($"The chip schema uses the keyword {rule.Name}, which is not checked."),
        };
        if (!good)
            throw Error(path, $"{wanted} {rule.Value.GetRawText()} is wanted, {value.GetRawText()} was found");
    }

    private void CheckType(string type, JsonElement value, string path)
    {
        var good = type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            _ => throw new NotSupportedException($"The chip schema uses the type {type}, which is not checked."),
        };
        if (!good)
            throw Error(path, $"{type} is wanted, {value.GetRawText()} was found");
    }

    private void CheckRequired(JsonElement names, JsonElement value, string path)
    {
        foreach (var name in names.EnumerateArray())
        {
            if (!value.TryGetProperty(name.GetString()!, out _))
                throw Error(Join(path, name.GetString()!), "is missing");
        }
    }

    private void CheckProperties(JsonElement schema, JsonElement additional, JsonElement value, string path)
    {
        foreach (var member in value.EnumerateObject())
        {
            var memberPath = Join(path, member.Name);
            if (schema.TryGetProperty("properties", out var known) && known.TryGetProperty(member.Name, out var rule))
                Check(rule, member.Value, memberPath);
            else if (additional.ValueKind == JsonValueKind.False)
                throw Error(memberPath, "is not a field of the schema");
            else
                Check(additional, member.Value, memberPath);
        }
    }

    private void CheckItems(JsonElement rule, JsonElement value, string path)
    {
        var index = 0;
        foreach (var item in value.EnumerateArray())
            Check(rule, item, $"{path}[{index++}]");
    }

    private JsonElement Resolve(string reference)
    {
        const string Prefix = "#/$defs/";
        if (!reference.StartsWith(Prefix, StringComparison.Ordinal))
            throw new NotSupportedException($"The chip schema refers to {reference}, which is not followed.");
        return _root.GetProperty("$defs").GetProperty(reference[Prefix.Length..]);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private ChipDataException Error(string path, string message) => new(_file, path.Length == 0 ? "(whole file)" : path, message);
}
