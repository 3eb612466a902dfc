// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Simulation;
using Appliance.Simulation.SerialMemory;

namespace Appliance.Flashing.Tests.VendorLoaders;

/// <summary>Memory on QUADSPI, by loaders of each form, judged by the simulator's own cells.</summary>
public class MemoryBesideTests
{
    public static TheoryData<string, string> Loaders => new()
    {
        { "stm32f746ng", "quadspi-f746.stldr" },
        { "stm32f746ng", "quadspi-f746-reads.stldr" },
        { "stm32f746ng", "quadspi-f746.FLM" },
        { "stm32h743zi", "quadspi-h743.FLM" },
        { "stm32h735ig", "octospi-single.stldr" },
        { "stm32h735ig", "octospi-octal.stldr" },
        { "stm32h735ig", "octospi-double.stldr" },
    };

    /// <summary>Over a sector boundary, from and to the middle of pages: what was in the sectors is gone, what is beside them is untouched.</summary>
    [Theory]
    [MemberData(nameof(Loaders))]
    public void Burn_OverASectorBoundary_MemoryHoldsItAndEvidenceIsWhatWasRead(string target, string loader)
    {
        using var rig = new VendorRig(target, TestLoaders.Read(loader));
        var cells = rig.Board.Chip.ExternalMemory!;
        cells.Fill(0x1_0000, Enumerable.Repeat((byte)0x55, 0x4_0000).ToArray());
        var image = LoaderRig.Random(0x1234, 7, VendorRig.Window + 0x2_F6A0);

        var evidence = rig.Burn(image);

        Assert.Equal(new VerifyEvidence("readback", image.ByteCount, image.Crc32), evidence);
        Assert.Equal(Bytes(image), cells.Copy(0x2_F6A0, 0x1234));
        Assert.All((int[])[0x1_0000, 0x1_FFFF, 0x4_0000, 0x4_FFFF], at => Assert.Equal(0x55, cells[at]));
        Assert.All((int[])[0x2_0000, 0x2_F69F, 0x3_08D4, 0x3_FFFF], at => Assert.Equal(0xFF, cells[at]));
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.Empty(rig.Session.Warnings);
    }

    /// <summary>A memory that the job before left in another mode: a reset of the chip does not reset it.</summary>
    [Theory]
    [InlineData("octospi-double.stldr", "octospi-single.stldr")]
    [InlineData("octospi-octal.stldr", "octospi-double.stldr")]
    public void Burn_MemoryLeftInAnotherMode_IsResetOutOfIt(string before, string after)
    {
        using var first = new VendorRig("stm32h735ig", TestLoaders.Read(before));
        first.Burn(LoaderRig.Random(0x100, 11, VendorRig.Window));
        using var second = new VendorRig(first.Board, "stm32h735ig", TestLoaders.Read(after));
        var image = LoaderRig.Random(0x200, 12, VendorRig.Window);

        Assert.Equal(image.Crc32, second.Burn(image).Crc32);

        Assert.Empty(first.Board.Chip.Violations.List);
    }

