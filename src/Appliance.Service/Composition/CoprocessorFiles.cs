// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Appliance.Flashing.Fus.Images;
using Appliance.Simulation.Fus;

namespace Appliance.Service.Composition;

/// <summary>Images that simulated coprocessors take. They are known where the probe is simulated, and nowhere else.</summary>
internal static class CoprocessorFiles
{
    private static readonly Lazy<IReadOnlyDictionary<string, KnownFusImage>> Known = new(() => SimulatedFusImages.Wide.Concat(SimulatedFusImages.Narrow)
        .Select(image => new KnownFusImage(
            Convert.ToHexStringLower(SHA256.HashData(image.Build())), image.Family == "wb1x" ? [FusFamily.Wb1x] : [FusFamily.Wb5x, FusFamily.Wb3x], image.Name,
            FusVersion.Parse(image.Version), "simulated"))
        .ToDictionary(image => image.Sha256));

    /// <summary>What is known of a file beside those of ST.</summary>
    public static Func<string, KnownFusImage?>? More(bool simulated) => simulated ? sha256 => Known.Value.GetValueOrDefault(sha256) : null;
}
