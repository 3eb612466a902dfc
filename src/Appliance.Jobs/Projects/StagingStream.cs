// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;

namespace Appliance.Jobs.Projects;

/// <summary>A durable file as a stream that is written forward only, in large pieces. <see cref="Flush"/> hands pieces on; it does not sync.</summary>
internal sealed class StagingStream(IDurableFile file) : Stream
{
    private const int PieceBytes = 256 * 1024;

    private readonly byte[] _piece = new byte[PieceBytes];
    private int _filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var now = Math.Min(buffer.Length, PieceBytes - _filled);
            buffer[..now].CopyTo(_piece.AsSpan(_filled));
            _filled += now;
            buffer = buffer[now..];
            if (_filled == PieceBytes) HandOn();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>A writer flushes after each few bytes; the piece is handed on when it is full, and by <see cref="Finish"/>.</summary>
    public override void Flush()
    {
    }

    /// <summary>Hands the last piece on and syncs.</summary>
    public void Finish()
    {
        HandOn();
        file.Flush();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void HandOn()
    {
        if (_filled == 0) return;
        file.Append(_piece.AsSpan(0, _filled));
        _filled = 0;
    }
}
