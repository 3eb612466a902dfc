// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Appliance.Flashing.Firmware;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>Reads loaders of chip and memory makers. Which form a file has tells its content, never its name.</summary>
public static class VendorLoaderReader
{
    /// <summary>Whether a file is a pack: an archive that holds several.</summary>
    public static bool IsPack(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8);

    /// <summary>Reads one loader.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="fileName">Its name, for messages and records.</param>
    /// <exception cref="FirmwareException">It is none, or not one that can work.</exception>
    public static VendorLoader Read(byte[] bytes, string fileName)
    {
        var elf = new LoaderElf(bytes, fileName);
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return (elf.Find(FlmReader.Description), elf.Find(StldrReader.Description)) switch
        {
            ({ } flm, null) => FlmReader.Read(elf, flm, fileName, digest),
            (null, { } stldr) => StldrReader.Read(elf, stldr, fileName, digest),
            (null, null) => throw elf.Error(
                FirmwareErrorCause.UnknownFormat, $"a symbol {FlmReader.Description} (flash algorithm) or {StldrReader.Description} (external loader)", "neither"),
            _ => throw elf.Error(FirmwareErrorCause.Malformed, $"one of {FlmReader.Description} and {StldrReader.Description}", "both"),
        };
    }
}
