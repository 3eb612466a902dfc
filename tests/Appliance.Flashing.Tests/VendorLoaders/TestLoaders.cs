// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using Appliance.Flashing.VendorLoaders;

namespace Appliance.Flashing.Tests.VendorLoaders;

/// <summary>The loaders of <c>tests/loaders</c>, as files and read.</summary>
internal static class TestLoaders
{
    /// <summary>The bytes of a file.</summary>
    public static byte[] Bytes(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{name}.hex") ?? throw new InvalidOperationException($"no test loader {name}");
        using var reader = new StreamReader(stream);
        return Convert.FromHexString(string.Concat(reader.ReadToEnd().Where(char.IsAsciiHexDigit)));
    }

    public static VendorLoader Read(string name) => VendorLoaderReader.Read(Bytes(name), name);
}
