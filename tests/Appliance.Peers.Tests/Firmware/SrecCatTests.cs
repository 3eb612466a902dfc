// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;

namespace Appliance.Peers.Tests.Firmware;

/// <summary>Files that srec_cat and objcopy made of the same random pieces are read as those pieces.</summary>
public class SrecCatTests
{
    [PeerFact("srec_cat", "objcopy")]
    public void Read_FilesOfSrecCatAndObjcopy_AreTheSame()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            using var folder = new PeerFolder();
            var expected = Images.Merged(WritePieces(folder, seed, 0x0800_0000, out var inputs));
            folder.Run($"srec_cat {inputs} -o a.hex -intel");
            folder.Run($"srec_cat {inputs} -o a.s37 -motorola -address-length=4 -line-length=250");
            folder.Run("objcopy -I ihex -O srec --srec-len=7 a.hex b.s19");
            folder.Run("objcopy -I srec -O ihex a.s37 b.hex");
            folder.Run("objcopy -I ihex -O binary --gap-fill=0xff a.hex b.bin");
            foreach (var file in new[] { "a.hex", "a.s37", "b.s19", "b.hex" })
                Images.AssertSame(expected, folder.Read(file));
            AssertFilled(expected, folder.Read("b.bin", expected.Segments[0].Address));
        }
    }

    [PeerFact("srec_cat", "objcopy")]
    public void Read_LowAddresses_InEveryRecordType()
    {
        using var folder = new PeerFolder();
        var expected = Images.Merged(WritePieces(folder, 11, 0x0, out var inputs));
        folder.Run($"srec_cat {inputs} -o a.s19 -motorola -address-length=2");
        folder.Run($"srec_cat {inputs} -offset 0x8F000 -o segmented.hex -intel -address-length=3");
        folder.Run($"srec_cat {inputs} -offset 0x8F000 -o a.s28 -motorola -address-length=3");
        Images.AssertSame(expected, folder.Read("a.s19"));
        Images.AssertSame(folder.Read("a.s28"), folder.Read("segmented.hex"));
        Assert.Equal(expected.Crc32, folder.Read("a.s28").Crc32);
        Assert.Equal(expected.Segments[0].Address + 0x8f000, folder.Read("a.s28").Segments[0].Address);
    }

    [PeerFact("srec_cat")]
    public void Read_ExecutionStart_IsTheEntry()
    {
        using var folder = new PeerFolder();
        WritePieces(folder, 3, 0x0800_0000, out var inputs);
        folder.Run($"srec_cat {inputs} -execution-start-address 0x08000101 -o a.hex -intel");
        folder.Run($"srec_cat {inputs} -execution-start-address 0x08000101 -o a.s37 -motorola");
        Assert.Equal(0x0800_0101u, folder.Read("a.hex").EntryPoint);
        Assert.Equal(0x0800_0101u, folder.Read("a.s37").EntryPoint);
    }

    [PeerFact("srec_cat")]
    public void Read_OverlapWithDifferentBytes_IsRefusedByBoth()
    {
        using var folder = new PeerFolder();
        folder.Write("a.hex", ":0100000001FE\n:0100000002FD\n:00000001FF\n");
        Assert.NotEqual(0, folder.TryRun("srec_cat a.hex -intel -o b.hex -intel").ExitCode);
        Assert.Equal(FirmwareErrorCause.Overlap, Assert.Throws<FirmwareException>(() => folder.Read("a.hex")).Cause);
    }

    private static (uint Address, byte[] Data)[] WritePieces(PeerFolder folder, int seed, uint start, out string inputs)
    {
        var pieces = Images.Random(seed, start);
        for (var i = 0; i < pieces.Length; i++)
            folder.Write($"{i}.raw", pieces[i].Data);
        inputs = "( " + string.Join(" ", pieces.Select((piece, i) => $"{i}.raw -binary -offset 0x{piece.Address:X}")) + " )";
        return pieces;
    }

    private static void AssertFilled(FirmwareImage expected, FirmwareImage filled)
    {
        var length = (int)(expected.Segments[^1].End - expected.Segments[0].Address);
        var bytes = new byte[length];
        expected.Read(expected.Segments[0].Address, bytes, 0xff);
        Images.AssertSame(FirmwareImage.FromBytes(expected.Segments[0].Address, bytes), filled);
    }
}
