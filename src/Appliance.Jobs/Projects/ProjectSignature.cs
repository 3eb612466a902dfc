// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Appliance.Jobs.Projects;

/// <summary>
/// The file <c>project.sig</c> beside a <c>project.yaml</c>: who vouches for the content hash, and so for everything that is programmed and how.
/// ECDSA on P-256 with SHA-256 (FIPS 186-5), r and s of 32 bytes each (IEEE P1363 form).
/// </summary>
/// <param name="Content">The content hash that was signed.</param>
/// <param name="KeyId">Which key: see <see cref="SigningKey.IdOf"/>.</param>
/// <param name="Value">64 bytes.</param>
public sealed record ProjectSignature(string Content, string KeyId, byte[] Value)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "project.sig";

    private const string Title = "appliance project signature 1";
    private const int MaximumBytes = 1024;
    private const int ValueBytes = 64;
    private const DSASignatureFormat Form = DSASignatureFormat.IeeeP1363FixedFieldConcatenation;

    /// <summary>Signs a project.</summary>
    public static ProjectSignature Sign(Project project, ECDsa key)
    {
        var content = project.ContentHash;
        return new ProjectSignature(content, SigningKey.IdOf(key), key.SignData(Message(content), HashAlgorithmName.SHA256, Form));
    }

    /// <summary>Reads a signature; null where the text is none.</summary>
    public static ProjectSignature? Parse(Stream stream)
    {
        var bytes = new byte[MaximumBytes + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var lines = Encoding.ASCII.GetString(bytes, 0, length).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (length > MaximumBytes || lines is not [Title, var content, var key, var value]) return null;
        return Field(content, "content") is { } hash && ProjectStore.IsId(hash) && Field(key, "key") is { } id && Value64(Field(value, "value")) is { } signed
            ? new ProjectSignature(hash, id, signed)
            : null;
    }

    /// <summary>Whether a key made this signature.</summary>
    public bool IsOf(ECDsa key) => key.VerifyData(Message(Content), Value, HashAlgorithmName.SHA256, Form);

    /// <summary>The text of the file.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Title}\ncontent {Content}\nkey {KeyId}\nvalue {Convert.ToBase64String(Value)}\n");

    /// <summary>What is signed names its purpose, so that no signature made for something else fits.</summary>
    private static byte[] Message(string content) => Encoding.ASCII.GetBytes($"{Title}\n{content}\n");

    private static string? Field(string line, string name) => line.StartsWith(name + " ", StringComparison.Ordinal) ? line[(name.Length + 1)..] : null;

    private static byte[]? Value64(string? text)
    {
        var bytes = new byte[ValueBytes];
        return text is not null && Convert.TryFromBase64String(text, bytes, out _) && Convert.ToBase64String(bytes) == text ? bytes : null;
    }
}
