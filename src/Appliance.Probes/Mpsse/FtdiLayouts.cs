// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;

namespace Appliance.Probes.Mpsse;

/// <summary>The layouts that are known.</summary>
public static class FtdiLayouts
{
    private const string Resource = "ftdi-layouts.json";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FtdiLayout> All { get; } = Load();

    /// <summary>The layout of a name; null where there is none.</summary>
    public static FtdiLayout? Find(string name) => All.FirstOrDefault(layout => layout.Name == name);

    /// <summary>Reads layouts.</summary>
    /// <exception cref="FormatException">A field is missing or wrong; the message says which, and of what layout.</exception>
    internal static IReadOnlyList<FtdiLayout> Read(JsonElement document)
    {
        var layouts = new List<FtdiLayout>();
        foreach (JsonElement one in document.GetProperty("layouts").EnumerateArray())
        {
            string name = one.TryGetProperty("name", out JsonElement text) ? text.GetString() ?? "" : "";
            try
            {
                layouts.Add(Layout(name, one));
            }
            catch (Exception wrong) when (wrong is KeyNotFoundException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
            {
                throw new FormatException($"layout '{name}': {wrong.Message}", wrong);
            }
        }

        return layouts;
    }

    private static IReadOnlyList<FtdiLayout> Load()
    {
        using Stream stream = typeof(FtdiLayouts).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is not in this build.");
        using JsonDocument document = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return Read(document.RootElement);
    }

    private static FtdiLayout Layout(string name, JsonElement one)
    {
        if (name.Length == 0) throw new FormatException("it has no name");
        return new FtdiLayout(
            name, one.GetProperty("title").GetString()!, Number(one, "vid"), Number(one, "pid"), "AB".IndexOf(one.GetProperty("channel").GetString()!, StringComparison.Ordinal),
            new FtdiPins(Number(one, "output"), Number(one, "direction")), Signal(one, "nReset"), Signal(one, "nTrst"),
            [.. one.GetProperty("swd").EnumerateArray().Select(word => Enum.Parse<FtdiSwdWiring>(word.GetString()!, ignoreCase: true))]);
    }

    private static FtdiSignal? Signal(JsonElement layout, string key)
    {
        if (!layout.TryGetProperty(key, out JsonElement signal)) return null;
        bool low = signal.TryGetProperty("enabledLow", out _);
        var made = new FtdiSignal(Number(signal, "data", 0), Number(signal, low ? "enabledLow" : "enable", 0), low);
        return made.Data != 0 || made.Enable != 0 ? made : throw new FormatException($"{key} has no pin");
    }

    private static ushort Number(JsonElement element, string key) =>
        ushort.Parse(element.GetProperty(key).GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static ushort Number(JsonElement element, string key, ushort otherwise) => element.TryGetProperty(key, out _) ? Number(element, key) : otherwise;
}
