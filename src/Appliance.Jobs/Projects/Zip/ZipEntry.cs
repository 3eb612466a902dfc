// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Projects.Zip;

/// <summary>One file or folder of an archive, as its central directory says (PKWARE APPNOTE 6.3.10 §4.3.12).</summary>
/// <param name="Path">Composed path; no slash at the end.</param>
/// <param name="RawName">The name as stored, to be found again in the local header.</param>
/// <param name="IsFolder">A folder.</param>
/// <param name="Method">Compression method: 0 stored, 8 deflated.</param>
/// <param name="Crc32">CRC-32 of the bytes unpacked.</param>
/// <param name="PackedLength">Bytes in the archive.</param>
/// <param name="Length">Bytes unpacked.</param>
/// <param name="HeaderOffset">Where the local header begins.</param>
internal sealed record ZipEntry(
    string Path, byte[] RawName, bool IsFolder, ushort Method, uint Crc32, long PackedLength, long Length, long HeaderOffset)
{
    public const ushort Stored = 0;

    public const ushort Deflated = 8;
}
