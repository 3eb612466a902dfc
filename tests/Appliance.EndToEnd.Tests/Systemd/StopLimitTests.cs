// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.RegularExpressions;
using Appliance.EndToEnd.Tests.House;
using Appliance.Service.Cli;

namespace Appliance.EndToEnd.Tests.Systemd;

/// <summary>Who ends a service that is told to stop: it itself, well before systemd kills it.</summary>
public partial class StopLimitTests
{
    [Fact]
    public void StopLimit_LeavesTimeForAJobAndEndsBeforeSystemdKills()
    {
        var unit = File.ReadAllText(Path.Combine(Tree.Root, "systemd", "appliance.service"));
        var killed = TimeSpan.FromSeconds(int.Parse(Seconds().Match(unit).Groups[1].Value, CultureInfo.InvariantCulture));

        Assert.InRange(CommandLine.StopLimit, TimeSpan.FromSeconds(20), killed - TimeSpan.FromSeconds(5));
    }

    [GeneratedRegex(@"(?m)^TimeoutStopSec=(\d+)$")]
    private static partial Regex Seconds();
}
