// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>A place in a file, for messages: line of a text, offset of a binary, or the file as a whole.</summary>
internal readonly record struct FirmwarePlace(string FileName, long? Line = null, long? Offset = null)
{
    public FirmwareException Error(FirmwareErrorCause cause, string expected, string found)
    {
        return new FirmwareException(cause, this, expected, found);
    }

    public override string ToString()
    {
        var file = FileName.Length == 0 ? "firmware" : FileName;
        if (Line is { } line)
            return $"{file}, line {line}";
        return Offset is { } offset ? $"{file}, offset 0x{offset:x}" : file;
    }
}
