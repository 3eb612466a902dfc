// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Appliance.Targets.Descriptions;

/// <summary>Reads one family file: checked against the schema, templates merged with what they have in common, one chip a part.</summary>
internal sealed class ChipFile
{
    private readonly string _file;
    private readonly JsonElement _document;

    private ChipFile(string file, JsonElement document)
    {
        _file = file;
        _document = document;
    }

    /// <summary>All chips of a file.</summary>
    /// <param name="file">Name of the file, for errors.</param>
    /// <param name="json">Its content.</param>
    /// <param name="schema">The schema of chip data.</param>
    /// <exception cref="ChipDataException">A field is missing or wrong.</exception>
    public static IReadOnlyList<ChipDescription> Read(string file, Stream json, JsonElement schema)
    {
        using var document = Parse(file, json);
        new JsonSchemaCheck(schema, file).Check(document.RootElement);
        return new ChipFile(file, document.RootElement).ReadParts();
    }

    private static JsonDocument Parse(string file, Stream json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw new ChipDataException(file, $"line {e.LineNumber + 1}", e.Message, e);
        }
    }

    private List<ChipDescription> ReadParts()
    {
        var chips = new List<ChipDescription>();
        var index = 0;
        foreach (var part in _document.GetProperty("parts").EnumerateArray())
            chips.Add(ReadPart(part, $"parts[{index++}]"));
        return chips;
    }

    private ChipDescription ReadPart(JsonElement part, string path)
    {
        var templateName = part.GetProperty("template").GetString()!;
        if (!_document.GetProperty("templates").TryGetProperty(templateName, out var template))
            throw new ChipDataException(_file, $"{path}.template", $"there is no template {templateName}");
        var common = _document.TryGetProperty("common", out var shared) ? shared : default;
        var fields = new TemplateFields(_file, templateName, template, common);
        CheckSources(fields, templateName);
        var builder = new ChipBuilder(_file, path, part, fields);
        return builder.Build(_document.GetProperty("family").GetString()!);
    }

    private void CheckSources(TemplateFields fields, string templateName)
    {
        foreach (var source in fields.Get("sources").EnumerateArray())
        {
            if (!_document.GetProperty("documents").TryGetProperty(source.GetString()!, out _))
                throw new ChipDataException(_file, $"templates.{templateName}.sources", $"{source.GetString()} is not in documents");
        }
    }
}
