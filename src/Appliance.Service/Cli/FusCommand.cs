// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Operations;

namespace Appliance.Service.Cli;

/// <summary><c>fus</c>: the coprocessor of an STM32WB.</summary>
internal static class FusCommand
{
    public static Command Create()
    {
        return new Command("fus", "The wireless coprocessor of an STM32WB and its firmware upgrade service (FUS).")
        {
            Image(), FusTargetCommands.State(), FusTargetCommands.Install(), FusTargetCommands.Upgrade(), FusTargetCommands.Delete(), FusTargetCommands.Start(),
            FusServiceCommands.Safeboot(), FusServiceCommands.AntiRollback(), FusServiceCommands.Key(),
            FusSamplesCommand.Create(),
        };
    }

    private static Command Image()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A .bin file of ST: wireless stack, FUS or Safeboot." };
        var device = new Option<string?>("--device") { Description = "Work out its start address on this device, for example wb55rg.", HelpName = "NAME" };
        var sfsa = new Option<string?>("--sfsa") { Description = "Secure boundary read from the chip, in pages, for example 0xD0; without it, no stack is installed.", HelpName = "0xNN" };
        var address = new Option<string?>("--address") { Description = "Check this start address in the place of the computed one.", HelpName = "ADDRESS" };
        var json = Options.Json();
        var command = new Command("image", "Show what an image for the coprocessor is, and where it goes.") { file, device, sfsa, address, json };
        command.SetAction(parsed =>
            Show(parsed.GetRequiredValue(file), parsed.GetValue(device), parsed.GetValue(sfsa), parsed.GetValue(address), parsed.GetValue(json)));
        return command;
    }

    private static int Show(FileInfo file, string? deviceName, string? sfsa, string? address, bool json)
    {
        var image = Read(file);
        var device = deviceName is null ? null : Device(deviceName);
        if (device is null && (sfsa ?? address) is not null) throw new BadInputException("--sfsa and --address need --device.");
        var place = device is null ? null : InstallAddresses.Plan(new InstallRequest(image, device)
        {
            Sfsa = sfsa is null ? null : Pages(sfsa),
            Address = address is null ? null : ImageCommand.Address(address),
        });
        Console.Write(json ? FusImageText.Json(image, place) : FusImageText.Text(image, device, place));
        if (place is null) return ExitCodes.Pass;
        foreach (var warning in place.Warnings) Console.Error.WriteLine(warning);
        foreach (var refusal in place.Refusals) Console.Error.WriteLine(refusal.Message);
        return place.Refusals.Count == 0 ? ExitCodes.Pass : ExitCodes.BadInput;
    }

    /// <summary>Reads a file and what its footers tell.</summary>
    /// <exception cref="BadInputException">It cannot be read, or is no image.</exception>
    internal static FusFile File(FileInfo file, Func<string, KnownFusImage?>? more)
    {
        var image = Read(file, more);
        return new FusFile(file.Name, image, System.IO.File.ReadAllBytes(file.FullName));
    }

    private static FusImage Read(FileInfo file, Func<string, KnownFusImage?>? more = null)
    {
        if (Directory.Exists(file.FullName)) throw new BadInputException($"{file.FullName} is a folder; name an image file.");
        if (!file.Exists) throw new BadInputException($"There is no file {file.FullName}.");
        if (file.Length > FusImageReader.MaximumLength)
            throw new BadInputException($"{file.Name} has {file.Length} bytes; an image for the coprocessor has at most {FusImageReader.MaximumLength}.");
        try
        {
            return FusImageReader.Read(System.IO.File.ReadAllBytes(file.FullName), more);
        }
        catch (FusImageException bad)
        {
            throw new BadInputException($"{file.Name}: {bad.Message}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(unreadable.Message);
        }
    }

    private static FusDevice Device(string name) => FusDevice.Find(name) ?? throw new BadInputException(
        $"There is no STM32WB called '{name}'. Known: {string.Join(", ", FusDevice.All.Select(device => device.Name["stm32".Length..]))}.");

    private static int Pages(string text)
    {
        var pages = ImageCommand.Address(text);
        return pages <= byte.MaxValue ? (int)pages : throw new BadInputException($"'{text}' is no secure boundary: SFSA is a number of pages, at most 0xFF.");
    }
}
