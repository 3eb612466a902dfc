// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace Appliance.Jobs.Projects;

/// <summary>
/// A file of a project, hashed while it is read, so that what is programmed is what was checked, whoever changes the file in between.
/// </summary>
internal sealed class VerifiedStream(Stream inner) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        _hash.AppendData(buffer[..read]);
        return read;
    }

    /// <summary>Reads what is left, and says whether all was as expected.</summary>
    public bool Finish(string sha256)
    {
        var rest = new byte[64 * 1024];
        while (Read(rest) > 0)
        {
        }

        return ContentHash.Hex(_hash.GetHashAndReset()) == sha256;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
