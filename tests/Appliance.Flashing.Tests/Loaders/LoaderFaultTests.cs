// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Loaders;
using Appliance.Simulation;

namespace Appliance.Flashing.Tests.Loaders;

/// <summary>What can go wrong with a loader while it works, each told with where it stopped. The trouble is made in the RAM of the simulated chip.</summary>
public class LoaderFaultTests
{
    private const uint RamStart = 0x2000_0000;
    private const uint Controller = 0x34;
    private const uint RingEnd = 0x24;
    private static readonly FirmwareImage Image = LoaderRig.Random(16 * 1024, 3);

    [Fact]
    public void Program_LoaderThatCrashes_IsToldWithItsPlaceAndFaultRegisters()
    {
        using var rig = new LoaderRig();
        var error = Assert.Throws<FlashException>(() => Program(rig, () => Mailbox(rig, Controller, 0x6000_0000)));
        Assert.Equal(FlashFault.LoaderFailed, error.Fault);
        Assert.InRange(error.Address!.Value, RamStart, RamStart + (uint)LoaderCode.Named("layout-a").Length);
        Assert.Contains("crashed at block", error.Message, StringComparison.Ordinal);
        Assert.Contains("CFSR 0x00008200, HFSR 0x40000000, BFAR 0x60000010", error.Message, StringComparison.Ordinal);
        AssertPutBack(rig);
    }

    [Fact]
    public void Program_LoaderThatHangs_IsToldWithWhereItGoesRound()
    {
        using var rig = new LoaderRig();
        var error = Assert.Throws<FlashException>(() => Program(rig, () =>
        {
            var ringEnd = Place(rig).SlotOf(4) + (uint)Place(rig).Stride;
            rig.Board.Chip.Ram.AsSpan((int)(ringEnd - RamStart)).Clear();
            Mailbox(rig, RingEnd, 0); // it goes on behind the ring, where no block ever comes
        }));
        Assert.Equal(FlashFault.LoaderFailed, error.Fault);
        Assert.Contains("did not come on within", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Address!.Value, RamStart, RamStart + (uint)LoaderCode.Named("layout-a").Length);
        AssertPutBack(rig);
    }

    [Fact]
    public void Program_ABlockDamagedInTheRing_IsSentAgainAndNoted()
    {
        using var rig = new LoaderRig();
        Program(rig, () => rig.Board.Chip.Ram[(int)(Place(rig).SlotOf(4) - RamStart) + LoaderBlock.HeaderBytes + 77] ^= 0x10);
        Assert.Equal(["block-resent"], rig.Session.Warnings.Select(warning => warning.Code));
        Assert.Equal(Bytes(), rig.Board.Chip.Flash[..(16 * 1024)]);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Program_ABlockBeforeItsTime_IsNoticed()
    {
        using var rig = new LoaderRig();
        var error = Assert.Throws<FlashException>(() => Program(rig, () => Word(rig, Place(rig).SlotOf(3) + 4, 7)));
        Assert.Equal(FlashFault.LoaderFailed, error.Fault);
        Assert.Equal(("block 3", "block 7"), (error.Expected, error.Actual));
        AssertPutBack(rig);
    }

    [Fact]
    public void Program_AnOldBlockOnceMore_IsNotProgrammedAgain()
    {
        using var rig = new LoaderRig();
        var again = new LoaderBlock(1, LoaderWork.Program, LoaderRig.Flash + 0x8000, 4, [1, 2, 3, 4]);
        Program(rig, () =>
        {
            var slot = (int)(Place(rig).SlotOf(1) - RamStart);
            again.Head.CopyTo(rig.Board.Chip.Ram.AsSpan(slot));
            again.Body.CopyTo(rig.Board.Chip.Ram.AsSpan(slot + LoaderBlock.HeadBytes));
        });
        Assert.Equal(Bytes(), rig.Board.Chip.Flash[..(16 * 1024)]);
        Assert.Equal(0xFF, rig.Board.Chip.Flash[0x8000]);
    }

    [Fact]
    public void Program_FlashThatIsNotErased_IsNamedWithWhatIsThere()
    {
        using var rig = new LoaderRig();
        rig.Board.Chip.Flash[0x1234] = 0x7F;
        var error = Assert.Throws<FlashException>(() => Program(rig, () => { }));
        Assert.Equal((FlashFault.ProgramError, LoaderRig.Flash + 0x1234u), (error.Fault, error.Address));
        Assert.Equal(("0xffff", "0xff7f"), (error.Expected, error.Actual));
        AssertPutBack(rig);
    }

    [Fact]
    public void Program_WriteProtectedFlash_IsNamed()
    {
        using var rig = new LoaderRig();
        rig.Board.Chip.OptionBytes[8] = 0xFE;
        rig.Board.Chip.OptionBytes[9] = 0x01;
        var error = Assert.Throws<FlashException>(() => Program(rig, () => { }));
        Assert.Equal((FlashFault.WriteProtected, LoaderRig.Flash), (error.Fault, error.Address));
    }

    [Theory]
    [InlineData("bad-flash-cell", FlashFault.ProgramError)]
    [InlineData("bad-ram", FlashFault.RamBad)]
    public void Burn_BoardWithADefect_IsRedWithItsCause(string fault, FlashFault expected)
    {
        using var rig = new LoaderRig(options: new SimulationOptions { Fault = fault });
        var error = Assert.Throws<FlashException>(() => rig.Burn(Image));
        Assert.Equal(expected, error.Fault);
        Assert.NotNull(error.Expected);
        AssertPutBack(rig);
    }

    [Theory]
    [InlineData("watchdog", "watchdog")]
    [InlineData("slow-silicon", "slow-flash")]
    [InlineData("parity-noise", "parity-noise")]
    public void Burn_BoardWithTroubleThatCanBeOvercome_IsGreenAndNoted(string fault, string warning)
    {
        using var rig = new LoaderRig(options: new SimulationOptions { Fault = fault });
        Assert.Equal(Image.Crc32, rig.Burn(Image).Crc32);
        rig.Session.Reset(FinalState.Run, default);
        Assert.Equal([warning], rig.Session.Warnings.Select(noted => noted.Code).Distinct());
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Burn_PartThatLosesHeldWrites_NeedsNoSecondTry()
    {
        using var rig = new LoaderRig(options: new SimulationOptions { LosesHeldWrites = true });
        Assert.Equal(Image.Crc32, rig.Burn(Image).Crc32);
        Assert.Empty(rig.Session.Warnings);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0x3FFF, 7)]
    [InlineData(0x2001, 3)]
    public void Verify_OneBitFlippedAnywhere_IsRedAtThatAddress(int offset, int bit)
    {
        using var rig = new LoaderRig();
        Program(rig, () => { });
        rig.Board.Chip.FlipBit(offset, bit);
        var error = Assert.Throws<FlashException>(() => rig.Session.Verify(rig.Plan(Image), Image, null, default));
        Assert.Equal((FlashFault.VerifyMismatch, LoaderRig.Flash + (uint)offset), (error.Fault, error.Address));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x1FFF)]
    [InlineData(0x3FFD)]
    public void Erase_NothingErasedAndAByteWritten_IsNamed(int offset)
    {
        using var rig = new LoaderRig();
        rig.Board.Chip.Flash[offset] = 0x5A;
        rig.Connect();
        var error = Assert.Throws<FlashException>(() => rig.Session.Erase(rig.Plan(Image, EraseRequest.None), null, default));
        Assert.Equal((FlashFault.NotBlank, LoaderRig.Flash + (uint)offset, "0x5a"), (error.Fault, error.Address, error.Actual));
        AssertPutBack(rig);
    }

