// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace Appliance.Jobs.Projects;

/// <summary>Keys that sign projects: PEM files, curve P-256 alone.</summary>
public static class SigningKey
{
    /// <summary>Digits of an id: enough to tell keys apart; whether a key fits is decided by the signature, never by the id.</summary>
    private const int IdDigits = 16;

    /// <summary>secp256r1 of RFC 5480 (2.1.1.1).</summary>
    private const string CurveId = "1.2.840.10045.3.1.7";

    /// <summary>Longest PEM text of a key, in characters; P-256 takes some 250.</summary>
    private const int MaximumText = 8192;

    /// <summary>A new key.</summary>
    public static ECDsa Create() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The text of the private key's file (PKCS #8); whoever has it can sign.</summary>
    public static string PrivateText(ECDsa key) => key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>The text of the public key's file, for <c>keys/</c> of the appliance.</summary>
    public static string PublicText(ECDsa key) => key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <summary>First digits of the SHA-256 of the public key (SubjectPublicKeyInfo, DER).</summary>
    public static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..IdDigits];

    /// <summary>Whether a key can sign.</summary>
    public static bool IsPrivate(ECDsa key)
    {
        try
        {
            return key.ExportParameters(true).D is not null;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Reads a key.</summary>
    /// <param name="text">PEM: public or private.</param>
    /// <param name="why">Why it is none, in words that follow the file's name; empty where it is one.</param>
    /// <returns>The key, or null.</returns>
    public static ECDsa? Read(string text, out string why)
    {
        why = "is no PEM file with a key of the curve P-256";
        if (text.Length > MaximumText) return null;
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(text);
            if (key.ExportParameters(false).Curve.Oid.Value == CurveId)
            {
                why = "";
                return key;
            }
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            why = e is CryptographicException ? "is damaged or protected by a password; a key of the curve P-256 without one is needed" : why;
        }

        key.Dispose();
        return null;
    }
}
