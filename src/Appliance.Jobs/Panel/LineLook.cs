// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Settings;
using Appliance.Ports.Gpio;

namespace Appliance.Jobs.Panel;

/// <summary>Whether lines that the settings name are there. Takes none: a service may have them meanwhile.</summary>
public static class LineLook
{
    /// <summary>One sentence for each part whose line is not there.</summary>
    /// <param name="gpio">The lines of this machine.</param>
    /// <param name="parts">What people call a part, and its line; null for a part that is not wired.</param>
    public static IReadOnlyList<string> Missing(IGpio gpio, IEnumerable<(string Part, LineSettings? Line)> parts) =>
        [.. parts.Select(part => part.Line is { } line ? Missing(gpio, part.Part, line) : null).OfType<string>()];

    private static string? Missing(IGpio gpio, string part, LineSettings line)
    {
        try
        {
            _ = GpioPlace.Find(gpio.Chips(), new GpioLineName(line.Chip, line.Line));
            return null;
        }
        catch (GpioException refused)
        {
            return $"{part} does not work: {refused.Message}";
        }
    }
}
