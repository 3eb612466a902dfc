// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Loaders;
using Appliance.Ports.Checks;
using Appliance.Targets;

namespace Appliance.Flashing.Verify;

/// <summary>
/// Has the CRC-32 of every byte of the image computed on the target over its flash, and reads the first and the last word of every region back
/// over the wire. Where the sum is another, all is read to name the first byte that differs.
/// </summary>
internal sealed class CrcVerifier(IMemory memory, RamLoader loader)
{
    /// <summary>Bytes summed by one block: a watchdog that runs is fed between two.</summary>
    private const long Piece = 32 * 1024;

    private const int Word = 4;

    /// <summary>Compares all of the image.</summary>
    /// <param name="image">What must be on the target.</param>
    /// <param name="progress">Bytes summed so far.</param>
    /// <param name="cancel">Looked at for each piece.</param>
    /// <exception cref="FlashException"><see cref="FlashFault.VerifyMismatch"/> with the first address that differs.</exception>
    public VerifyEvidence Verify(FirmwareImage image, IProgress<long>? progress, CancellationToken cancel) => Verify(image, image.Segments, progress, cancel);

    /// <summary>Compares some segments of the image, from the first one on.</summary>
    public VerifyEvidence Verify(FirmwareImage image, IReadOnlyList<FirmwareSegment> segments, IProgress<long>? progress, CancellationToken cancel)
    {
        var expected = segments.Count == image.Segments.Count ? image.Crc32 : Expected(image, segments);
        var sum = Sum(segments, progress, cancel);
        if (sum != expected)
            throw Mismatch(image, segments, expected, sum, cancel);
        foreach (var segment in segments)
        {
            var sample = (int)Math.Min(Word, segment.Length);
            Compare(image, segment.Address, sample);
            Compare(image, (uint)(segment.End - sample), sample);
        }

        return new VerifyEvidence("crc", segments.Sum(segment => segment.Length), sum);
    }

    private static uint Expected(FirmwareImage image, IReadOnlyList<FirmwareSegment> segments)
    {
        var crc = new Crc32();
        foreach (var chunk in segments.SelectMany(image.Chunks))
            crc.Append(chunk.Span);
        return crc.Value;
    }

    private uint Sum(IReadOnlyList<FirmwareSegment> segments, IProgress<long>? progress, CancellationToken cancel)
    {
        var (summed, work) = (0L, LoaderWork.Checksum);
        loader.Start(cancel);
        try
        {
            foreach (var segment in segments)
            {
                for (var address = (long)segment.Address; address < segment.End;)
                {
                    var length = Math.Min(Piece, segment.End - address);
                    loader.Post(work, (uint)address, (uint)length, [], bytes => progress?.Report(summed += bytes), cancel);
                    (work, address) = (LoaderWork.ChecksumOn, address + length);
                }
            }

            var sum = loader.Finish(bytes => progress?.Report(summed += bytes), cancel);
            loader.End(cancel);
            return sum;
        }
        catch
        {
            loader.AbandonAfterFailure();
            throw;
        }
    }

    private FlashException Mismatch(FirmwareImage image, IReadOnlyList<FirmwareSegment> segments, uint expected, uint sum, CancellationToken cancel)
    {
        try
        {
            _ = new ReadbackVerifier(memory).Verify(image, segments, new VerifyEvidence("readback", 0, 0), null, cancel);
        }
        catch (FlashException difference) when (difference.Fault == FlashFault.VerifyMismatch)
        {
            return difference;
        }

        return new FlashException(
            FlashFault.VerifyMismatch, "The CRC-32 the target computes over its flash is not that of the image, although every byte reads back right.", null,
            $"0x{expected:x8}", $"0x{sum:x8}");
    }

    private void Compare(FirmwareImage image, uint address, int length)
    {
        Span<byte> expected = stackalloc byte[length], actual = stackalloc byte[length];
        image.Read(address, expected, 0);
        memory.Read(address, actual);
        var same = actual.CommonPrefixLength(expected);
        if (same < length)
        {
            throw new FlashException(
                FlashFault.VerifyMismatch, $"The target holds 0x{actual[same]:x2} at 0x{address + same:x8}, where the image has 0x{expected[same]:x2}.",
                address + (uint)same, $"0x{expected[same]:x2}", $"0x{actual[same]:x2}");
        }
    }
}