    [Fact]
    public void Burn_BlankChipThatIsNotErased_IsGreen()
    {
        using var rig = new LoaderRig();
        Assert.Equal(Image.Crc32, rig.Burn(Image, EraseRequest.None).Crc32);
    }

    [Fact]
    public void Burn_LeftWithoutAReset_HasItsClockAsBefore()
    {
        using var rig = new LoaderRig();
        rig.Burn(Image);
        AssertPutBack(rig);
    }

    [Fact]
    public void Program_CancelledInTheMiddle_StopsTheLoaderAndLocksTheFlash()
    {
        using var rig = new LoaderRig();
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Program(rig, cancel.Cancel, cancel.Token));
        Assert.True(rig.Board.Chip.IsHalted);
        Assert.Equal(SafeState.HeldInReset, rig.Session.MakeSafe());
    }

    /// <summary>Erases, then programs; something happens when the first block is finished.</summary>
    private static void Program(LoaderRig rig, Action trouble, CancellationToken cancel = default)
    {
        var plan = rig.Plan(Image, EraseRequest.None);
        rig.Connect();
        rig.Session.Program(plan, Image, new Once(trouble), cancel);
    }

    private static byte[] Bytes()
    {
        var bytes = new byte[Image.ByteCount];
        Image.Read(LoaderRig.Flash, bytes, 0);
        return bytes;
    }

    private static LoaderPlace Place(LoaderRig rig) => LoaderPlace.In(rig.Chip.Ram[0], LoaderCode.Named("layout-a").Length);

    private static void Mailbox(LoaderRig rig, uint offset, uint value) => Word(rig, Place(rig).Mailbox + offset, value);

    private static void Word(LoaderRig rig, uint address, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(rig.Board.Chip.Ram.AsSpan((int)(address - RamStart)), value);

    /// <summary>The clock is that after reset, the core halted.</summary>
    private static void AssertPutBack(LoaderRig rig)
    {
        Assert.True(rig.Board.Chip.IsHalted);
        Assert.Equal(8_000_000, rig.Board.Chip.CoreHertz);
    }

    private sealed class Once(Action action) : IProgress<long>
    {
        private Action? _action = action;

        public void Report(long value)
        {
            var now = _action;
            _action = null;
            now?.Invoke();
        }
    }
}
