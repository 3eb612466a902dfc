// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Appliance.Targets.Descriptions;

/// <summary>The fields of a template: its own, and what it does not say from the family's common part.</summary>
internal sealed class TemplateFields
{
    private readonly string _file;
    private readonly string _name;
    private readonly JsonElement _own;
    private readonly JsonElement _common;

    public TemplateFields(string file, string name, JsonElement own, JsonElement common)
    {
        _file = file;
        _name = name;
        _own = own;
        _common = common;
    }

    /// <summary>A field that must be there.</summary>
    public JsonElement Get(string field) => Find(field) ?? throw new ChipDataException(
        _file, $"templates.{_name}.{field}", "is missing, here and in common");

    /// <summary>A field that may be absent.</summary>
    public JsonElement? Find(string field)
    {
        if (_own.TryGetProperty(field, out var own))
            return own;
        return _common.ValueKind == JsonValueKind.Object && _common.TryGetProperty(field, out var common) ? common : null;
    }
}
