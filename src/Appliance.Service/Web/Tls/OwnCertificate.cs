// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Appliance.Service.Web.Tls;

/// <summary>Makes the certificate that the appliance vouches for itself with. Pure but for the randomness of keys.</summary>
internal static class OwnCertificate
{
    /// <summary>As long as browsers take a server certificate that people trusted by hand (Apple support page 103769: 825 days).</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(825);

    /// <summary>Made anew so long before its end.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Good from before now on: clocks of other machines are behind, and that of a Pi may be set back.</summary>
    private static readonly TimeSpan Backdated = TimeSpan.FromDays(2);

    /// <summary>X.509 serial numbers are positive and at most 20 bytes long (RFC 5280, 4.1.2.2).</summary>
    private const int SerialBytes = 16;

    /// <summary>id-kp-serverAuth (RFC 5280, 4.2.1.12).</summary>
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Makes one.</summary>
    /// <param name="name">Name of the appliance, for people.</param>
    /// <param name="names">Host names it answers to.</param>
    /// <param name="addresses">Addresses it answers at.</param>
    /// <param name="now">The wall clock.</param>
    /// <returns>The certificate with its key, ECDSA on P-256.</returns>
    public static X509Certificate2 Make(string name, IEnumerable<string> names, IEnumerable<IPAddress> addresses, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name.Length <= 64 ? name : name[..64]);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(AlternativeNames(names, addresses));
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] &= 0x7F;
        return request.Create(request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now - Backdated, now + Life, serial).CopyWithPrivateKey(key);
    }

    /// <summary>Whether another one is due.</summary>
    /// <param name="certificate">The one there is.</param>
    /// <param name="names">Host names it must have; an address may be another tomorrow and asks for nothing.</param>
    /// <param name="now">The wall clock.</param>
    public static bool IsDue(X509Certificate2 certificate, IEnumerable<string> names, DateTimeOffset now) =>
        now < certificate.NotBefore.ToUniversalTime() || now > certificate.NotAfter.ToUniversalTime() - RenewBefore || names.Any(name => !HasName(certificate, name));

    /// <summary>Host names and addresses it is for.</summary>
    public static IReadOnlyList<string> NamesOf(X509Certificate2 certificate) => certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names
        ? [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())]
        : [];

    private static bool HasName(X509Certificate2 certificate, string name) => certificate.MatchesHostname(name, allowWildcards: false, allowCommonName: false);

    /// <summary>SHA-256 of the certificate in pairs of hex digits, as browsers show it.</summary>
    public static string Fingerprint(X509Certificate2 certificate) =>
        string.Join(':', certificate.GetCertHash(HashAlgorithmName.SHA256).Select(value => value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));

    private static X509Extension AlternativeNames(IEnumerable<string> names, IEnumerable<IPAddress> addresses)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Distinct(StringComparer.OrdinalIgnoreCase))
            builder.AddDnsName(name);
        foreach (var address in addresses.Distinct())
            builder.AddIpAddress(address);
        return builder.Build();
    }
}
