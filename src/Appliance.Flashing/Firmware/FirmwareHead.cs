// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>Looks at the first bytes of a stream without losing them, seekable or not.</summary>
internal static class FirmwareHead
{
    /// <summary>Enough for every magic number and for the first record of a text.</summary>
    private const int Length = 1024;

    /// <summary>Returns the first bytes (fewer when the stream is shorter), and a stream that starts with them.</summary>
    public static byte[] Peek(Stream stream, out Stream content)
    {
        var buffer = new byte[Length];
        var read = stream.ReadAtLeast(buffer, Length, throwOnEndOfStream: false);
        var head = buffer.AsSpan(0, read).ToArray();
        content = stream;
        if (stream.CanSeek)
            stream.Seek(-read, SeekOrigin.Current);
        else
            content = new ReplayStream(head, stream);
        return head;
    }
}
