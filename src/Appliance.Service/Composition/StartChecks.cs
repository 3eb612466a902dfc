// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Jobs.Records;
using Appliance.Jobs.SelfChecks;
using Appliance.Platform.Files;
using Appliance.Platform.Host;

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
    public static IReadOnlyList<ISelfCheck> OfService(ApplianceHome home, ProbeId probe, PanelParts parts, RecordRoom? records, RecordException? trouble) =>
        All(home, probe, _ => records?.OpeningRemark ?? throw trouble!, () => parts.Troubles);

    /// <summary>Of a shell, perhaps beside a service that has journal and panel: nothing is taken, the whole chain is read.</summary>
    public static IReadOnlyList<ISelfCheck> OfShell(ApplianceHome home, ProbeId probe) =>
        All(home, probe, cancel => ReadJournal(home, cancel), () => GpioPanel.Missing(GpioEngine.Create(), home.Settings.Settings.Panel));

    private static IReadOnlyList<ISelfCheck> All(
        ApplianceHome home, ProbeId probe, Func<CancellationToken, string> journal, Func<IReadOnlyList<string>> panelTroubles) =>
    [
        new DiskCheck(() => new DurableFolder(home.Data)),
        new ClockCheck(new LinuxHost(TimeProvider.System), TimeProvider.System),
        new JournalCheck(journal),
        new PanelCheck(GpioPanel.IsWired(home.Settings.Settings.Panel), panelTroubles),
        new ProbeCheck(() => ProbeLook.At(probe, UsbEngine.Bus)),
    ];

    private static string ReadJournal(ApplianceHome home, CancellationToken cancel)
    {
        var report = RecordVerifier.Verify(new DurableFolder(home.Journal), cancel);
        if (report.Break is { } broken) throw new RecordException(RecordCause.ChainBroken, $"The journal is damaged at {broken}.", broken);
        return report.Torn is { } torn ? $"{torn.Bytes} unfinished bytes are at the end of the journal; the next start of the service moves them aside." : "";
    }
}
