// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Reads the firmware files of a project into one image.</summary>
internal static class FirmwareLoader
{
    /// <summary>The merged image, or null with a problem for each file that is refused.</summary>
    public static FirmwareImage? Load(LoadedProject loaded, ProblemList problems)
    {
        var files = loaded.Project.Files;
        var images = files.Select((file, index) => Read(loaded, file, index, problems)).OfType<FirmwareImage>().ToList();
        return images.Count == files.Count && images.Count > 0 ? Merge(loaded, images, problems) : null;
    }

    private static FirmwareImage? Read(LoadedProject loaded, ProjectFile file, int index, ProblemList problems)
    {
        var place = loaded.Places.File(index);
        try
        {
            using var stream = new VerifiedStream(loaded.Source.Open(file.Path));
            var image = FirmwareReader.Read(stream, new FirmwareReadOptions { FileName = file.Path, BaseAddress = file.Address });
            if (stream.Finish(file.Sha256))
                return image;
            problems.Add(ProblemCode.ChangedFile, place, $"The file \"{file.Path}\" changed while it was checked; try again.");
        }
        catch (FirmwareException e)
        {
            problems.Add(ProblemCode.BadFirmware, place, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add((e as SourceException)?.Code ?? ProblemCode.Unreadable, place, e.Message);
        }

        return null;
    }

    private static FirmwareImage? Merge(LoadedProject loaded, List<FirmwareImage> images, ProblemList problems)
    {
        try
        {
            return FirmwareImage.Merge(images);
        }
        catch (FirmwareException e)
        {
            problems.Add(ProblemCode.BadFirmware, loaded.Places.Of("files"), e.Message);
            return null;
        }
    }
}
