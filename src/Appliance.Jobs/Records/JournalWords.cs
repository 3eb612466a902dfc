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

    /// <summary>Bytes of a time.</summary>
    public const int UtcLength = 24;

    /// <summary>Spells a time into <see cref="UtcLength"/> bytes.</summary>
    public static void WriteUtc(DateTimeOffset time, Span<byte> to) => _ = time.UtcDateTime.TryFormat(to, out _, UtcFormat, CultureInfo.InvariantCulture);

    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString(UtcFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads a time of just this format. By hand: a journal of a million records has fifteen million of them.</summary>
    public static bool TryUtc(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length != UtcLength || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || text[19] != '.' || text[23] != 'Z')
        {
            return false;
        }

        var (year, month, day) = (Number(text, 0, 4), Number(text, 5, 2), Number(text, 8, 2));
        var (hour, minute, second, milliseconds) = (Number(text, 11, 2), Number(text, 14, 2), Number(text, 17, 2), Number(text, 20, 3));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59
            || second is < 0 or > 59 || milliseconds < 0)
        {
            return false;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, milliseconds, TimeSpan.Zero);
        return true;
    }

    private static int Number(ReadOnlySpan<byte> text, int at, int length)
    {
        var number = 0;
        foreach (var digit in text.Slice(at, length))
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return -1;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }

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
