// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Operations;

/// <summary>Kinds of keys in the customer key store (STM32CubeWB, <c>shci.h</c>, <c>SHCI_C2_FUS_STORE_USR_KEY</c>).</summary>
public enum UserKeyKind : byte
{
    /// <summary>A key in the clear.</summary>
    Simple = 1,

    /// <summary>The one key that others are encrypted with.</summary>
    Master = 2,

    /// <summary>A key encrypted with the master key.</summary>
    Encrypted = 3,
}

/// <summary>A key for the customer key store. Its bytes go to the part and nowhere else: no text holds them.</summary>
public sealed class UserKey
{
    private const int VectorBytes = 12;
    private const int Short = 16;
    private const int Long = 32;
    private readonly byte[] _bytes;

    /// <summary>Makes a key of the bytes of a file.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="file">16 or 32 bytes; an encrypted one is followed by its initialisation vector of 12 bytes.</param>
    /// <exception cref="FormatException">The length fits no key.</exception>
    public UserKey(UserKeyKind kind, ReadOnlySpan<byte> file)
    {
        var vector = kind == UserKeyKind.Encrypted ? VectorBytes : 0;
        if (file.Length - vector is not (Short or Long))
            throw new FormatException($"A {Text(kind)} key has {Short + vector} or {Long + vector} bytes{(vector > 0 ? ", its initialisation vector of 12 at the end" : "")}; the file has {file.Length}.");
        (Kind, KeyBytes) = (kind, file.Length - vector);
        _bytes = [(byte)kind, (byte)KeyBytes, .. file];
    }

    /// <summary>What it is.</summary>
    public UserKeyKind Kind { get; }

    /// <summary>Length of the key itself.</summary>
    public int KeyBytes { get; }

    /// <summary>Payload of FUS_STORE_USR_KEY: kind, length, key, and the vector behind it.</summary>
    internal ReadOnlyMemory<byte> Payload => _bytes;

    /// <summary>Kind and length; never the key.</summary>
    public override string ToString() => $"{Text(Kind)} key of {KeyBytes * 8} bits";

    private static string Text(UserKeyKind kind) => kind.ToString().ToLowerInvariant();
}
