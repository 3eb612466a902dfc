// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>Names of formats as reports print them.</summary>
internal static class FirmwareFormats
{
    public const string Mixed = "mixed";

    public static string Name(FirmwareFormat format)
    {
        return format switch
        {
            FirmwareFormat.IntelHex => "hex",
            FirmwareFormat.SRecord => "srec",
            FirmwareFormat.Elf => "elf",
            FirmwareFormat.Binary => "bin",
            FirmwareFormat.Uf2 => "uf2",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
    }
}
