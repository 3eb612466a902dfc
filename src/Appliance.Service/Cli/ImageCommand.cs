// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using Appliance.Flashing.Firmware;

namespace Appliance.Service.Cli;

/// <summary><c>image</c>: what is in a firmware file.</summary>
internal static class ImageCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Intel HEX, Motorola S-record, ELF, UF2 or raw binary." };
        var address = new Option<string?>("--address") { Description = "Where a raw binary goes, for example 0x08000000.", HelpName = "ADDRESS" };
        var json = Options.Json();
        var command = new Command("image", "Show segments, addresses, sizes and CRC-32 of a firmware file.") { file, address, json };
        command.SetAction(parsed => Show(parsed.GetRequiredValue(file), parsed.GetValue(address), parsed.GetValue(json)));
        return command;
    }

    private static int Show(FileInfo file, string? address, bool json)
    {
        if (Directory.Exists(file.FullName)) throw new BadInputException($"{file.FullName} is a folder; name a firmware file.");
        if (!file.Exists) throw new BadInputException($"There is no file {file.FullName}.");
        var at = address is null ? (uint?)null : Address(address);
        try
        {
            using var stream = file.OpenRead();
            var image = FirmwareReader.Read(stream, new FirmwareReadOptions { FileName = file.Name, BaseAddress = at });
            var report = FirmwareReport.Of(image);
            Console.Write(json ? report.ToJson() + "\n" : report.ToText());
            return ExitCodes.Pass;
        }
        catch (FirmwareException bad)
        {
            throw new BadInputException(bad.Message);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(unreadable.Message);
        }
    }

    /// <summary>Reads an address as people write it: 0x08000000 or decimal.</summary>
    internal static uint Address(string text)
    {
        var hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var good = hex
            ? uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return good ? value : throw new BadInputException($"'{text}' is no address. Write it as 0x08000000.");
    }
}
