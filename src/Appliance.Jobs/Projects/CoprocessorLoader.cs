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

        var files = settings.ImageFiles.Select(path => Read(loaded, path, problems)).OfType<FusFile>().ToList();
        var wish = new FusWish
        {
            Files = files, Address = settings.Address, KeepPairing = settings.Pairing == PairingData.Keep, TakeUnknown = settings.Images == CoprocessorImages.Any,
            Start = settings.Start == CoprocessorStart.Auto ? null : settings.Start == CoprocessorStart.Stack,
            KeepBelow = application is null ? FusDevice.FlashBase : (uint)application.Segments.Max(segment => segment.Address + segment.Length),
            UserKeys = [.. Keys(loaded, settings, problems)],
            CustomerKey = settings.CustomerKey is { } key && Bytes(loaded, key, problems) is { } bytes ? bytes : default,
            LockCustomerKey = settings.LockCustomerKey, AntiRollback = settings.AntiRollback, Final = settings.Irreversible,
        };
        foreach (var file in files)
            Refuse(file, wish, settings, device, place, problems);
        return wish;
    }

    private static void Refuse(FusFile file, FusWish wish, CoprocessorSettings settings, FusDevice device, YamlSpan place, ProblemList problems)
    {
        var wanted = file.Name == settings.Stack ? FusImageKind.Stack : file.Name == settings.Safeboot ? FusImageKind.Safeboot : FusImageKind.Fus;
        if (file.Image.Kind != wanted)
            problems.Add(ProblemCode.BadFirmware, place, $"\"{file.Name}\" is an image of {file.Image.Kind}, not of {wanted}.");
        var request = new InstallRequest(file.Image, device) { KeepBelow = wish.KeepBelow, Address = wanted == FusImageKind.Stack ? wish.Address : null };
        foreach (var refusal in InstallAddresses.Plan(request).Refusals)
            problems.Add(ProblemCode.ImageOutside, place, $"\"{file.Name}\": {refusal.Message}");
    }

    private static IEnumerable<UserKey> Keys(LoadedProject loaded, CoprocessorSettings settings, ProblemList problems)
    {
        var files = (settings.MasterKey is { } master ? [(UserKeyKind.Master, master)] : Enumerable.Empty<(UserKeyKind, string)>())
            .Concat(settings.UserKeys.Select(path => (UserKeyKind.Simple, path))).Concat(settings.EncryptedKeys.Select(path => (UserKeyKind.Encrypted, path)));
        foreach (var (kind, path) in files)
        {
            if (Bytes(loaded, path, problems) is { } bytes && Made(loaded, kind, path, bytes, problems) is { } key)
                yield return key;
        }
    }

    private static UserKey? Made(LoadedProject loaded, UserKeyKind kind, string path, byte[] bytes, ProblemList problems)
    {
        try
        {
            return new UserKey(kind, bytes);
        }
        catch (FormatException wrong)
        {
            problems.Add(ProblemCode.BadFirmware, loaded.Places.Of(Key), $"\"{path}\": {wrong.Message}");
            return null;
        }
    }

    private static FusFile? Read(LoadedProject loaded, string path, ProblemList problems)
    {
        if (Bytes(loaded, path, problems) is not { } bytes)
            return null;
        try
        {
            return new FusFile(path, FusImageReader.Read(bytes), bytes);
        }
        catch (FusImageException e)
        {
            problems.Add(ProblemCode.BadFirmware, loaded.Places.Of(Key), $"\"{path}\": {e.Message}");
            return null;
        }
    }

    private static byte[]? Bytes(LoadedProject loaded, string path, ProblemList problems)
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
                return bytes.ToArray();
            problems.Add(ProblemCode.ChangedFile, place, $"The file \"{path}\" changed while it was checked; try again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add((e as SourceException)?.Code ?? ProblemCode.Unreadable, place, e.Message);
        }

        return null;
    }
}
