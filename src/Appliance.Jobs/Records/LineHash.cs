// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace Appliance.Jobs.Records;

/// <summary>SHA-256 of one line after the other. One object for many lines: to make and throw away a hash costs more than to hash a line.</summary>
internal sealed class LineHash
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The hash of a line without its line feed, lower-case hex, as the next line carries it.</summary>
    public string Of(ReadOnlySpan<byte> line)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        hash.AppendData(line);
        _ = hash.GetHashAndReset(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
