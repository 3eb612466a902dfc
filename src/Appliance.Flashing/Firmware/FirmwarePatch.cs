// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>Puts bytes of one board over an image.</summary>
internal static class FirmwarePatch
{
    private const long AddressSpace = 1L << 32;

    public static FirmwareImage Apply(FirmwareImage image, IReadOnlyList<(uint Address, ReadOnlyMemory<byte> Bytes)> patches)
    {
        var builder = new FirmwareImageBuilder(AddressSpace);
        foreach (var (address, bytes) in patches)
            builder.Write(address, bytes.Span, new FirmwarePlace("patches"));
        foreach (var segment in image.Segments)
        {
            long address = segment.Address;
            foreach (var chunk in image.Chunks(segment))
            {
                builder.Write(address, Over(address, chunk, patches).Span, new FirmwarePlace(image.Name));
                address += chunk.Length;
            }
        }

        return builder.Build(image.Name, image.Format, image.EntryPoint, image.FamilyId);
    }

    private static ReadOnlyMemory<byte> Over(long address, ReadOnlyMemory<byte> chunk, IReadOnlyList<(uint Address, ReadOnlyMemory<byte> Bytes)> patches)
    {
        byte[]? copy = null;
        foreach (var (at, bytes) in patches)
        {
            var from = Math.Max(address, at);
            var length = (int)(Math.Min(address + chunk.Length, at + (long)bytes.Length) - from);
            if (length <= 0) continue;
            copy ??= chunk.ToArray();
            bytes.Slice((int)(from - at), length).CopyTo(copy.AsMemory((int)(from - address)));
        }

        return copy ?? chunk;
    }
}
