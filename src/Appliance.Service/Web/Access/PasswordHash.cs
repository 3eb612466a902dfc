// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Appliance.Service.Web.Access;

/// <summary>
/// A password as it is kept: PBKDF2 with HMAC-SHA-256 (RFC 8018, 5.2) over a salt of its own. As text:
/// <c>pbkdf2-sha256$ITERATIONS$SALT$HASH</c>, salt and hash in Base64.
/// </summary>
internal sealed record PasswordHash
{
    private const string Scheme = "pbkdf2-sha256";

    /// <summary>Work of one try: OWASP Password Storage Cheat Sheet (2023), PBKDF2-HMAC-SHA256.</summary>
    private const int Iterations = 600_000;

    /// <summary>A hash from elsewhere with more work than this would hold the appliance up at each log-in.</summary>
    private const int MostIterations = 10_000_000;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    private readonly int _iterations;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) => (_iterations, _salt, _hash) = (iterations, salt, hash);

    /// <summary>Hashes a new password; takes a good part of a second on a small computer, by intent.</summary>
    public static PasswordHash Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new PasswordHash(Iterations, salt, Derive(password, salt, Iterations));
    }

    /// <summary>Reads the text form; null when it is none, or weaker than what <see cref="Of"/> makes.</summary>
    public static PasswordHash? Parse(string text)
    {
        if (text.Trim().Split('$') is not [Scheme, var count, var salt, var hash])
            return null;
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < Iterations or > MostIterations)
            return null;
        return Bytes(salt) is { Length: >= SaltBytes } saltBytes && Bytes(hash) is { Length: HashBytes } hashBytes
            ? new PasswordHash(iterations, saltBytes, hashBytes)
            : null;
    }

    /// <summary>Whether it is the password. Takes the same time whatever the answer.</summary>
    public bool Matches(string password) => CryptographicOperations.FixedTimeEquals(Derive(password, _salt, _iterations), _hash);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Scheme}${_iterations}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}");

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, HashBytes);

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}
