// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Simulation.Fus;

/// <summary>Version words: major, minor, sub and build from the highest byte down.</summary>
internal static class Release
{
    public const uint V0_5_3 = 0x0005_0300;
    public const uint V1_0_2 = 0x0100_0200;
    public const uint V1_1_0 = 0x0101_0000;
    public const uint V1_1_2 = 0x0101_0200;
    public const uint V1_2_0 = 0x0102_0000;
    public const uint V2_0_0 = 0x0200_0000;
    public const uint V2_0_1 = 0x0200_0100;

    /// <summary>The word of three numbers with dots.</summary>
    public static uint Parse(string text)
    {
        var parts = text.Split('.');
        return (Part(0) << 24) | (Part(1) << 16) | (Part(2) << 8);

        uint Part(int index) => uint.Parse(parts[index], CultureInfo.InvariantCulture);
    }

    /// <summary>The word without build and branch.</summary>
    public static uint Of(uint word) => word & 0xFFFF_FF00;

    /// <summary>Three numbers with dots.</summary>
    public static string Text(uint word) => string.Create(CultureInfo.InvariantCulture, $"{word >> 24}.{(word >> 16) & 0xFF}.{(word >> 8) & 0xFF}");
}
