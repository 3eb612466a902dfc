// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Lab.Tests.PowerCuts;

/// <summary>The disk of the power cuts keeps what was flushed, and nothing else for certain.</summary>
public sealed class VolatileDiskTests
{
    [Fact]
    public void PowerCut_KeepsWhatWasFlushedOrWrittenThrough_AndSometimesLosesTheRest()
    {
        var lost = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var disk = new VolatileDisk(new byte[8 * VolatileDisk.Sector]);
            Assert.True(disk.Write(0, Full(1, 2), through: false));
            Assert.True(disk.Flush());
            Assert.True(disk.Write(2 * VolatileDisk.Sector, Full(2, 1), through: true));
            Assert.True(disk.Write(4 * VolatileDisk.Sector, Full(3, 4), through: false));
            Assert.Equal(1, disk.PowerCut(new Random(seed)));
            var left = new byte[disk.Length];
            disk.Read(0, left);
            Assert.Equal([1, 1, 2, 0], Enumerable.Range(0, 4).Select(sector => (int)left[sector * VolatileDisk.Sector]));
            if (Enumerable.Range(4, 4).Any(sector => left[sector * VolatileDisk.Sector] != 3)) lost++;
        }

        Assert.InRange(lost, 20, 99);
    }

    [Fact]
    public void CutAfter_CutsWhereSomethingIsUnflushed()
    {
        var disk = new VolatileDisk(new byte[8 * VolatileDisk.Sector]);
        var cut = 0;
        disk.Cut += () => cut++;
        disk.CutAfter(2);
        Assert.True(disk.Flush());
        Assert.True(disk.Flush());
        Assert.True(disk.Write(0, Full(1, 1), through: false));
        Assert.False(disk.Flush());
        Assert.False(disk.Write(0, Full(2, 1), through: false));
        Assert.Equal((1, 1), (cut, disk.PowerCut(new Random(1))));
        Assert.True(disk.Flush());
    }

    private static byte[] Full(byte value, int sectors) => [.. Enumerable.Repeat(value, sectors * VolatileDisk.Sector)];
}
