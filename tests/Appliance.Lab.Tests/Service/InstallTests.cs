// SPDX-License-Identifier: Apache-2.0
using Appliance.Lab.Tests.Lab;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Service;

/// <summary>The package on a Debian machine: in, newer, out, and data kept as long as they should be.</summary>
public sealed class InstallTests(SharedGuest shared, ITestOutputHelper output) : GuestTest(shared, output)
{
    [LongGuestFact]
    public async Task Package_Installed_ServiceRunsAsItsOwnUserAndIsReadyAfterItsChecks()
    {
        await InstalledAppliance.InstallAsync(Guest);
        await Guest.RunAsync("systemctl start appliance", Patience.Boot);

        Assert.Equal("active", await Guest.RunAsync("systemctl is-active appliance"));
        Assert.Equal("enabled", await Guest.RunAsync("systemctl is-enabled appliance"));
        Assert.Equal("appliance", await Guest.RunAsync("ps -o user= -p $(systemctl show -P MainPID appliance)"));
        Assert.Matches("self checks: [1-5] ok(, [1-4] warn)?[.]$", await Guest.RunAsync("systemctl show -P StatusText appliance"));
        var checks = (await InstalledAppliance.AskAsync(Guest, "selfchecks")).GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(5, checks.Count);
        Assert.DoesNotContain(checks, check => check.GetProperty("state").GetString() == "fail");
        await Guest.RunAsync("systemctl stop appliance", Patience.Boot);
    }

    [LongGuestFact]
    public async Task Package_UpgradedRemovedPurged_KeepsDataUntilItIsPurged()
    {
        await using (var installed = await InstalledAppliance.StartAsync(Guest))
        {
            var newer = PackageFiles.Appliance(InstalledAppliance.Newer);
            var before = await Guest.RunAsync($"cat {InstalledAppliance.Home}/data/journal/journal-000001.jsonl | head -n 5");

            await Guest.RunAsync($"dpkg -i {newer}", Patience.Boot);
            Assert.Equal(InstalledAppliance.Newer, await Guest.RunAsync("dpkg-query -W -f '${Version}' appliance"));
            Assert.Equal("active", await Guest.RunAsync("systemctl is-active appliance"));
            Assert.Equal(before, await Guest.RunAsync($"head -n 5 {InstalledAppliance.Home}/data/journal/journal-000001.jsonl"));
            await Guest.RunAsync("appliance records verify", Patience.Boot);

            await Guest.RunAsync("dpkg --remove appliance", Patience.Boot);
            await Guest.RunAsync("! systemctl is-active --quiet appliance && [ ! -e /usr/bin/appliance ] && [ ! -e /usr/lib/appliance ] && [ ! -e /lib/udev/rules.d/60-appliance.rules ]");
            Assert.Equal(before, await Guest.RunAsync($"head -n 5 {InstalledAppliance.Home}/data/journal/journal-000001.jsonl"));

            await Guest.RunAsync($"dpkg -i {newer}", Patience.Boot);
            Assert.Equal("active", await Guest.RunAsync("systemctl is-active appliance"));
        }

        await Guest.RunAsync("dpkg --purge appliance </dev/null", Patience.Boot);
        await Guest.RunAsync($"[ ! -e {InstalledAppliance.Home} ] && [ ! -e /etc/systemd/system/multi-user.target.wants/appliance.service ]");
        Assert.Equal("", await Guest.RunAsync("systemctl list-unit-files --no-legend 'appliance*' || true")); // ends with 1 when there is none
        Assert.Equal("", await Guest.RunAsync("dpkg -l appliance 2>/dev/null | grep ^[a-z]i || true"));
    }
}
