// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Operations;
using Appliance.Jobs.Yaml;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Projects;

/// <summary>From the key <c>coprocessor</c> and its files to a <see cref="FusWish"/>, with every rule that can be told without a board.</summary>
internal static class CoprocessorLoader
{
    private const string Key = "coprocessor";

    /// <summary>The wish, or null with a problem; null without one where the project has none.</summary>
    public static FusWish? Load(LoadedProject loaded, ChipDescription? chip, FirmwareImage? application, ProblemList problems)
    {
        if (loaded.Project.Coprocessor is not { } settings || chip is null)
            return null;
        var place = loaded.Places.Of(Key);
        if (FusDevice.Find(chip.Name) is not { } device)
        {
            problems.Add(ProblemCode.Unsupported, place, $"{chip.Name} has no wireless coprocessor; \"{Key}\" is for an STM32WB.");
            return null;
        }

        var files = settings.Files.Select(path => Read(loaded, path, problems)).OfType<FusFile>().ToList();
        var wish = new FusWish
        {
            Files = files, Address = settings.Address, KeepPairing = settings.Pairing == PairingData.Keep, TakeUnknown = settings.Images == CoprocessorImages.Any,
            Start = settings.Start == CoprocessorStart.Auto ? null : settings.Start == CoprocessorStart.Stack,
            KeepBelow = application is null ? FusDevice.FlashBase : (uint)application.Segments.Max(segment => segment.Address + segment.Length),
        };
        foreach (var file in files)
            Refuse(file, wish, settings, device, place, problems);
        return wish;
    }

    private static void Refuse(FusFile file, FusWish wish, CoprocessorSettings settings, FusDevice device, YamlSpan place, ProblemList problems)
    {
        var wanted = file.Name == settings.Stack ? FusImageKind.Stack : FusImageKind.Fus;
        if (file.Image.Kind != wanted)
            problems.Add(ProblemCode.BadFirmware, place, $"\"{file.Name}\" is an image of {file.Image.Kind}, not of {wanted}.");
        var request = new InstallRequest(file.Image, device) { KeepBelow = wish.KeepBelow, Address = wanted == FusImageKind.Stack ? wish.Address : null };
        foreach (var refusal in InstallAddresses.Plan(request).Refusals)
            problems.Add(ProblemCode.ImageOutside, place, $"\"{file.Name}\": {refusal.Message}");
    }

    private static FusFile? Read(LoadedProject loaded, string path, ProblemList problems)
    {
        var place = loaded.Places.Of(Key);
        if (loaded.Project.SideFiles.FirstOrDefault(side => side.Path == path) is not { } file)
            return null; // Already said: it is not in the project.
        try
        {
            using var stream = new VerifiedStream(loaded.Source.Open(path));
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            if (stream.Finish(file.Sha256))
                return new FusFile(path, FusImageReader.Read(bytes.ToArray()), bytes.ToArray());
            problems.Add(ProblemCode.ChangedFile, place, $"The file \"{path}\" changed while it was checked; try again.");
        }
        catch (FusImageException e)
        {
            problems.Add(ProblemCode.BadFirmware, place, $"\"{path}\": {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add((e as SourceException)?.Code ?? ProblemCode.Unreadable, place, e.Message);
        }

        return null;
    }
}
