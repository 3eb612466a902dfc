// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Ports.Checks;
using Appliance.Targets;

namespace Appliance.Flashing.Verify;

/// <summary>Fills a span with what the target holds from an address on.</summary>
internal delegate void FlashReader(uint address, Span<byte> destination);

/// <summary>Reads every byte of the image's addresses from the target and compares. The evidence counts and sums what was read.</summary>
internal sealed class ReadbackVerifier(FlashReader read)
{
    /// <summary>Bytes read together: progress and cancelling come once each.</summary>
    private const int Window = 4096;

    private readonly byte[] _expected = new byte[Window];
    private readonly byte[] _actual = new byte[Window];

    private Crc32 _crc = new();
    private long _bytes;

    /// <summary>Reads through the memory of a core.</summary>
    public ReadbackVerifier(IMemory memory)
        : this(memory.Read)
    {
    }

    /// <summary>Reads and compares all of the image.</summary>
    /// <param name="image">What must be on the target. Padding and gaps are no part of it.</param>
    /// <param name="progress">Bytes compared so far.</param>
    /// <param name="cancel">Looked at for each window.</param>
    /// <exception cref="FlashException"><see cref="FlashFault.VerifyMismatch"/> with the first address that differs.</exception>
    public VerifyEvidence Verify(FirmwareImage image, IProgress<long>? progress, CancellationToken cancel) =>
        Verify(image, image.Segments, new VerifyEvidence("readback", 0, 0), progress, cancel);

    /// <summary>Goes on from evidence of what lies before, over some segments of the image.</summary>
    public VerifyEvidence Verify(
        FirmwareImage image, IEnumerable<FirmwareSegment> segments, VerifyEvidence before, IProgress<long>? progress, CancellationToken cancel)
    {
        _crc = new Crc32(before.Crc32);
        _bytes = before.Bytes;
        foreach (var segment in segments)
        {
            for (var address = (long)segment.Address; address < segment.End;)
            {
                cancel.ThrowIfCancellationRequested();
                var length = (int)Math.Min(Window - (address % Window), segment.End - address);
                Compare(image, (uint)address, length);
                address += length;
                progress?.Report(_bytes);
            }
        }

        return before with { Bytes = _bytes, Crc32 = _crc.Value };
    }

    private void Compare(FirmwareImage image, uint address, int length)
    {
        var expected = _expected.AsSpan(0, length);
        var actual = _actual.AsSpan(0, length);
        image.Read(address, expected, 0);
        read(address, actual);
        var same = actual.CommonPrefixLength(expected);
        if (same < length)
            throw Mismatch(address + (uint)same, expected[same], actual[same]);
        _crc.Append(actual);
        _bytes += length;
    }

    private static FlashException Mismatch(uint address, byte expected, byte actual) => new(
        FlashFault.VerifyMismatch, $"The target holds 0x{actual:x2} at 0x{address:x8}, where the image has 0x{expected:x2}.", address,
        $"0x{expected:x2}", $"0x{actual:x2}");
}
