// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Reflection;
using Appliance.Jobs.Panel.Display;
using Appliance.Jobs.Records;
using Appliance.Jobs.Settings;
using Appliance.Service.Web.State;
using Appliance.Service.Web.Tls;

namespace Appliance.Service.Composition;

/// <summary>The appliance itself, as the pages show it.</summary>
/// <param name="home">Its settings.</param>
/// <param name="records">Its records; null as long as they cannot be kept.</param>
/// <param name="parts">Its panel.</param>
/// <param name="room">How the network reaches it.</param>
/// <param name="troubles">What is wrong, in sentences.</param>
internal sealed class AppliancePages(ApplianceHome home, Func<RecordRoom?> records, PanelParts parts, WebRoom room, Func<IReadOnlyList<string>> troubles) : IAppliancePages
{
    private static readonly string Software =
        typeof(AppliancePages).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <inheritdoc/>
    public ApplianceView Look()
    {
        var settings = home.Settings.Settings;
        return new ApplianceView(settings.Name ?? System.Net.Dns.GetHostName(), Software, Disk(), Index(), Parts(parts.Settings), troubles(), Network());
    }

    private DiskView? Disk() => records()?.Space is { } space ? new DiskView(space.Free, space.Total, DiskRoom.WarnPercent) : null;

    private string Index() => records()?.IndexState switch
    {
        null => "Records cannot be kept.",
        { Trouble: { } trouble } => $"The index of the records fails: {trouble}",
        { InStep: true } => "The index of the records is up to date.",
        var state => string.Create(CultureInfo.InvariantCulture, $"The index of the records is being built: {state.Line} of {state.Of} lines."),
    };

    private IReadOnlyList<PartView> Parts(ApplianceSettings wired) =>
    [
        Part("PROG button", wired.Panel.Prog), Part("Busy lamp", wired.Panel.Busy), Part("Pass lamp", wired.Panel.Pass), Part("Fail lamp", wired.Panel.Fail),
        Part("Buzzer", wired.Panel.Buzzer), new PartView("Display", parts.Display is DisabledDisplay ? "" : "fitted"),
        Part("Tester START", wired.Tester.Start), Part("Tester BUSY", wired.Tester.Busy), Part("Tester OK", wired.Tester.Ok),
        Part("Target supply switch", wired.Power.Switch), Sense(wired.Power.Vtref),
    ];

    private static PartView Sense(VtrefSettings? vtref) =>
        vtref?.Adc is { } adc ? new PartView("VTref sense", $"{adc.Name}, channel {adc.Channel}") : Part("VTref sense", vtref?.Present);

    private static PartView Part(string name, LineSettings? line) => new(name, line is null ? "" : $"{line.Line} of {line.Chip}");

    private NetworkView? Network()
    {
        if (room.Network is not { } network) return null;
        var certificate = network.Certificate();
        return new NetworkView(network.Port, OwnCertificate.NamesOf(certificate), OwnCertificate.Fingerprint(certificate), new DateTimeOffset(certificate.NotAfter).ToUniversalTime());
    }
}
