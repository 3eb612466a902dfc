// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Appliance.Jobs.Panel.Display;
using Appliance.Jobs.Settings;
using Appliance.Ports.Files;
using Appliance.Service.Web;
using Appliance.Service.Web.Access;
using Appliance.Service.Web.Tls;

namespace Appliance.Service.Composition;

/// <summary>Who gets in to the pages of one appliance, and how it proves itself to the network. Life cycle: open → <see cref="Begin"/> → dispose.</summary>
internal sealed class WebRoom : IDisposable
{
    /// <summary>How soon it is seen that the appliance was set up by a file or on its console.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly ApplianceHome _home;
    private readonly PasswordStore _passwords;
    private readonly SetUpCode _code;
    private readonly CertificateStore _certificates;
    private readonly ITimer _looks;
    private readonly Lock _lock = new();
    private bool _waits;
    private IDisposable? _shown;

    /// <summary>Opens the folder of password and certificate.</summary>
    /// <param name="home">The appliance.</param>
    /// <param name="notices">The operator's display, where the one-time code of the first set-up is shown.</param>
    /// <param name="time">Appliance time.</param>
    /// <exception cref="FileFaultException">The disk refused.</exception>
    public WebRoom(ApplianceHome home, PanelNotices notices, TimeProvider time)
    {
        _home = home;
        var folder = AccessFolder.Open(home);
        _passwords = new PasswordStore(folder);
        _code = new SetUpCode(time, code => Show(notices, code));
        Desk = new AccessDesk(_passwords, _code, time);
        _certificates = Certificates(home, folder, time);
        _looks = time.CreateTimer(_ => EndCodeOnceSetUp(), null, Look, Look);
    }

    /// <summary>Log-in and first set-up.</summary>
    public AccessDesk Desk { get; }

    /// <summary>Takes set-up files.</summary>
    public FirstSetUp SetUp => new(_home, _passwords);

    /// <summary>The certificate of the network.</summary>
    public CertificateStore Certificate => _certificates;

    /// <summary>Host names it answers to on the network.</summary>
    public IReadOnlyList<string> Names => Hosts(_home);

    /// <summary>Where the network reaches the pages, by the settings; null for nowhere.</summary>
    public NetworkListener? Network => _home.Settings.Settings.Web switch
    {
        { Listen: SettingsLimits.ListenLocal } => null,
        { Listen: SettingsLimits.ListenNetwork } web => new NetworkListener(null, web.TlsPort, () => _certificates.Current, web.RedirectPort),
        { Listen: var address } web => new NetworkListener(IPAddress.Parse(address), web.TlsPort, () => _certificates.Current, web.RedirectPort),
    };

    /// <summary>The certificates of an appliance.</summary>
    public static CertificateStore Certificates(ApplianceHome home, IDurableFolder folder, TimeProvider time) =>
        new(folder, home.Settings.Settings.Name ?? Dns.GetHostName(), () => Hosts(home), MachineNames.Addresses, time);

    /// <summary>
    /// Takes the set-up file of the boot partition where there is one. While the appliance is not set up and the network reaches it, a code is shown.
    /// </summary>
    /// <returns>What happened, in a sentence for the log; null when nothing did.</returns>
    public string? Begin()
    {
        var told = FirstSetUp.BootFolders.Select(SetUp.TakeFrom).FirstOrDefault(told => told is not null);
        lock (_lock)
        {
            _waits = _passwords.State == PasswordState.Missing && Network is not null;
            if (_waits) _code.Begin();
        }

        return told;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _looks.Dispose();
        Desk.Dispose();
        _certificates.Dispose();
    }

    /// <summary>Called by one at a time.</summary>
    private void Show(PanelNotices notices, string? code)
    {
        _shown?.Dispose();
        _shown = code is null ? null : notices.Post(new PanelNotice(code, "Set-up code of the page. Type it in the browser of the line engineer."));
    }

    private void EndCodeOnceSetUp()
    {
        lock (_lock)
        {
            if (!_waits || _passwords.State == PasswordState.Missing) return;
            _waits = false;
            _code.End();
        }
    }

    private static IReadOnlyList<string> Hosts(ApplianceHome home) => MachineNames.Hosts(home.Settings.Settings.Web.Names.Items);
}
