// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Appliance.Flashing.Fus.Images;

namespace Appliance.Service.Cli;

/// <summary>An image for the coprocessor as people and programs read it.</summary>
internal static class FusImageText
{
    private static readonly JsonSerializerOptions OneLine = new() { WriteIndented = false };

    public static string Json(FusImage image, InstallAddress? place)
    {
        var json = new JsonObject
        {
            ["kind"] = Lower(image.Kind),
            ["format"] = Lower(image.Format),
            ["version"] = image.Version?.ToString(),
            ["pages"] = image.Pages,
            ["nvmPages"] = image.NvmPages,
            ["magic"] = Hex(image.Magic),
            ["startAddress"] = place?.Start is { } start ? Hex(start) : null,
            ["requiresFus"] = image.RequiresFus?.ToString(),
            ["sha256"] = image.Sha256,
            ["known"] = image.Known is { } known ? known.Name : null,
            ["customerSigned"] = image.CustomerSigned,
        };
        if (place is not null)
        {
            json["refusals"] = new JsonArray([.. place.Refusals.Select(refusal =>
                new JsonObject { ["rule"] = refusal.Reason.ToString(), ["message"] = refusal.Message })]);
            json["warnings"] = new JsonArray([.. place.Warnings.Select(warning => JsonValue.Create(warning))]);
        }

        return json.ToJsonString(OneLine) + "\n";
    }

    public static string Text(FusImage image, FusDevice? device, InstallAddress? place)
    {
        var text = new StringBuilder();
        text.AppendLine($"{Name(image.Kind)}, {(image.Format == FusImageFormat.New ? "new" : "legacy")} format, version {image.Version?.ToString() ?? "not told by its footer"}");
        text.AppendLine(image.Known is { } known
            ? $"  known as       {known.Name} of STM32CubeWB {known.Releases}, for {string.Join(" and ", known.Families.Select(family => family.ToString().ToUpperInvariant()))}"
            : "  known as       not among the files of STM32CubeWB 1.1.0 to 1.24.0");
        text.AppendLine($"  needs          {image.Pages} pages{(image.NvmPages > 0 ? $" and {image.NvmPages} of non-volatile data" : "")}, {image.Length} bytes");
        text.AppendLine($"  magic          {Hex(image.Magic)}{(image.CustomerSigned ? ", signed by the customer as well" : "")}");
        text.AppendLine($"  installed by   FUS {(image.Known?.OnlyFus is { } only ? $"{only} alone" : image.RequiresFus is { } needed ? $"{needed} or later" : "of any version")}");
        text.AppendLine($"  SHA-256        {image.Sha256}");
        if (device is not null && place is not null)
        {
            text.AppendLine(place.Start is { } start
                ? $"  start address  {Hex(start)} on {device.Name} (at most {Hex(place.Maximum)})"
                : $"  start address  none on {device.Name}");
        }

        return text.ToString();
    }

    private static string Name(FusImageKind kind) => kind switch
    {
        FusImageKind.Fus => "FUS",
        FusImageKind.Safeboot => "Safeboot",
        _ => "Wireless stack",
    };

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Hex(uint value) => $"0x{value:X8}";
}
