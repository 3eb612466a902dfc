// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using FsCheck;
using FsCheck.Fluent;

namespace Appliance.Flashing.Tests.Firmware;

/// <summary>Bad input gives a FirmwareException and nothing else. Seeds are fixed: a failure repeats.</summary>
public class GarbageTests
{
    private const long MaxBytes = 1 << 20;

    [Fact]
    public void Read_RandomBytesAsAnyFormat_GivesImageOrFirmwareException()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(2000)];
            random.NextBytes(bytes);
            foreach (var format in Enum.GetValues<FirmwareFormat>())
                ReadOrRefuse(bytes, format, format == FirmwareFormat.Binary ? (uint)random.Next() : null);
            ReadOrRefuse(bytes, null, null);
        }
    }

    [Fact]
    public void Read_MutatedFiles_GivesImageOrFirmwareException()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(FirmwareModel.Below1MiB, model =>
        {
            byte[][] files =
            [
                HexWriter.Linear(model), HexWriter.Segmented(model), SRecordWriter.Write(model, 4), ElfWriter.Write(model), Uf2Writer.Write(model, 1),
            ];
            var random = new Random(model.Seed);
            foreach (var file in files)
            {
                for (var i = 0; i < 20; i++)
                    ReadOrRefuse(Mutate(file, random), null, null);
            }
        }));
    }

    /// <summary>Headers hold the offsets and counts, so they get most of the damage.</summary>
    [Fact]
    public void Read_ElfWithDamagedHeaders_GivesImageOrFirmwareException()
    {
        var writer = new ElfWriter();
        writer.AddSegment(0x0800_0000, new byte[100], bss: 8, withSection: true);
        writer.AddSegment(0x0800_1000, new byte[10]);
        var file = writer.Build();
        var random = new Random(1);
        for (var i = 0; i < 5000; i++)
        {
            var damaged = (byte[])file.Clone();
            for (var n = random.Next(1, 4); n > 0; n--)
                damaged[random.Next(2) == 0 ? random.Next(16, 52) : random.Next(162, file.Length)] = Extreme(random);
            ReadOrRefuse(damaged, null, null);
        }
    }

    [Fact]
    public void Read_TextWithOneDigitChanged_IsRefusedOrSaysTheSame()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(FirmwareModel.Below1MiB, model =>
        {
            var random = new Random(model.Seed);
            foreach (var file in new[] { HexWriter.Linear(model), SRecordWriter.Write(model, 4) })
            {
                var at = random.Next(file.Length);
                while (!char.IsAsciiHexDigit((char)file[at]) || (at > 0 && file[at - 1] == 'S'))
                    at = random.Next(file.Length);
                var changed = (byte[])file.Clone();
                changed[at] = (byte)"0123456789abcdef"[(Convert.ToInt32(((char)file[at]).ToString(), 16) + 1 + random.Next(15)) % 16];
                Assert.Throws<FirmwareException>(() => FirmwareModel.Read(changed, "x.hex", file[0] == 'S' ? FirmwareFormat.SRecord : FirmwareFormat.IntelHex));
            }
        }));
    }

    [Fact]
    public void Read_AnyProperPrefix_IsRefused()
    {
        var model = new FirmwareModel([new Piece(0x0800_0000, new byte[70]), new Piece(0x0800_0100, new byte[3])], 3);
        (FirmwareFormat Format, byte[] File)[] files =
        [
            (FirmwareFormat.IntelHex, HexWriter.Linear(model)), (FirmwareFormat.SRecord, SRecordWriter.Write(model, 4)),
            (FirmwareFormat.Elf, ElfWriter.Write(model)), (FirmwareFormat.Uf2, Uf2Writer.Write(model)),
        ];
        foreach (var (format, file) in files)
        {
            var length = format is FirmwareFormat.IntelHex or FirmwareFormat.SRecord ? file.AsSpan().TrimEnd("\r\n"u8).Length : file.Length;
            for (var cut = 0; cut < length; cut++)
                Assert.Throws<FirmwareException>(() => FirmwareModel.Read(file[..cut], "x", format));
        }
    }

    private static byte[] Mutate(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var n = random.Next(1, 4); n > 0 && bytes.Count > 0; n--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 600), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0: bytes[at] = Extreme(random); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }

        return [.. bytes];
    }

    private static byte Extreme(Random random)
    {
        byte[] values = [0, 1, 0x7f, 0x80, 0xff, (byte)random.Next(256)];
        return values[random.Next(values.Length)];
    }

    private static void ReadOrRefuse(byte[] file, FirmwareFormat? format, uint? baseAddress)
    {
        try
        {
            var image = FirmwareModel.Read(file, "x", format, baseAddress, MaxBytes);
            Assert.InRange(image.ByteCount, 1, MaxBytes);
        }
        catch (FirmwareException error)
        {
            Assert.NotEqual("", error.Expected);
            Assert.NotEqual("", error.Found);
        }
    }
}
