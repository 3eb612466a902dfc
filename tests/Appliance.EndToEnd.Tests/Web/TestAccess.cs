// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Appliance.Service.Web;
using Appliance.Service.Web.Access;
using Appliance.Service.Web.Tls;

namespace Appliance.EndToEnd.Tests.Web;

/// <summary>An appliance with a clock that stands until the test moves it, a password where one was set, and the code its display shows.</summary>
internal sealed class TestAccess : IDisposable
{
    public const string Password = "correct horse battery";

    private static readonly PasswordHash Hash = PasswordHash.Of(Password);

    private readonly SetUpCode _code;

    public TestAccess()
    {
        Passwords = new PasswordStore(Folder);
        _code = new SetUpCode(Clock, shown => Shown = shown);
        Desk = new AccessDesk(Passwords, _code, Clock);
        Certificates = new CertificateStore(Folder, "test", () => ["localhost"], () => [IPAddress.Loopback], TimeProvider.System);
    }

    public TestClock Clock { get; } = new();

    public RamFolder Folder { get; } = new();

    public PasswordStore Passwords { get; }

    public AccessDesk Desk { get; }

    public CertificateStore Certificates { get; }

    /// <summary>What the display shows.</summary>
    public string? Shown { get; private set; }

    public NetworkListener Network => new(IPAddress.Loopback, 0, () => Certificates.Current);

    public void SetPassword() => Passwords.Set(Hash);

    public void ShowCode() => _code.Begin();

    public FakePages Pages { get; } = new();

    public WebParts Parts(FakeStation station) => new()
    {
        Station = station, Time = TimeProvider.System, Access = Desk, Records = Pages, Projects = Pages, Log = Pages, Appliance = Pages,
    };

    public void Dispose()
    {
        Desk.Dispose();
        Certificates.Dispose();
    }
}
