// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Flashing.Verify;
using Appliance.Ports.Checks;

namespace Appliance.Flashing.Tests.Verify;

public class ReadbackVerifierTests
{
    private readonly StrictFpecMemory _memory = new(TestChips.Tiny);

    [Fact]
    public void Verify_EqualSparseImage_CountsAndSumsWhatWasRead()
    {
        var image = FirmwareImage.Merge([FirmwareImage.FromBytes(0x08000003, [1, 2, 3, 4, 5]), FirmwareImage.FromBytes(0x08000FFD, [0xFF, 0xFF, 9])]);
        Load(image);

        var evidence = new ReadbackVerifier(_memory).Verify(image, null, default);

        Assert.Equal(new VerifyEvidence("readback", 8, Crc32.Of([1, 2, 3, 4, 5, 0xFF, 0xFF, 9])), evidence);
    }

    [Fact]
    public void Verify_OneFlippedBitAtAnyAddress_IsRed()
    {
        var image = FirmwareImage.FromBytes(0x08000001, [.. Enumerable.Range(0, 4093).Select(i => (byte)(i % 7 == 0 ? 0xFF : i))]);
        Load(image);
        for (var offset = 1; offset <= 4093; offset++)
        {
            var bit = (byte)(1 << (offset % 8));
            var right = _memory.Banks[0].Cells[offset];
            _memory.Banks[0].Cells[offset] ^= bit;

            var error = Assert.Throws<FlashException>(() => new ReadbackVerifier(_memory).Verify(image, null, default));

            Assert.Equal((FlashFault.VerifyMismatch, 0x08000000u + (uint)offset), (error.Fault, error.Address!.Value));
            Assert.Equal(($"0x{right:x2}", $"0x{(byte)(right ^ bit):x2}"), (error.Expected, error.Actual));
            _memory.Banks[0].Cells[offset] ^= bit;
        }
    }

    [Fact]
    public void Verify_BytesAroundTheImage_DoNotMatter()
    {
        var image = FirmwareImage.FromBytes(0x08000101, [1, 2, 3]);
        Load(image);
        _memory.Banks[0].Cells[0x100] = 0x55;
        _memory.Banks[0].Cells[0x104] = 0x55;

        Assert.Equal(3, new ReadbackVerifier(_memory).Verify(image, null, default).Bytes);
    }

    [Fact]
    public void Verify_Cancelled_StopsWithoutEvidence()
    {
        using var cancel = new CancellationTokenSource();
        _memory.OnAccess = access => { if (access == 10) cancel.Cancel(); };
        var image = FirmwareImage.Merge([FirmwareImage.FromBytes(0x08000000, new byte[64]), FirmwareImage.FromBytes(0x08000800, [1])]);
        Load(image);

        Assert.Throws<OperationCanceledException>(() => new ReadbackVerifier(_memory).Verify(image, null, cancel.Token));
    }

    private void Load(FirmwareImage image) => image.Read(0x08000000, _memory.Banks[0].Cells, 0xFF);
}
