// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.VendorLoaders;
using Appliance.Jobs.Yaml;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Projects;

/// <summary>From the key <c>loaders</c> and its files to loaders that can work on the chip, with every rule that can be told without a board.</summary>
internal static class VendorLoaderFiles
{
    private const string Key = "loaders";

    /// <summary>The chip with the flash of its loaders, and the loaders the image needs; a problem for each that cannot work.</summary>
    public static (ChipDescription Chip, IReadOnlyList<PlannedLoader> Loaders) Load(
        LoadedProject loaded, ChipDescription chip, FirmwareImage? image, ProblemList problems)
    {
        var planned = new List<PlannedLoader>();
        foreach (var (setting, loader) in loaded.Project.Loaders.SelectMany(setting => Read(loaded, setting, problems).Select(loader => (setting, loader))))
        {
            var used = image is null || image.Segments.Any(segment => segment.Address < loader.Device.End && segment.End > loader.Device.Start);
            // A pack brings all a device may need; a loader that is named itself must have something to do.
            if (!used && !IsPack(setting))
            {
                problems.Add(
                    ProblemCode.ImageOutside, loaded.Places.Of(Key),
                    $"\"{setting.Path}\" is for 0x{loader.Device.Start:x8}–0x{loader.Device.End - 1:x8}, and no file of the project has data there.");
            }

            if (!used)
                continue;
            try
            {
                (chip, var one) = VendorChip.With(chip, loader);
                planned.Add(planned.Any(other => other.Banks.Intersect(one.Banks).Any())
                    ? throw new FlashException(FlashFault.Unsupported, $"The loader {loader.File} is for flash another loader is named for.")
                    : one);
            }
            catch (FlashException refused)
            {
                problems.Add(refused.Fault == FlashFault.LoaderTooBig ? ProblemCode.TooLarge : ProblemCode.Unsupported, loaded.Places.Of(Key), refused.Message);
            }
        }

        return (chip, planned);

        static bool IsPack(LoaderSetting setting) => setting.Path.EndsWith(".pack", StringComparison.OrdinalIgnoreCase);
    }

    private static IReadOnlyList<VendorLoader> Read(LoadedProject loaded, LoaderSetting setting, ProblemList problems)
    {
        var place = loaded.Places.Of(Key);
        if (loaded.Project.SideFiles.FirstOrDefault(side => side.Path == setting.Path) is not { } file)
            return []; // Already said: it is not in the project.
        try
        {
            using var stream = new VerifiedStream(loaded.Source.Open(setting.Path));
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            if (stream.Finish(file.Sha256))
                return Read(bytes, setting, loaded.Project.Target);
            problems.Add(ProblemCode.ChangedFile, place, $"The file \"{setting.Path}\" changed while it was checked; try again.");
        }
        catch (FirmwareException e)
        {
            problems.Add(ProblemCode.BadFirmware, place, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add((e as SourceException)?.Code ?? ProblemCode.Unreadable, place, e.Message);
        }

        return [];
    }

    private static IReadOnlyList<VendorLoader> Read(MemoryStream content, LoaderSetting setting, string target)
    {
        content.Position = 0;
        if (!VendorLoaderReader.IsPack(content.GetBuffer().AsSpan(0, (int)Math.Min(content.Length, 4))))
            return [VendorLoaderReader.Read(content.ToArray(), setting.Path)];
        using var pack = new PackReader(content, setting.Path);
        return pack.Loaders(target.Split('-')[0], setting.Algorithm);
    }
}
