// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Flashing.Fus.Images;

namespace Appliance.Flashing.Tests.Fus.Images;

/// <summary>A row of the release notes: a file by its footer and hash, and where the notes put it.</summary>
internal sealed record PublishedImage(string Release, string Family, string Name, int Length, string Sha256, uint[] Footer, string[] Addresses)
{
    private static readonly Dictionary<string, string[]> Columns = new()
    {
        ["wb5x"] = ["wb55rg", "wb55vy", "wb55re", "wb55cc"],
        ["wb3x"] = ["wb35ce", "wb35cc"],
        ["wb1x"] = ["wb15cc"],
    };

    public static IReadOnlyList<PublishedImage> All { get; } = Load();

    /// <summary>The image with the hash of the real file, read from a file made of its footer.</summary>
    public FusImage Image => FusImageReader.Read(ImageFile.Of(Length, Footer[0], Footer[1], Footer[2], Footer[3])) with
    {
        Sha256 = Sha256,
        Known = KnownFusImages.Find(Sha256),
        Version = KnownFusImages.Find(Sha256)?.Version,
    };

    /// <summary>Device and published address, null where the notes say it does not fit.</summary>
    public IEnumerable<(FusDevice Device, uint? Address)> Places => Columns[Family].Zip(Addresses,
        (name, text) => (FusDevice.Find(name)!, text.StartsWith('N') ? (uint?)null : uint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));

    public override string ToString() => $"{Release} {Family} {Name}";

    private static List<PublishedImage> Load()
    {
        using var stream = typeof(PublishedImage).Assembly.GetManifestResourceStream("published-addresses.tsv")!;
        using var reader = new StreamReader(stream);
        var rows = new List<PublishedImage>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var cells = line.Split('\t');
            rows.Add(new PublishedImage(cells[0], cells[1], cells[2], int.Parse(cells[3], CultureInfo.InvariantCulture), cells[4],
                [.. cells[5].Split(',').Select(word => uint.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture))], cells[6].Split(',')));
        }

        return rows;
    }
}
