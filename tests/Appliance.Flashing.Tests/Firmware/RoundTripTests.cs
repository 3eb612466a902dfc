// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using FsCheck;
using FsCheck.Fluent;

namespace Appliance.Flashing.Tests.Firmware;

/// <summary>What independent writers wrote is read back as the same bytes at the same addresses.</summary>
public class RoundTripTests
{
    [Fact]
    public void IntelHex_Linear_RoundTrips()
    {
        ForAll(FirmwareModel.Any, "hex", model => HexWriter.Linear(model, 0x0800_0101));
    }

    [Fact]
    public void IntelHex_Segmented_RoundTrips()
    {
        ForAll(FirmwareModel.Below1MiB, "hex", model => HexWriter.Segmented(model));
    }

    [Fact]
    public void SRecord_With2ByteAddresses_RoundTrips()
    {
        ForAll(FirmwareModel.Below64KiB, "srec", model => SRecordWriter.Write(model, 2));
    }

    [Fact]
    public void SRecord_With3ByteAddresses_RoundTrips()
    {
        ForAll(FirmwareModel.Below1MiB, "srec", model => SRecordWriter.Write(model, 3));
    }

    [Fact]
    public void SRecord_With4ByteAddresses_RoundTrips()
    {
        ForAll(FirmwareModel.Any, "srec", model => SRecordWriter.Write(model, 4));
    }

    [Fact]
    public void Elf_RoundTrips()
    {
        ForAll(FirmwareModel.Any, "elf", model => ElfWriter.Write(model, 0x0800_0101));
    }

    [Fact]
    public void Uf2_RoundTrips()
    {
        ForAll(FirmwareModel.Any, "uf2", model => Uf2Writer.Write(model, 0x5ee2_1072));
    }

    [Fact]
    public void Binary_RoundTrips()
    {
        var property = Prop.ForAll(FirmwareModel.Any, model =>
        {
            var one = new FirmwareModel(model.Pieces[..1], 0);
            one.AssertEqual(FirmwareModel.Read(one.Pieces[0].Data, "x.bin", FirmwareFormat.Binary, one.Pieces[0].Address));
        });
        Check.QuickThrowOnFailure(property);
    }

    [Fact]
    public void Read_OfAnyRange_EqualsTheModel()
    {
        var property = Prop.ForAll(FirmwareModel.Below64KiB, model =>
        {
            var memory = new byte[0x1_0000];
            Array.Fill(memory, (byte)0xa5);
            foreach (var piece in model.Pieces)
                piece.Data.CopyTo(memory, piece.Address);
            var image = FirmwareImage.Merge([.. model.Pieces.Select(piece => FirmwareImage.FromBytes(piece.Address, piece.Data))]);
            var random = new Random(model.Seed);
            var start = random.Next(memory.Length);
            var read = new byte[random.Next(memory.Length - start)];
            image.Read((uint)start, read, 0xa5);
            Assert.True(read.AsSpan().SequenceEqual(memory.AsSpan(start, read.Length)));
        });
        Check.QuickThrowOnFailure(property);
    }

    private static void ForAll(Arbitrary<FirmwareModel> models, string format, Func<FirmwareModel, byte[]> write)
    {
        Check.QuickThrowOnFailure(Prop.ForAll(models, model =>
        {
            var image = FirmwareModel.Read(write(model));
            Assert.Equal(format, image.Format);
            model.AssertEqual(image);
        }));
    }
}
