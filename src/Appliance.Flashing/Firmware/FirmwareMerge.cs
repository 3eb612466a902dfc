// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>Joins the images of a project that has several data files.</summary>
internal static class FirmwareMerge
{
    /// <summary>No limit but the 32-bit address space: what is merged is in memory already.</summary>
    private const long AddressSpace = 1L << 32;

    public static FirmwareImage Merge(IReadOnlyList<FirmwareImage> images)
    {
        if (images.Count == 1)
            return images[0];
        var builder = new FirmwareImageBuilder(AddressSpace);
        for (var i = 0; i < images.Count; i++)
            Add(builder, images, i);
        var formats = images.Select(image => image.Format).Distinct().ToArray();
        return builder.Build(
            string.Join(" + ", images.Select(image => image.Name)),
            formats.Length == 1 ? formats[0] : FirmwareFormats.Mixed,
            Agreed(images.Select(image => image.EntryPoint)),
            Agreed(images.Select(image => image.FamilyId)));
    }

    private static void Add(FirmwareImageBuilder builder, IReadOnlyList<FirmwareImage> images, int index)
    {
        var image = images[index];
        foreach (var segment in image.Segments)
        {
            long address = segment.Address;
            foreach (var chunk in image.Chunks(segment))
            {
                if (builder.TryWrite(address, chunk.Span, new FirmwarePlace(image.Name)) is { } conflict)
                    throw Overlap(images, index, conflict);
                address += chunk.Length;
            }
        }
    }

    private static FirmwareException Overlap(IReadOnlyList<FirmwareImage> images, int index, FirmwareConflict conflict)
    {
        var earlier = images.TakeWhile(image => !image.Contains(conflict.Address)).Count();
        return new FirmwarePlace(Label(images, index)).Error(
            FirmwareErrorCause.Overlap,
            $"0x{conflict.Before:x2} at 0x{conflict.Address:x8}, as {Label(images, earlier)} gives",
            $"0x{conflict.Now:x2}");
    }

    private static string Label(IReadOnlyList<FirmwareImage> images, int index)
    {
        return images[index].Name.Length > 0 ? images[index].Name : $"image {index + 1}";
    }

    private static uint? Agreed(IEnumerable<uint?> values)
    {
        var given = values.OfType<uint>().Distinct().ToArray();
        return given.Length == 1 ? given[0] : null;
    }
}
