// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Records;
using Appliance.Ports.Host;

namespace Appliance.Jobs.Tests.Records;

public class JournalLineTests
{
    private static readonly JournalHead Head = new(
        7, new DateTimeOffset(2026, 3, 1, 6, 30, 0, 125, TimeSpan.Zero), ClockQuality.FreeRunning, "b", "00001-00001", "warning", 6, new string('0', 64));

    private static readonly JournalPlace Place = new("journal-000001.jsonl", 7, 100);

    private static byte[] Line(string text = "two") =>
        new JournalLineEncoder().Encode(Head, new WarningFacts("W", text), RecordJson.Default.WarningFacts).ToArray();

    // RFC 3720 appendix B.4: 32 bytes of zeros, 32 bytes of ones, 32 incrementing bytes; "123456789" is the usual check value.
    [Fact]
    public void Crc32C_KnownVectors_Match()
    {
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Of(Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Equal(0x46DD794Eu, Crc32C.Of(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
    }

    [Fact]
    public void Encode_KnownValues_WritesTheDocumentedBytes()
    {
        var expected = "{\"seq\":7,\"utc\":\"2026-03-01T06:30:00.125Z\",\"clock\":\"free-running\",\"boot\":\"b\",\"record\":\"00001-00001\","
            + "\"event\":\"warning\",\"flushed\":6,\"body\":{\"code\":\"W\",\"text\":\"two\"},\"prev\":\"" + new string('0', 64) + "\"";
        var crc = Crc32C.Of(Encoding.UTF8.GetBytes(expected));
        Assert.Equal(expected + ",\"crc\":\"" + crc.ToString("x8", null) + "\"}\n", Encoding.UTF8.GetString(Line()));
    }

    [Theory]
    [InlineData("ein Ä, ein \u2028, ein \"")]
    [InlineData("line\nfeed")]
    [InlineData("half \ud800 pair")]
    public void Decode_AnyText_StaysOneLine(string text)
    {
        var bytes = Line(text);
        var line = new JournalLineDecoder().Decode(bytes.AsMemory()[..^1], Place, out var problem);
        Assert.Null(problem);
        Assert.Equal(bytes.Length - 1, Array.IndexOf(bytes, (byte)'\n'));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes.AsSpan()[..^1])), line!.Hash);
        Assert.Equal(Head, new JournalHead(line.Sequence, line.Utc, line.Clock, line.Boot, line.Record, line.Event, line.Flushed, line.Previous));
    }

    [Fact]
    public void Decode_EveryFlippedBit_IsFound()
    {
        var bytes = Line()[..^1];
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var spoilt = bytes.ToArray();
            spoilt[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(new JournalLineDecoder().Decode(spoilt, Place, out var problem));
            Assert.NotNull(problem);
        }
    }

    [Fact]
    public void Decode_Garbage_IsRefusedWithoutACrash()
    {
        var random = new Random(5);
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = Garbage(random);
            Assert.Null(new JournalLineDecoder().Decode(bytes, Place, out var problem));
            Assert.NotNull(problem);
        }
    }

    /// <summary>Random bytes, or a line with a piece moved, dropped or repeated and its checksum made right again.</summary>
    private static byte[] Garbage(Random random)
    {
        var line = Line().ToList();
        if (random.Next(4) == 0)
        {
            var noise = new byte[random.Next(300)];
            random.NextBytes(noise);
            return noise;
        }

        line.RemoveRange(line.Count - JournalLineEncoder.SuffixLength - 1, JournalLineEncoder.SuffixLength + 1);
        line.RemoveRange(random.Next(20), random.Next(1, 150));
        return [.. line, .. Encoding.ASCII.GetBytes(FormattableString.Invariant($",\"crc\":\"{Crc32C.Of(line.ToArray()):x8}\"}}"))];
    }
}
