// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Settings;

/// <summary>Reads where the page is served, and the shifts it counts by.</summary>
internal static class WebReader
{
    private const string ListenForm = "local, network, or one IP address";

    public static WebSettings Web(MapReader reader, ProblemList problems) => new()
    {
        Port = reader.Integer("port", 0, 65535) ?? SettingsLimits.DefaultWebPort,
        Listen = Listen(reader),
        TlsPort = reader.Integer("tls-port", 1, 65535) ?? SettingsLimits.DefaultTlsPort,
        RedirectPort = reader.Integer("redirect-port", 0, 65535) ?? 0,
        Names = new NameList(List(reader, "names", "a list of host names", SettingsLimits.MaximumNames, problems).Select(name => Name(reader, name)).OfType<string>().ToList()),
    };

    public static ShiftTimes Shifts(MapReader reader, ProblemList problems)
    {
        var written = List(reader, "shifts", "a list of times such as [\"06:00\", \"14:00\"]", ShiftTimes.Most, problems);
        if (written.Count == 0)
            return ShiftTimes.Default;
        var starts = written.Select(time => Time(reader, time)).OfType<TimeOnly>().ToList();
        if (starts.Count == written.Count && starts.Zip(starts.Skip(1)).Any(pair => pair.First >= pair.Second))
            reader.Bad(written[0], "\"shifts\" rise: each one begins later in the day than the one before.");
        return new ShiftTimes(starts);
    }

    private static string Listen(MapReader reader)
    {
        if (reader.Scalar("listen", ListenForm) is not { } scalar)
            return SettingsLimits.ListenLocal;
        if (scalar.Text is not (SettingsLimits.ListenLocal or SettingsLimits.ListenNetwork) && !IPAddress.TryParse(scalar.Text, out _))
        {
            reader.Bad(scalar, $"\"listen\" is {ListenForm}, not \"{MapReader.Shorten(scalar.Text)}\".",
                Nearest.Find(scalar.Text, [SettingsLimits.ListenLocal, SettingsLimits.ListenNetwork]));
        }

        return scalar.Text;
    }

    private static List<YamlNode> List(MapReader reader, string key, string form, int most, ProblemList problems)
    {
        switch (reader.Optional(key))
        {
            case null:
                return [];
            case YamlList list when list.Items.Count <= most:
                return [.. list.Items];
            case YamlList list:
                problems.Add(ProblemCode.OutOfRange, list.Span, $"\"{key}\" has at most {most} entries, not {list.Items.Count}.");
                return [];
            case var other:
                reader.WrongType(key, other, form);
                return [];
        }
    }

    /// <summary>A host name (RFC 1123, 2.1).</summary>
    private static string? Name(MapReader reader, YamlNode node)
    {
        if (reader.AsScalar("names", node, "a host name") is not { } scalar)
            return null;
        if (Uri.CheckHostName(scalar.Text) == UriHostNameType.Dns && scalar.Text.All(char.IsAscii))
            return scalar.Text;
        reader.Bad(scalar, $"\"{MapReader.Shorten(scalar.Text)}\" is no host name such as flasher.example.");
        return null;
    }

    private static TimeOnly? Time(MapReader reader, YamlNode node)
    {
        if (reader.AsScalar("shifts", node, "a time such as \"06:00\"") is not { } scalar)
            return null;
        if (TimeOnly.TryParseExact(scalar.Text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Ticks % ShiftTimes.Step.Ticks == 0)
            return time;
        reader.Bad(scalar, $"A shift begins at a quarter of an hour, written \"06:00\", not \"{MapReader.Shorten(scalar.Text)}\".");
        return null;
    }
}
