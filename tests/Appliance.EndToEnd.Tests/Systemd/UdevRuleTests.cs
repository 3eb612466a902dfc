// SPDX-License-Identifier: Apache-2.0
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using Appliance.EndToEnd.Tests.House;
using Appliance.Service.Probes;

namespace Appliance.EndToEnd.Tests.Systemd;

/// <summary>The udev rules give access to every probe that the program knows, and to no other USB device.</summary>
public sealed partial class UdevRuleTests
{
    private static readonly IReadOnlyList<(string Vendor, string[] Products)> Rules =
    [
        .. File.ReadLines(Path.Combine(Tree.Root, "systemd", "60-appliance.rules")).Select(line => UsbRule().Match(line)).Where(match => match.Success)
            .Select(match => (match.Groups["vendor"].Value, match.Groups["products"].Value.Split('|'))),
    ];

    [Fact]
    public void Rules_EveryKnownProbe_HasAccess()
    {
        foreach (var probe in KnownProbes.All.Where(probe => probe.VendorId is not null))
        {
            for (int product = probe.FirstProduct; product <= probe.LastProduct; product++)
                Assert.True(Allowed($"{probe.VendorId:x4}", $"{product:x4}"), $"no udev rule for {probe.Name}, {probe.VendorId:x4}:{product:x4}");
        }
    }

    [Fact]
    public void Rules_DevicesThatAreNoKnownProbe_HaveNone()
    {
        foreach (var vendor in Rules.Select(rule => rule.Vendor).Distinct())
        {
            var known = KnownProbes.All.Where(probe => $"{probe.VendorId:x4}" == vendor).ToList();
            for (var product = 0; product <= ushort.MaxValue; product++)
                Assert.Equal(known.Any(probe => probe.FirstProduct <= product && product <= probe.LastProduct), Allowed(vendor, $"{product:x4}"));
        }
    }

    [Fact]
    public void Rules_Everything_IsGivenToAGroupAndNeverToAll()
    {
        var lines = File.ReadAllLines(Path.Combine(Tree.Root, "systemd", "60-appliance.rules"));

        Assert.All(lines.Where(line => line.Contains("MODE=", StringComparison.Ordinal)), line => Assert.Matches("GROUP=\"[a-z0-9]+\", MODE=\"0660\"$", line));
        Assert.Equal(6, Rules.Count + lines.Count(line => line.StartsWith("ATTR{product}==\"*CMSIS-DAP*\"", StringComparison.Ordinal)));
    }

    private static bool Allowed(string vendor, string product) =>
        Rules.Any(rule => rule.Vendor == vendor && rule.Products.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, product)));

    [GeneratedRegex("^ATTR\\{idVendor\\}==\"(?<vendor>[0-9a-f]{4})\", ATTR\\{idProduct\\}==\"(?<products>[0-9a-f?|]+)\",")]
    private static partial Regex UsbRule();
}
