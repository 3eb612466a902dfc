// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Platform.Host;

/// <summary>Which board this is, as its device tree says.</summary>
public static class RaspberryPi
{
    private const string DeviceTree = "proc/device-tree";

    /// <summary>What the board is compatible with, the most exact first, for example <c>raspberrypi,4-model-b</c> and <c>brcm,bcm2711</c>; empty where
    /// there is no device tree.</summary>
    /// <param name="root">Where <c>proc</c> is.</param>
    public static IReadOnlyList<string> Compatible(string root = "/") => Strings(Path.Combine(root, DeviceTree, "compatible"));

    /// <summary>The board's name for people; empty where there is no device tree.</summary>
    /// <param name="root">Where <c>proc</c> is.</param>
    public static string Model(string root = "/") => Strings(Path.Combine(root, DeviceTree, "model")).FirstOrDefault() ?? "";

    /// <summary>Strings of a property, each ended by a zero (Devicetree Specification 0.4, 2.2.4).</summary>
    private static string[] Strings(string path) =>
        File.Exists(path) ? File.ReadAllText(path).Split('\0', StringSplitOptions.RemoveEmptyEntries) : [];
}
