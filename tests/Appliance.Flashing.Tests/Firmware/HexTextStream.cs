// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Appliance.Flashing.Tests.Firmware;

/// <summary>An Intel HEX text made while it is read: records of 32 equal bytes from 0x08000000 on, never whole in memory.</summary>
internal sealed class HexTextStream : Stream
{
    private const int RecordsInAWindow = 0x1_0000 / 32;

    private readonly byte[][] _records;
    private readonly int _windows;
    private byte[] _line = [];
    private int _at;
    private int _next;

    public HexTextStream(int windows)
    {
        _windows = windows;
        _records = [.. Enumerable.Range(0, RecordsInAWindow).Select(i => Line(HexWriter.Record(0, i * 32, [.. Enumerable.Repeat((byte)i, 32)])))];
    }

    public long Served { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length && (_at < _line.Length || TakeNextLine()))
        {
            var run = Math.Min(buffer.Length - total, _line.Length - _at);
            _line.AsSpan(_at, run).CopyTo(buffer[total..]);
            _at += run;
            total += run;
        }

        Served += total;
        return total;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool TakeNextLine()
    {
        var (window, record) = Math.DivRem(_next++, RecordsInAWindow + 1);
        _at = 0;
        _line = window > _windows || (window == _windows && record > 0) ? []
            : window == _windows ? Line(":00000001FF")
            : record == 0 ? Line(HexWriter.Record(4, 0, HexWriter.Big(0x0800u + (uint)window, 2)))
            : _records[record - 1];
        return _line.Length > 0;
    }

    private static byte[] Line(string text) => Encoding.ASCII.GetBytes(text + "\r\n");
}
