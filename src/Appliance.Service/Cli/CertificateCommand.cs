// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Appliance.Service.Composition;
using Appliance.Service.Web.Tls;

namespace Appliance.Service.Cli;

/// <summary><c>certificate</c>: what the appliance proves itself with on the network, to be compared with what the browser shows.</summary>
internal static class CertificateCommand
{
    public static Command Create()
    {
        var (home, json) = (Options.Home(), Options.Json());
        var renew = new Option<bool>("--renew") { Description = "Make another one first; a running service takes it at its next start." };
        var command = new Command("certificate", "Show the certificate of the page on the network, and its fingerprint.") { renew, home, json };
        command.SetAction(parsed =>
        {
            var folder = ApplianceHome.Locate(parsed.GetValue(home));
            using var store = WebRoom.Certificates(folder, AccessFolder.Open(folder), TimeProvider.System);
            var certificate = parsed.GetValue(renew) ? store.Replace() : store.Current;
            Show(certificate, parsed.GetValue(json));
            return ExitCodes.Pass;
        });
        return command;
    }

    private static void Show(X509Certificate2 certificate, bool json)
    {
        var fingerprint = OwnCertificate.Fingerprint(certificate);
        var names = OwnCertificate.NamesOf(certificate);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { fingerprint, names, until = new DateTimeOffset(certificate.NotAfter).ToUniversalTime() }));
            return;
        }

        Console.WriteLine($"SHA-256  {fingerprint}");
        Console.WriteLine($"Names    {string.Join(", ", names)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Until    {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC"));
    }
}
