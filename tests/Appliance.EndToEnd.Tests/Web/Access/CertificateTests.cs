// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using Appliance.Service.Web.Tls;

namespace Appliance.EndToEnd.Tests.Web.Access;

public sealed class CertificateTests
{
    private readonly TestClock _clock = new();
    private readonly RamFolder _folder = new();
    private readonly List<string> _hosts = ["flasher", "flasher.local"];

    [Fact]
    public void FirstStart_MakesOneForNamesAndAddresses()
    {
        using var store = Open();
        using var made = store.Current;

        Assert.Equal("1.2.840.10045.3.1.7", made.PublicKey.GetECDsaPublicKey()!.ExportParameters(false).Curve.Oid.Value);
        Assert.Equal(["flasher", "flasher.local", "192.168.0.10", "fd00::1"], OwnCertificate.NamesOf(made));
        Assert.True(made.HasPrivateKey);
        Assert.True(made.NotBefore.ToUniversalTime() < _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromDays(825), made.NotAfter.ToUniversalTime() - _clock.GetUtcNow());
        Assert.Matches("^([0-9A-F]{2}:){31}[0-9A-F]{2}$", OwnCertificate.Fingerprint(made));
    }

    [Fact]
    public void NextStart_KeepsIt()
    {
        string first;
        using (var store = Open()) first = OwnCertificate.Fingerprint(store.Current);

        using var again = Open();

        Assert.Equal(first, OwnCertificate.Fingerprint(again.Current));
    }

    [Fact]
    public void RunningService_ReplacesItBeforeItsEnd()
    {
        using var store = Open();
        var first = OwnCertificate.Fingerprint(store.Current);

        _clock.Advance(OwnCertificate.Life - OwnCertificate.RenewBefore - TimeSpan.FromHours(1));
        Assert.Equal(first, OwnCertificate.Fingerprint(store.Current));
        _clock.Advance(CertificateStore.Look * 2);

        Assert.NotEqual(first, OwnCertificate.Fingerprint(store.Current));
    }

    [Fact]
    public void DiskRefusesTheNewOne_OldOneIsServedAndItIsSaid()
    {
        using var store = Open();
        var first = OwnCertificate.Fingerprint(store.Current);
        _folder.IsReadOnly = true;

        _clock.Advance(OwnCertificate.Life - TimeSpan.FromDays(1));

        Assert.Equal(first, OwnCertificate.Fingerprint(store.Current));
        Assert.Contains("read-only", store.LastTrouble, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherName_OrADamagedFile_MakesAnotherOne()
    {
        string first;
        using (var store = Open()) first = OwnCertificate.Fingerprint(store.Current);
        _hosts.Add("line3.example");
        string second;
        using (var store = Open()) second = OwnCertificate.Fingerprint(store.Current);
        _folder.Replace("certificate.pem", Encoding.ASCII.GetBytes("-----BEGIN"));

        using var third = Open();

        Assert.Equal(3, new[] { first, second, OwnCertificate.Fingerprint(third.Current) }.Distinct().Count());
    }

    private CertificateStore Open() => new(_folder, "Line 3", () => _hosts, () => [IPAddress.Parse("192.168.0.10"), IPAddress.Parse("fd00::1")], _clock);
}
