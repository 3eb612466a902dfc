// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Host;

namespace Appliance.Jobs.Records;

/// <summary>How values are spelt in a journal line; the same on every machine and in every culture.</summary>
internal static class JournalWords
{
    private const string UtcFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Hash before the first line of a journal: 64 zeros.</summary>
    public static string NoHash { get; } = new('0', 64);

    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString(UtcFormat, CultureInfo.InvariantCulture);

    public static bool TryUtc(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, UtcFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    public static string Clock(ClockQuality quality) => quality switch
    {
        ClockQuality.Synchronised => "synchronised",
        ClockQuality.FreeRunning => "free-running",
        ClockQuality.Unset => "unset",
        _ => throw new ArgumentOutOfRangeException(nameof(quality)),
    };

    public static bool TryClock(string text, out ClockQuality quality)
    {
        quality = text switch
        {
            "synchronised" => ClockQuality.Synchronised,
            "free-running" => ClockQuality.FreeRunning,
            _ => ClockQuality.Unset,
        };
        return text == Clock(quality);
    }
}
