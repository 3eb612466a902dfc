// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>Lines of an ASCII text from a stream, of which one block is in memory at a time. Line ends: LF, CR LF or CR.</summary>
internal sealed class TextLines(Stream content, string fileName)
{
    /// <summary>Longest line accepted. The longest record has 521 characters (Intel HEX with 255 data bytes).</summary>
    public const int MaxLength = 1024;

    private const int BlockSize = 64 << 10;

    private readonly byte[] _block = new byte[BlockSize];
    private int _start;
    private int _end;
    private long _number;
    private bool _afterReturn;

    /// <summary>The line that <see cref="TryNext"/> returned last.</summary>
    public FirmwarePlace Place => new(fileName, Line: Math.Max(1, _number));

    /// <summary>Next line without blanks at its ends; valid until the next call.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        SkipLineFeed();
        var length = FindEnd();
        line = _block.AsSpan(_start, length);
        var atEnd = _start + length == _end;
        if (atEnd && length == 0)
            return false;
        _number++;
        if (length > MaxLength)
            throw Place.Error(FirmwareErrorCause.Malformed, $"a line of at most {MaxLength} characters", "a longer one");
        _afterReturn = !atEnd && _block[_start + length] == '\r';
        _start += atEnd ? length : length + 1;
        line = line.Trim(" \t"u8);
        return true;
    }

    /// <summary>The LF of a CR LF, which may be in the next block.</summary>
    private void SkipLineFeed()
    {
        if (!_afterReturn)
            return;
        if (_start == _end)
            Fill();
        if (_start < _end && _block[_start] == '\n')
            _start++;
    }

    /// <summary>Length of the line at the start, reading on while its end is not in the block and it is not too long already.</summary>
    private int FindEnd()
    {
        while (true)
        {
            var length = _block.AsSpan(_start, _end - _start).IndexOfAny((byte)'\r', (byte)'\n');
            if (length >= 0)
                return length;
            if (_end - _start > MaxLength || !Fill())
                return _end - _start;
        }
    }

    private bool Fill()
    {
        _block.AsSpan(_start, _end - _start).CopyTo(_block);
        (_start, _end) = (0, _end - _start);
        var read = content.Read(_block.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
