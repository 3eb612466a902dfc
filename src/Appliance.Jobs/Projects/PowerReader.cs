// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Reads how the board is supplied.</summary>
internal static class PowerReader
{
    public static PowerPolicy Read(MapReader reader, ProblemList problems)
    {
        var usual = PowerPolicy.Default;
        var settle = reader.Parsed("settle", Quantity.Time, value => value <= ProjectLimits.MaximumSettle.TotalMilliseconds, $"0 to {ProjectLimits.MaximumSettle.TotalSeconds} s");
        var policy = new PowerPolicy(
            reader.Word("supply", ProjectWords.Supply) ?? usual.Supply,
            settle is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : usual.Settle,
            Voltage(reader, "minimum") ?? usual.MinimumMillivolts,
            Voltage(reader, "maximum") ?? usual.MaximumMillivolts);
        if (policy.MinimumMillivolts > policy.MaximumMillivolts)
            problems.Add(ProblemCode.OutOfRange, reader.Span, "\"minimum\" is above \"maximum\".");
        return policy;
    }

    private static int? Voltage(MapReader reader, string key) =>
        (int?)reader.Parsed(key, Quantity.Voltage, value => value <= ProjectLimits.MaximumMillivolts, "0 to 30 V");
}
