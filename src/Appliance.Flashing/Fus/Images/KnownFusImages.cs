// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;

namespace Appliance.Flashing.Fus.Images;

/// <summary>The files of the STM32CubeWB releases, by hash. The two images of FUS 1.2.0 cannot be told apart otherwise.</summary>
public static class KnownFusImages
{
    private const string Resource = "known-images.tsv";
    private static readonly Lazy<FrozenDictionary<string, KnownFusImage>> Images = new(Load);

    /// <summary>Every file known.</summary>
    public static IEnumerable<KnownFusImage> All => Images.Value.Values;

    /// <summary>What is known of a file; null for one that was in no release.</summary>
    /// <param name="sha256">SHA-256 of the whole file, lower case hexadecimal.</param>
    public static KnownFusImage? Find(string sha256) => Images.Value.GetValueOrDefault(sha256);

    private static FrozenDictionary<string, KnownFusImage> Load()
    {
        using var stream = typeof(KnownFusImages).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is not in the assembly.");
        using var reader = new StreamReader(stream);
        var images = new List<KnownFusImage>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var cells = line.Split('\t');
            images.Add(new KnownFusImage(cells[0], [.. cells[1].Split(',').Select(Family)], cells[2], FusVersion.Parse(cells[3]), cells[4]));
        }

        return images.ToFrozenDictionary(image => image.Sha256);
    }

    private static FusFamily Family(string name) => Enum.Parse<FusFamily>(name, ignoreCase: true);
}
