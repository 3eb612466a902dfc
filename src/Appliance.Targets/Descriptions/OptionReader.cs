// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Appliance.Targets.Descriptions;

/// <summary>Reads the option bytes of a template: what its family has in common, and what it has more.</summary>
internal sealed partial class OptionReader(string file, string path, TemplateFields template)
{
    private readonly List<OptionRegister> _registers = [];
    private readonly List<OptionField> _fields = [];

    /// <summary>The options, or null where the data have none.</summary>
    /// <param name="banks">The banks of the chip.</param>
    public OptionDescription? Read(IReadOnlyList<FlashBank> banks)
    {
        if (template.Find("options") is not { } options)
            return null;
        List<JsonElement> parts = template.Find("moreOptions") is { } more ? [options, more] : [options];
        foreach (var part in parts)
        {
            ReadRegisters(part);
            ReadFields(part);
        }

        foreach (var part in parts)
            AddForEver(part);
        AddLevels(options);
        AddLoaded(options);
        var areas = parts.SelectMany(part => Entries(part, "protections")).Select(area => ReadArea(area, banks)).OfType<ProtectionArea>().ToList();
        return new OptionDescription(
            options.GetProperty("layout").GetString()!, Hex(options.GetProperty("controller")), _registers, _fields, areas,
            TimeSpan.FromMilliseconds(options.GetProperty("storeMilliseconds").GetDouble()))
        {
            Error = options.TryGetProperty("error", out var error) ? new OptionErrorFlag(Hex(error.GetProperty("address")), Hex(error.GetProperty("mask"))) : null,
        };
    }

    private static IEnumerable<JsonElement> Entries(JsonElement part, string name) => part.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    private static IEnumerable<JsonProperty> Members(JsonElement part, string name) => part.TryGetProperty(name, out var map) ? map.EnumerateObject() : [];

    private void ReadRegisters(JsonElement part)
    {
        var stored = Members(part, "storedBy").ToDictionary(member => member.Name, member => Hex(member.Value));
        foreach (var register in Members(part, "registers"))
            _registers.Add(new OptionRegister(register.Name, Hex(register.Value), stored.TryGetValue(register.Name, out var twin) ? twin : Hex(register.Value)));
    }

    private void ReadFields(JsonElement part)
    {
        foreach (var field in Members(part, "fields"))
        {
            var place = Place().Match(field.Value.GetString()!);
            var register = _registers.FindIndex(candidate => candidate.Name == place.Groups["register"].Value);
            var high = Number(place.Groups["high"].Value);
            var low = place.Groups["low"].Success ? Number(place.Groups["low"].Value) : high;
            if (register < 0 || low > high || high > 31)
                throw Wrong($"fields.{field.Name}", $"{field.Value.GetString()} is no place in a register named before");
            _fields.Add(new OptionField(field.Name, register, low, high - low + 1));
        }
    }

    private void AddForEver(JsonElement part)
    {
        foreach (var entry in Members(part, "forEver"))
            Change(entry.Name, field => field with { ForEver = [Hex(entry.Value)] });
    }

    private void AddLevels(JsonElement options)
    {
        var words = Members(options, "levels").ToDictionary(level => level.Name, level => Hex(level.Value));
        Change(options.GetProperty("readProtection").GetString()!, field => field with
        {
            Words = words,
            ForEver = words.TryGetValue("level-2", out var last) ? [last] : [],
        });
    }

    private void AddLoaded(JsonElement options)
    {
        foreach (var entry in Members(options, "loaded"))
        {
            var place = LoadedPlace().Match(entry.Value.GetString()!);
            var (high, low) = (Number(place.Groups["high"].Value), Number(place.Groups["low"].Value));
            var register = _registers.FindIndex(candidate => candidate.Name == entry.Name);
            if (register < 0 || low > high || high > 31)
                throw Wrong($"loaded.{entry.Name}", $"{entry.Value.GetString()} is no place of a register named before");
            var address = uint.Parse(place.Groups["address"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            _registers[register] = _registers[register] with { Loaded = new LoadedOption(address, low, uint.MaxValue >> (31 - (high - low))) };
        }
    }

    private ProtectionArea? ReadArea(JsonElement area, IReadOnlyList<FlashBank> banks)
    {
        var (name, bank) = (area.GetProperty("name").GetString()!, area.GetProperty("bank").GetInt32());
        if (bank >= banks.Count)
            return null;
        if (area.TryGetProperty("bits", out var bits))
            return ReadBits(area, name, bank, Field(bits.GetString()!));
        var unit = area.TryGetProperty("unitBytes", out var bytes) ? bytes.GetUInt32() : banks[bank].Sectors[0].Size;
        return new ProtectionRange(
            name, bank, area.TryGetProperty("copy", out var copy) && copy.GetBoolean(), Field(area.GetProperty("first").GetString()!), Field(area.GetProperty("last").GetString()!), unit);
    }

    private static ProtectionBits ReadBits(JsonElement area, string name, int bank, OptionField field)
    {
        var from = Number(area, "fromBit", 0);
        return new ProtectionBits(
            name, bank, field, from, Number(area, "count", field.Width - from), (uint)Number(area, "on", 0), Number(area, "firstUnit", 0),
            (uint)Number(area, "unitBytes", 0), Number(area, "sectors", 1), area.TryGetProperty("toEnd", out var end) && end.GetBoolean());
    }

    private void Change(string name, Func<OptionField, OptionField> change)
    {
        var at = _fields.IndexOf(Field(name));
        _fields[at] = change(_fields[at]);
    }

    private OptionField Field(string name) => _fields.Find(field => field.Name == name) ?? throw Wrong(name, "there is no such field");

    private ChipDataException Wrong(string what, string message) => new(file, $"{path}.template options.{what}", message);

    private static int Number(JsonElement parent, string name, int otherwise) => parent.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static uint Hex(JsonElement value) => uint.Parse(value.GetString()!.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<register>\w+)\[(?<high>[0-9]+)(:(?<low>[0-9]+))?\]$", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    [GeneratedRegex(@"^0x(?<address>[0-9A-F]{8})\[(?<high>[0-9]+):(?<low>[0-9]+)\]$", RegexOptions.CultureInvariant)]
    private static partial Regex LoadedPlace();
}
