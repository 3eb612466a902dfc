// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Flashing.Fus.Images;

/// <summary>
/// Version of the coprocessor's firmware as its words hold it: major in bits 31:24, minor in 23:16, sub in 15:8, branch in 7:4, build in 3:0
/// (STM32CubeWB, shci.h, <c>INFO_VERSION_*</c>).
/// </summary>
/// <param name="Word">The word, as found in an image footer or in the device information table.</param>
public readonly record struct FusVersion(uint Word) : IComparable<FusVersion>
{
    /// <summary>Of three numbers, each 0 to 255.</summary>
    public FusVersion(int major, int minor, int sub)
        : this(((uint)major << 24) | ((uint)minor << 16) | ((uint)sub << 8))
    {
    }

    /// <summary>Major number.</summary>
    public int Major => (int)(Word >> 24);

    /// <summary>Minor number.</summary>
    public int Minor => (int)(Word >> 16) & 0xFF;

    /// <summary>Sub-version.</summary>
    public int Sub => (int)(Word >> 8) & 0xFF;

    /// <summary>The same three numbers without branch and build: what two versions are compared by.</summary>
    public FusVersion Release => new(Word & 0xFFFFFF00);

    /// <summary>The left release is older than the right one.</summary>
    public static bool operator <(FusVersion left, FusVersion right) => left.CompareTo(right) < 0;

    /// <summary>The left release is newer than the right one.</summary>
    public static bool operator >(FusVersion left, FusVersion right) => left.CompareTo(right) > 0;

    /// <summary>The left release is not newer than the right one.</summary>
    public static bool operator <=(FusVersion left, FusVersion right) => left.CompareTo(right) <= 0;

    /// <summary>The left release is not older than the right one.</summary>
    public static bool operator >=(FusVersion left, FusVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Reads three numbers with dots.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static FusVersion Parse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3) throw new FormatException($"'{text}' is no version: three numbers with dots were expected.");
        return new FusVersion(Number(parts[0]), Number(parts[1]), Number(parts[2]));

        int Number(string part) => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"'{text}' is no version: '{part}' is not 0 to 255.");
    }

    /// <inheritdoc/>
    public int CompareTo(FusVersion other) => Release.Word.CompareTo(other.Release.Word);

    /// <summary>Major, minor and sub, with dots.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Sub}");
}
