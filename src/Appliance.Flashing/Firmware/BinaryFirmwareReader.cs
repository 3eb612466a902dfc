// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>Raw bytes, put at the base address.</summary>
internal static class BinaryFirmwareReader
{
    private const int BlockSize = 64 << 10;

    public static FirmwareImage Read(Stream content, FirmwareImageBuilder builder, FirmwareReadOptions options)
    {
        var start = options.BaseAddress!.Value;
        var buffer = new byte[BlockSize];
        long offset = 0;
        for (int read; (read = content.Read(buffer)) > 0; offset += read)
            builder.Write(start + offset, buffer.AsSpan(0, read), new FirmwarePlace(options.FileName, Offset: offset));
        return builder.Build(options.FileName, FirmwareFormats.Name(FirmwareFormat.Binary), null);
    }
}
