// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Checks;

namespace Appliance.Flashing.Tests.Firmware;

public class Crc32Tests
{
    [Fact]
    public void Of_Digits_IsTheCheckValue()
    {
        Assert.Equal(0xcbf4_3926, Crc32.Of("123456789"u8));
    }

    [Fact]
    public void Append_InAnyPieces_EqualsBitwiseReference()
    {
        var random = new Random(1);
        for (var length = 0; length < 100; length++)
        {
            var data = new byte[length];
            random.NextBytes(data);
            var crc = new Crc32();
            var cut = random.Next(length + 1);
            crc.Append(data.AsSpan(0, cut));
            crc.Append(data.AsSpan(cut));
            Assert.Equal(Reference(data), crc.Value);
        }
    }

    [Fact]
    public void Reset_AfterData_StartsAnew()
    {
        var crc = new Crc32();
        crc.Append([1, 2, 3]);
        crc.Reset();
        Assert.Equal(0u, crc.Value);
    }

    private static uint Reference(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var bit in data.SelectMany(value => Enumerable.Range(0, 8).Select(i => (uint)value >> i & 1)))
            crc = ((crc ^ bit) & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
        return ~crc;
    }
}
