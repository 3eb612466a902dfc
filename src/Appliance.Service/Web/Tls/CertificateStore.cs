// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Appliance.Ports.Files;

namespace Appliance.Service.Web.Tls;

/// <summary>
/// The certificate in use: made at the first start, kept, looked at every <see cref="Look"/> and made anew before it ends. Safe from several threads.
/// </summary>
internal sealed class CertificateStore : IDisposable
{
    /// <summary>How often its end is looked at.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromHours(1);

    private const string FileName = "certificate.pem";

    private readonly Lock _lock = new();
    private readonly IDurableFolder _folder;
    private readonly string _name;
    private readonly Func<IReadOnlyList<string>> _hosts;
    private readonly Func<IReadOnlyList<IPAddress>> _addresses;
    private readonly TimeProvider _time;
    private readonly ITimer _looks;
    private X509Certificate2? _current;

    /// <summary>Takes the folder that only the service reads.</summary>
    /// <param name="folder">Where it is kept.</param>
    /// <param name="name">Name of the appliance.</param>
    /// <param name="hosts">Host names it must have.</param>
    /// <param name="addresses">Addresses at the time it is made.</param>
    /// <param name="time">Appliance time.</param>
    public CertificateStore(IDurableFolder folder, string name, Func<IReadOnlyList<string>> hosts, Func<IReadOnlyList<IPAddress>> addresses, TimeProvider time)
    {
        (_folder, _name, _hosts, _addresses, _time) = (folder, name, hosts, addresses, time);
        _looks = time.CreateTimer(_ => Renew(), null, Look, Look);
    }

    /// <summary>The certificate to serve now; one that is replaced stays usable for the connections that have it.</summary>
    /// <exception cref="FileFaultException">A new one could not be kept.</exception>
    public X509Certificate2 Current
    {
        get
        {
            lock (_lock)
                return _current ??= Kept() is { } kept && !OwnCertificate.IsDue(kept, _hosts(), _time.GetUtcNow()) ? kept : MakeAndKeep();
        }
    }

    /// <summary>Makes another one now, with a new key and the addresses of now.</summary>
    /// <exception cref="FileFaultException">It could not be kept; the one before stays.</exception>
    public X509Certificate2 Replace()
    {
        lock (_lock)
            return _current = MakeAndKeep();
    }

    public void Dispose() => _looks.Dispose();

    /// <summary>A disk that refuses now is asked again at the next look; the old certificate is served until its very end.</summary>
    private void Renew()
    {
        lock (_lock)
        {
            try
            {
                if (_current is { } current && OwnCertificate.IsDue(current, _hosts(), _time.GetUtcNow()))
                    _current = MakeAndKeep();
            }
            catch (FileFaultException refused)
            {
                LastTrouble = $"The certificate of the page is due but cannot be replaced: {refused.Message}";
            }
        }
    }

    /// <summary>Why the certificate could not be replaced when it was due; null when all is well.</summary>
    public string? LastTrouble { get; private set; }

    private X509Certificate2 MakeAndKeep()
    {
        using var made = OwnCertificate.Make(_name, _hosts(), _addresses(), _time.GetUtcNow());
        using var key = made.GetECDsaPrivateKey()!;
        var pem = made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
        _folder.Replace(FileName, Encoding.ASCII.GetBytes(pem));
        LastTrouble = null;
        return X509Certificate2.CreateFromPem(pem, pem);
    }

    /// <summary>What is on the disk; a damaged file is as good as none.</summary>
    private X509Certificate2? Kept()
    {
        using var stream = _folder.OpenRead(FileName);
        if (stream is null)
            return null;
        using var text = new StreamReader(stream, Encoding.ASCII);
        var pem = text.ReadToEnd();
        try
        {
            return X509Certificate2.CreateFromPem(pem, pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
