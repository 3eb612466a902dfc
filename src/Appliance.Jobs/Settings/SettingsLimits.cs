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

    /// <summary>TLS port where none is written.</summary>
    public const int DefaultTlsPort = 8443;

    /// <summary>The page is for this machine alone.</summary>
    public const string ListenLocal = "local";

    /// <summary>The page is for the network too, at every address of this machine.</summary>
    public const string ListenNetwork = "network";

    /// <summary>Most host names beside the machine's own.</summary>
    public const int MaximumNames = 16;

    /// <summary>Most boards of an order.</summary>
    public const int MaximumOrder = 1_000_000;

    /// <summary>Longest text of any value, in characters.</summary>
    public const int MaximumText = 1024;

    /// <summary>Most selection switches.</summary>
    public const int MaximumSwitches = 8;

    /// <summary>Most SWDIO lanes: bits of one word.</summary>
    public const int MaximumLanes = 32;
}
