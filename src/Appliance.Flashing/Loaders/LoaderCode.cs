// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Loaders;

/// <summary>The machine code of the loaders, by flash controller layout. Sources beside it; <c>build</c> makes the one of the other.</summary>
internal static class LoaderCode
{
    private static readonly Dictionary<string, Lazy<byte[]>> ByLayout = new(StringComparer.Ordinal)
    {
        ["A"] = new(() => Read("layout-a")),
        ["A-polled"] = new(() => Read("layout-a")),
    };

    /// <summary>Whether there is a loader for a layout.</summary>
    public static bool Exists(string layout) => ByLayout.ContainsKey(layout);

    /// <summary>The code for a layout there is a loader for.</summary>
    public static ReadOnlyMemory<byte> For(string layout) => ByLayout[layout].Value;

    private static byte[] Read(string name)
    {
        using var stream = typeof(LoaderCode).Assembly.GetManifestResourceStream($"{name}.hex")
            ?? throw new InvalidOperationException($"The loader {name} is not built into the product.");
        using var reader = new StreamReader(stream);
        return Convert.FromHexString(string.Concat(reader.ReadToEnd().Where(char.IsAsciiHexDigit)));
    }
}