    [Theory]
    [InlineData(VerifyMethod.Readback, "readback")]
    [InlineData(VerifyMethod.Crc, "crc")]
    public void Burn_ChipAndMemoryInOneJob_BothHoldTheirPartAndOneEvidenceCoversAll(VerifyMethod verify, string method)
    {
        using var rig = new VendorRig("stm32f746ng", TestLoaders.Read("quadspi-f746.stldr"));
        new Random(1).NextBytes(rig.Board.Chip.Flash);
        var (inside, beside) = (LoaderRig.Random(0x900, 3), LoaderRig.Random(0x300, 4, VendorRig.Window));
        var image = FirmwareImage.Merge([inside, beside]);

        var evidence = rig.Burn(image, verify: verify);

        Assert.Equal(new VerifyEvidence(method, image.ByteCount, image.Crc32), evidence);
        Assert.Equal(Bytes(inside), rig.Board.Chip.Flash[..0x900]);
        Assert.Equal(Bytes(beside), rig.Board.Chip.ExternalMemory!.Copy(0, 0x300));
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    /// <summary>What the loader did to clocks and controller is gone before anything else runs: the QUADSPI is off and its memory not mapped.</summary>
    [Fact]
    public void Burn_AtItsEnd_TheChipIsAsAfterReset()
    {
        using var rig = new VendorRig("stm32f746ng", TestLoaders.Read("quadspi-f746.stldr"));
        rig.Burn(LoaderRig.Random(0x100, 5, VendorRig.Window));

        Assert.True(rig.Board.Chip.IsHalted);
        Assert.Equal(0u, QuadSpiClock(rig));
    }

    [Fact]
    public void Verify_MemoryThatChangedSince_NamesTheAddress()
    {
        using var rig = new VendorRig("stm32f746ng", TestLoaders.Read("quadspi-f746.stldr"));
        var image = LoaderRig.Random(0x400, 6, VendorRig.Window);
        rig.Burn(image);
        rig.Board.Chip.ExternalMemory![0x123] ^= 4;

        var error = Assert.Throws<FlashException>(() => rig.Session.Verify(rig.Plan(image), image, null, default));

        Assert.Equal((FlashFault.VerifyMismatch, VendorRig.Window + 0x123), (error.Fault, error.Address!.Value));
    }

    [Fact]
    public void Burn_FirstMappedReadIsStale_IsReadAgainAndNoted()
    {
        using var rig = new VendorRig("stm32f746ng", new SimulationOptions { Mapped = MappedTrouble.FirstReadStale }, TestLoaders.Read("quadspi-f746.stldr"));
        var image = LoaderRig.Random(0x100, 8, VendorRig.Window);

        Assert.Equal(image.Crc32, rig.Burn(image).Crc32);

        Assert.Contains(rig.Session.Warnings, warning => warning.Code == "mapped-first-read");
    }

    /// <summary>The first two bytes read 0 whatever is there: no false green, and the words that save somebody a day.</summary>
    [Fact]
    public void Burn_MappedMemoryBeginsWithZeros_IsAMismatchThatNamesTheMapping()
    {
        using var rig = new VendorRig("stm32f746ng", new SimulationOptions { Mapped = MappedTrouble.BeginsWithZeros }, TestLoaders.Read("quadspi-f746.stldr"));

        var error = Assert.Throws<FlashException>(() => rig.Burn(LoaderRig.Random(0x100, 8, VendorRig.Window)));

        Assert.Equal((FlashFault.VerifyMismatch, VendorRig.Window), (error.Fault, error.Address!.Value));
        Assert.Contains("dummy clocks", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Four dummy clocks too few on four lines are two bytes of nothing before the data: where the trap comes from.</summary>
    [Fact]
    public void Burn_LoaderThatMapsWithTooFewDummyClocks_IsAMismatchThatNamesTheMapping()
    {
        using var rig = new VendorRig("stm32f746ng", TestLoaders.Read("quadspi-f746-early.stldr"));

        var error = Assert.Throws<FlashException>(() => rig.Burn(LoaderRig.Random(0x100, 8, VendorRig.Window)));

        Assert.Equal((FlashFault.VerifyMismatch, VendorRig.Window), (error.Fault, error.Address!.Value));
        Assert.Contains("dummy clocks", error.Message, StringComparison.Ordinal);
        Assert.Contains(rig.Board.Chip.Violations.List, violation => violation.Contains("needs 10 dummy clocks, not 6", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("quadspi-f746.stldr", "1 from EraseSector", "0")]
    [InlineData("quadspi-f746.FLM", "0 from EraseSector", "2")]
    public void Burn_MemoryThatTakesNoWriteEnable_EndsWithWhatTheLoaderSaid(string loader, string expected, string seen)
    {
        using var rig = new VendorRig("stm32f746ng", new SimulationOptions { MemoryIgnoresWriteEnable = true }, TestLoaders.Read(loader));

        var error = Assert.Throws<FlashException>(() => rig.Burn(LoaderRig.Random(0x100, 8, VendorRig.Window)));

        Assert.Equal((FlashFault.EraseError, VendorRig.Window, expected, seen), (error.Fault, error.Address!.Value, error.Expected, error.Actual));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Burn_WithoutErase_TakesBlankMemoryAlone(bool used)
    {
        using var rig = new VendorRig("stm32f746ng", TestLoaders.Read("quadspi-f746.FLM"));
        var image = LoaderRig.Random(0x200, 9, VendorRig.Window + 0x40);
        if (used)
            rig.Board.Chip.ExternalMemory![0x177] = 0xFE;

        if (!used)
        {
            Assert.Equal(image.Crc32, rig.Burn(image, EraseRequest.None).Crc32);
            return;
        }

        var error = Assert.Throws<FlashException>(() => rig.Burn(image, EraseRequest.None));
        Assert.Equal((FlashFault.NotBlank, VendorRig.Window + 0x177), (error.Fault, error.Address!.Value));
    }

    /// <summary>Two buffers: while the memory programs a page, the next one goes over the wire.</summary>
    [Fact]
    public void Burn_AlgorithmOfAPack_TransferGoesOnWhileItPrograms()
    {
        using var rig = new VendorRig("stm32f746ng", TestLoaders.Read("quadspi-f746.FLM"));
        var image = LoaderRig.Random(0x2000, 10, VendorRig.Window);
        var plan = rig.Connect(image);
        rig.Session.Erase(plan, null, default);
        rig.Board.Chip.Busy.Clear();
        var begun = rig.Session.Clock.Now;

        rig.Session.Program(plan, image, null, default);

        var (taken, busy) = (rig.Session.Clock.Now - begun, rig.Board.Chip.Busy.Total);
        Assert.InRange(taken / busy, 1.0, 1.55);
    }

    private static byte[] Bytes(FirmwareImage image)
    {
        var bytes = new byte[image.ByteCount];
        image.Read(image.Segments[0].Address, bytes, 0);
        return bytes;
    }

    /// <summary>Asked of the simulator by a read of its own: RCC_AHB3ENR.</summary>
    private static uint QuadSpiClock(VendorRig rig)
    {
        using var link = new Probes.Swd.SwdLink(rig.Board.OpenSwd());
        link.Connect(4_000_000);
        return Targets.Adi.MemAp.Open(link, 0).ReadWord(0x4002_3838) & 2;
    }
}
