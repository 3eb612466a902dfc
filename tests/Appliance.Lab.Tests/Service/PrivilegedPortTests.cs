// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Lab.Tests.Lab;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Service;

/// <summary>The units beside the service, under a real systemd: set-up from the boot partition, and ports that are for root alone.</summary>
public sealed class PrivilegedPortTests(SharedGuest shared, ITestOutputHelper output) : GuestTest(shared, output)
{
    private const string SetUp = "/boot/firmware/appliance-setup.yaml";
    private const string Password = "seven blue anvils";
    private const string Sockets = "appliance-https.socket appliance-http.socket appliance-remote.socket";

    /// <summary>A telnet client that asks a tester's question, and passes over the greeting. Answers end with a carriage return alone.</summary>
    private const string AskStatus = """
        bash -c 'exec 3<>/dev/tcp/127.0.0.1/23; printf "#STATUS\r\n" >&3
        while read -r -t 60 -d "$(printf "\r")" line <&3; do case $line in "#STATUS:"*) echo "$line"; break;; esac; done'
        """;

    [LongGuestFact]
    public async Task SetUpFileAndLowPorts_TheServiceWithoutRootAnswersOnAllOfThem()
    {
        await InstalledAppliance.InstallAsync(Guest);
        await Guest.RunAsync("systemctl stop appliance", Patience.Boot);
        await Guest.WriteFileAsync(SetUp, Encoding.UTF8.GetBytes($"password: {Password}\nname: Line 3\n"));
        await Guest.WriteFileAsync("/run/systemd/system/appliance-setup.service.d/emulated.conf", "[Service]\nTimeoutStartSec=600\n"u8.ToArray());
        await Guest.WriteFileAsync($"{InstalledAppliance.Home}/appliance.yaml", """
            probe: sim:stm32f103cb
            web: {listen: network, tls-port: 443, redirect-port: 80}
            remote: {tcp: {port: 23, address: 0.0.0.0}}

            """u8.ToArray());
        try
        {
            await Guest.RunAsync($"chown appliance:appliance {InstalledAppliance.Home}/appliance.yaml; systemctl daemon-reload; systemctl enable {Sockets}");
            await Guest.RunAsync("systemctl start appliance", Patience.Boot);

            Assert.Equal("success", await Guest.RunAsync("systemctl show -P Result appliance-setup"));
            await Guest.RunAsync($"[ ! -e {SetUp} ]");
            Assert.Equal("active\nactive\nactive", await Guest.RunAsync($"systemctl is-active {Sockets}"));
            Assert.Equal("appliance", await Guest.RunAsync("ps -o user= -p $(systemctl show -P MainPID appliance)"));
            Assert.Contains("Line 3", await Guest.RunAsync($"cat {InstalledAppliance.Home}/appliance.yaml"), StringComparison.Ordinal);
            Assert.Contains("\"word\"", await Guest.RunAsync("curl --silent --fail --insecure https://127.0.0.1/api/panel"), StringComparison.Ordinal);
            Assert.StartsWith("https://127.0.0.1", await Guest.RunAsync("curl --silent --output /dev/null --write-out '%{redirect_url}' http://127.0.0.1/"), StringComparison.Ordinal);
            Assert.Equal("401", await LogInAsync("seven green anvils"));
            Assert.Equal("200", await LogInAsync(Password));
            Assert.Equal("#STATUS:READY", await Guest.RunAsync(AskStatus));
        }
        finally
        {
            await Guest.RunAsync($"systemctl disable --now {Sockets}; systemctl stop appliance; rm -rf {SetUp} {InstalledAppliance.Home}/appliance.yaml {InstalledAppliance.Home}/data/access "
                + "/run/systemd/system/appliance-setup.service.d; systemctl daemon-reload", Patience.Boot);
        }
    }

    private Task<string> LogInAsync(string password) => Guest.RunAsync(
        "curl --silent --insecure --output /dev/null --write-out '%{http_code}' --header 'X-Appliance: 1' --header 'Content-Type: application/json' "
        + $"--data '{{\"password\": \"{password}\"}}' https://127.0.0.1/api/login");
}
