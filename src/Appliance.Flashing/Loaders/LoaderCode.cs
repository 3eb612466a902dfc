// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;

namespace Appliance.Flashing.Loaders;

/// <summary>The machine code of the loaders. Sources beside it; <c>build</c> makes the one of the other.</summary>
internal static class LoaderCode
{
    private static readonly ConcurrentDictionary<string, byte[]> ByName = new(StringComparer.Ordinal);

    /// <summary>The code of a loader.</summary>
    /// <param name="name">Name of its source.</param>
    public static ReadOnlyMemory<byte> Named(string name) => ByName.GetOrAdd(name, Read);

    private static byte[] Read(string name)
    {
        using var stream = typeof(LoaderCode).Assembly.GetManifestResourceStream($"{name}.hex")
            ?? throw new InvalidOperationException($"The loader {name} is not built into the product.");
        using var reader = new StreamReader(stream);
        return Convert.FromHexString(string.Concat(reader.ReadToEnd().Where(char.IsAsciiHexDigit)));
    }
}
