// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Settings;

/// <summary>Limits and defaults of <c>appliance.yaml</c>; the schema states the same.</summary>
public static class SettingsLimits
{
    /// <summary>Probe where none is written.</summary>
    public const string DefaultProbe = "auto";

    /// <summary>Data folder where none is written.</summary>
    public const string DefaultData = "data";

    /// <summary>Port where none is written.</summary>
    public const int DefaultWebPort = 8080;

    /// <summary>Longest text of any value, in characters.</summary>
    public const int MaximumText = 1024;

    /// <summary>Most SWDIO lanes: bits of one word.</summary>
    public const int MaximumLanes = 32;
}
