// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Serials;

namespace Appliance.Jobs.Tests.Serials;

public class SerialFileTests
{
    [Fact]
    public void List_ShortLine_IsFilledAndLongLineRefused()
    {
        var list = SerialList.Read("SNLIST.TXT", "0102030455667788\r\n0A0b\r\n\r\n"u8, 0x100, 8);
        Assert.Equal(["0102030455667788", "0A0B000000000000"], new UInt128[] { 0, 1 }.Select(i => list.Make(i).Text));
        Assert.Equal((UInt128)1, list.Range.Last);
        Assert.Contains("line 2", Refusal(() => SerialList.Read("l", "01\n010203\n"u8, 0, 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void List_SameSerialTwice_IsRefusedWithBothLines()
    {
        var text = Refusal(() => SerialList.Read("l", "0100\n02\n01\n"u8, 0, 2));
        Assert.Contains("line 3", text, StringComparison.Ordinal);
        Assert.Contains("line 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Patches_SampleOfTheVendor_GivesItsThreePatches()
    {
        var value = PatchList.Read("Patches.txt", "3,100025,3:AABBCC,100063,2:DDEE,100078,1:FF\r\n"u8).Make(0);
        Assert.Equal([new(0x100025, "AABBCC"), new(0x100063, "DDEE"), new(0x100078, "FF")], value.Patches);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("1,100,2:AA")]
    [InlineData("1,100,AA")]
    [InlineData("2,100,1:AA")]
    [InlineData("1,100,1:AA,101,1:BB")]
    [InlineData("5,1,1:AA,2,1:AA,3,1:AA,4,1:AA,5,1:AA")]
    [InlineData("2,100,2:AABB,101,1:CC")]
    [InlineData("1,FFFFFFFF,2:AABB")]
    [InlineData("1,100000000,1:AA")]
    [InlineData("1,100,0:")]
    [InlineData("FFFFFFFF,100,1:AA")]
    [InlineData("1,100,1:AA\n\n1,100,1:AA")]
    public void Patches_Malformed_AreRefused(string text) => Refusal(() => PatchList.Read("p", Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Counters_OneNumber_IsReadAndAnythingElseRefused()
    {
        Assert.Equal((UInt128)1234567890123456789, CounterFile.ReadSerial("SERIAL.TXT", "\uFEFF1234567890123456789\r\n"u8));
        Assert.Equal(uint.MaxValue, CounterFile.ReadCountdown("Cntdown.txt", "4294967295"u8));
        foreach (var bad in new[] { "", "\n", "-1", "1 2", "1\n2", "0x10", "4294967296", "１" })
        {
            Refusal(() => CounterFile.ReadCountdown("c", Encoding.UTF8.GetBytes(bad)));
        }
    }

    [Fact]
    public void Readers_TenThousandMalformedFiles_RefuseClearlyOrReadWhole()
    {
        var random = new Random(20261121);
        var samples = new[] { "0102030455667788\r\n0A0B\n", "3,100025,3:AABBCC,100063,2:DDEE,100078,1:FF\n1,0,1:00\n", "12345\r\n" };
        var refused = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = Damage(random, Encoding.ASCII.GetBytes(samples[round % samples.Length]));
            refused += Tolerate(() => All(SerialList.Read("f", bytes, 0, 1 + random.Next(64))));
            refused += Tolerate(() => All(PatchList.Read("f", bytes)));
            refused += Tolerate(() => CounterFile.ReadSerial("f", bytes));
            refused += Tolerate(() => CounterFile.ReadCountdown("f", bytes));
        }

        Assert.InRange(refused, 20_000, 39_999);
    }

    private static byte[] Damage(Random random, byte[] sample)
    {
        const string Spice = ",:\n\r \t0F-{}";
        var bytes = sample.ToList();
        for (var changes = random.Next(1, 8); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            var b = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)Spice[random.Next(Spice.Length)];
            if (random.Next(3) == 0 && at < bytes.Count)
            {
                bytes.RemoveRange(at, random.Next(bytes.Count - at));
            }
            else
            {
                bytes.InsertRange(at, Enumerable.Repeat(b, random.Next(4) == 0 ? random.Next(300) : 1));
            }
        }

        return [.. bytes];
    }

    /// <summary>What was read can be used to its end, each time another.</summary>
    private static void All(ISerialFormat format)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (UInt128 i = 0; i <= format.Range.Last; i++)
        {
            Assert.True(seen.Add(format.Make(i).Text));
            Assert.All(format.Make(i).Patches, patch => Assert.NotEmpty(patch.ToArray()));
        }
    }

    private static int Tolerate(Action read)
    {
        try
        {
            read();
            return 0;
        }
        catch (SerialException e)
        {
            Assert.Equal(SerialCause.Malformed, e.Cause);
            Assert.InRange(e.Message.Length, 5, 200);
            return 1;
        }
    }

    private static string Refusal(Action read)
    {
        var refused = Assert.Throws<SerialException>(read);
        Assert.Equal(SerialCause.Malformed, refused.Cause);
        return refused.Message;
    }
}
