// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Jobs.Power;
using Appliance.Jobs.Records;
using Appliance.Jobs.SelfChecks;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Tester;
using Appliance.Platform.Files;
using Appliance.Platform.Host;
using Appliance.Ports.Gpio;
using Appliance.Service.Cli;

namespace Appliance.Service.Composition;

/// <summary>Which self checks there are, and where each gets what it looks at.</summary>
internal static class StartChecks
{
    /// <summary>Of a service that has taken its panel and opened its journal.</summary>
    /// <param name="home">The folder of the appliance.</param>
    /// <param name="probe">The probe that is configured.</param>
    /// <param name="parts">The panel.</param>
    /// <param name="records">The journal; null where it could not be opened.</param>
    /// <param name="trouble">Why it could not.</param>
    public static IReadOnlyList<ISelfCheck> OfService(ApplianceHome home, ProbeId probe, PanelParts parts, RecordRoom? records, RecordException? trouble)
    {
        var loopback = parts.Settings.Loopback;
        IReadOnlyList<ISelfCheck> always = All(home, parts.Settings, _ => records?.OpeningRemark ?? throw trouble!, () => parts.Troubles, () => ProbeLook.At(probe, UsbEngine.Bus, measure: loopback is null));
        return loopback is null ? always : [.. always, new LoopbackCheck(() => WireLoopback.Run(probe, loopback))];
    }

    /// <summary>Of a shell, perhaps beside a service that has journal, panel and wire: nothing is taken, the whole chain is read. The loop-back has a
    /// command of its own.</summary>
    public static IReadOnlyList<ISelfCheck> OfShell(ApplianceHome home, ProbeId probe)
    {
        var (wired, trouble) = Wired(home.Settings.Settings);
        return All(home, wired, cancel => ReadJournal(home, cancel), () => trouble is null ? Missing(GpioEngine.Create(), wired) : [trouble], () => ProbeLook.At(probe, UsbEngine.Bus, measure: false));
    }

    private static IReadOnlyList<ISelfCheck> All(
        ApplianceHome home, ApplianceSettings wired, Func<CancellationToken, string> journal, Func<IReadOnlyList<string>> panelTroubles, Func<SelfCheckFinding> probe) =>
    [
        new DiskCheck(() => new DurableFolder(home.Data)),
        new ClockCheck(new LinuxHost(TimeProvider.System), TimeProvider.System),
        new JournalCheck(journal),
        new PanelCheck(Sections(wired), panelTroubles),
        new ProbeCheck(probe),
    ];

    private static IReadOnlyList<string> Missing(IGpio gpio, ApplianceSettings wired) =>
        [.. GpioPanel.Missing(gpio, wired.Panel), .. GpioTester.Missing(gpio, wired.Tester), .. WiredTargetPower.Missing(gpio, wired.Power)];

    private static IReadOnlyList<string> Sections(ApplianceSettings wired) =>
    [
        .. GpioPanel.IsWired(wired.Panel) || wired.Panel.Display is not null || wired.Wiring is not null ? (string[])[PanelCheck.Panel] : [],
        .. wired.Tester.IsWired ? (string[])["tester"] : [],
        .. wired.Power is { Switch: null, Vtref: null } ? (string[])[] : ["power"],
    ];

    private static (ApplianceSettings Wired, string? Trouble) Wired(ApplianceSettings settings)
    {
        try
        {
            return (StandardWiring.Shipped.Apply(settings), null);
        }
        catch (BadInputException unusable)
        {
            return (settings, unusable.Message);
        }
    }

    private static string ReadJournal(ApplianceHome home, CancellationToken cancel)
    {
        var report = RecordVerifier.Verify(new DurableFolder(home.Journal), cancel);
        if (report.Break is { } broken) throw new RecordException(RecordCause.ChainBroken, $"The journal is damaged at {broken}.", broken);
        return report.Torn is { } torn ? $"{torn.Bytes} unfinished bytes are at the end of the journal; the next start of the service moves them aside." : "";
    }
}
