// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>What may follow the last record of a text: blank lines, and the Ctrl-Z of old editors.</summary>
internal static class TextTail
{
    private const byte ControlZ = 0x1a;

    public static void Check(ReadOnlySpan<byte> line, FirmwarePlace place, string lastRecord)
    {
        if (!line.IsEmpty && line.ContainsAnyExcept(ControlZ))
            throw place.Error(FirmwareErrorCause.TrailingData, $"nothing after {lastRecord}", $"{line.Length} characters");
    }
}
