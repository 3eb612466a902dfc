// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Appliance.Flashing.Firmware;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>
/// The description of a pack (PDSC): families, sub-families, devices and variants, each with what those above it have (Open-CMSIS-Pack specification,
/// <c>/package/devices</c>).
/// </summary>
internal sealed class PackDescription
{
    private const long MostCharacters = 64 << 20;
    private static readonly string[] Groups = ["family", "subFamily", "device", "variant"];
    private static readonly string[] Names = ["Dvariant", "Dname"];

    private readonly FirmwarePlace _place;
    private readonly XElement _devices;

    /// <param name="bytes">The description.</param>
    /// <param name="fileName">The pack, for messages.</param>
    /// <exception cref="FirmwareException">It is no description.</exception>
    public PackDescription(byte[] bytes, string fileName)
    {
        _place = new FirmwarePlace(fileName);
        var root = Parse(bytes).Root!;
        _devices = root.Name.LocalName == "package" && root.Element("devices") is { } devices
            ? devices
            : throw _place.Error(FirmwareErrorCause.Malformed, "a description with /package/devices", $"<{root.Name.LocalName}>");
    }

    /// <summary>The algorithms of a device. A part number that means several devices is taken where they all have the same.</summary>
    /// <param name="target">Start of the part number.</param>
    public IReadOnlyList<PackAlgorithm> AlgorithmsOf(string target)
    {
        var found = _devices.Descendants().Where(IsPart).Where(device => NameOf(device).StartsWith(target, StringComparison.OrdinalIgnoreCase)).ToList();
        // A device with variants stands for them, unless it is meant itself.
        var meant = found.Where(device => NameOf(device).Equals(target, StringComparison.OrdinalIgnoreCase)).ToList() is { Count: > 0 } exact ? exact : found;
        if (meant.Count == 0)
            throw _place.Error(FirmwareErrorCause.FamilyAmbiguous, $"the device {target}", Near(target));
        var lists = meant.Select(device => (Device: device, Algorithms: Algorithms(device))).ToList();
        var other = lists.FirstOrDefault(list => !list.Algorithms.SequenceEqual(lists[0].Algorithms));
        return other.Device is null
            ? lists[0].Algorithms
            : throw _place.Error(
                FirmwareErrorCause.FamilyAmbiguous, $"devices {target}… with the same algorithms", $"{NameOf(lists[0].Device)} and {NameOf(other.Device)} with different ones");
    }

    private XDocument Parse(byte[] bytes)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostCharacters };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes, writable: false), settings);
            return XDocument.Load(reader);
        }
        catch (XmlException broken)
        {
            throw (_place with { Line = broken.LineNumber }).Error(FirmwareErrorCause.Malformed, "a description in XML", broken.Message);
        }
    }

    private string Near(string target)
    {
        var names = _devices.Descendants().Where(IsPart).Select(NameOf).ToList();
        var same = target.Length;
        while (same > 0 && !names.Exists(name => name.StartsWith(target[..same], StringComparison.OrdinalIgnoreCase)))
            same--;
        var near = names.Where(name => same > 5 && name.StartsWith(target[..same], StringComparison.OrdinalIgnoreCase)).Take(4).ToList();
        return near.Count > 0 ? string.Join(", ", near) : $"{names.Count} others";
    }

    /// <summary>What stands deeper takes the place of the same algorithm above it.</summary>
    private List<PackAlgorithm> Algorithms(XElement device)
    {
        var all = new List<PackAlgorithm>();
        foreach (var group in device.AncestorsAndSelf().Where(element => Groups.Contains(element.Name.LocalName)).Reverse())
        {
            foreach (var one in group.Elements("algorithm").Where(IsOurs).Select(Read))
            {
                all.RemoveAll(before => before.Path == one.Path && before.Start == one.Start);
                all.Add(one);
            }
        }

        return all;
    }

    private PackAlgorithm Read(XElement element)
    {
        var path = (element.Attribute("name")?.Value ?? "").Replace('\\', '/');
        if (path.Length == 0 || path.StartsWith('/') || path.Split('/').Contains(".."))
            throw _place.Error(FirmwareErrorCause.Malformed, "the name of an algorithm in the pack", $"\"{path}\"");
        var ram = Number(element, "RAMstart") is { } start && Number(element, "RAMsize") is { } size ? new MemoryRegion(start, size) : null;
        return new PackAlgorithm(path, Needed(element, "start"), Needed(element, "size"), ram, Flag(element));
    }

    private uint Needed(XElement element, string attribute) =>
        Number(element, attribute) ?? throw _place.Error(FirmwareErrorCause.Malformed, $"an algorithm with its {attribute}", element.Attribute("name")?.Value ?? "one without a name");

    private uint? Number(XElement element, string attribute)
    {
        if (element.Attribute(attribute)?.Value.Trim() is not { } text)
            return null;
        var hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(hex ? text.AsSpan(2) : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw _place.Error(FirmwareErrorCause.Malformed, $"a number of 32 bits in {attribute}", $"\"{text}\"");
    }

    /// <summary>xs:boolean.</summary>
    private static bool Flag(XElement element) => element.Attribute("default")?.Value.Trim() is "1" or "true";

    /// <summary>Other styles are programs for other debuggers.</summary>
    private static bool IsOurs(XElement element) => element.Attribute("style")?.Value is null or "Keil" or "CMSIS";

    private static bool IsPart(XElement element) => element.Name.LocalName is "device" or "variant";

    private static string NameOf(XElement device) => Names.Select(name => device.Attribute(name)?.Value).FirstOrDefault(name => name is not null) ?? "";
}
