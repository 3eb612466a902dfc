// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;

namespace Appliance.Flashing.Tests.Firmware;

public class StreamingTests
{
    /// <summary>32 MB of text for 13 MiB of data: what is allocated is the data (an eighth more for the map of given bytes) and one block of text.</summary>
    [Fact]
    public void Read_LongHexText_AllocatesForItsDataOnly()
    {
        const int windows = 209;
        var options = new FirmwareReadOptions { FileName = "long.hex" };
        using var text = new HexTextStream(windows);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var image = FirmwareReader.Read(text, options);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(text.Served > 32_000_000, $"{text.Served} characters");
        Assert.Equal([new FirmwareSegment(0x0800_0000, windows * 0x1_0000L)], image.Segments);
        Assert.InRange(allocated, image.ByteCount, image.ByteCount * 5 / 4 + (1 << 20));
    }
}
