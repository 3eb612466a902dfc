// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;
using Appliance.Ports.Checks;

namespace Appliance.Jobs.Projects.Zip;

/// <summary>The bytes of an entry, unpacked; throws when they are more, fewer or others than the directory says.</summary>
internal sealed class ZipEntryStream(Stream unpacked, ZipEntry entry) : ForwardStream
{
    private readonly Crc32 _crc = new();
    private long _left = entry.Length;
    private bool _checked;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        var read = ReadUnpacked(buffer);
        if (read > _left)
            throw Damaged($"unpacks to more than the {entry.Length} bytes it says");
        _left -= read;
        _crc.Append(buffer[..read]);
        if (read == 0)
            CheckEnd();
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            unpacked.Dispose();
        base.Dispose(disposing);
    }

    private int ReadUnpacked(Span<byte> buffer)
    {
        try
        {
            return unpacked.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new SourceException(ProblemCode.BadArchive, $"The archive entry \"{entry.Path}\" is damaged.", e);
        }
    }

    private void CheckEnd()
    {
        if (_left > 0)
            throw Damaged($"ends {_left} bytes before the {entry.Length} it says");
        if (!_checked && _crc.Value != entry.Crc32)
            throw Damaged($"has CRC-32 {_crc.Value:x8}, not {entry.Crc32:x8}");
        _checked = true;
    }

    private SourceException Damaged(string how)
    {
        return new SourceException(ProblemCode.BadArchive, $"The archive entry \"{entry.Path}\" {how}; copy the archive again.");
    }
}
