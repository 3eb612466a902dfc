// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Ports.Wires;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.DebugRoute;

public class FlashWorkTests
{
    private readonly WarningLog _warnings = new();

    [Fact]
    public void Run_TwoBanksBySectors_ErasesAndProgramsOnlyThose()
    {
        var (memory, work) = Make(TestChips.ExtraLarge);
        var image = FirmwareImage.FromBytes(0x0807FFFE, [1, 2, 3, 4]);
        var plan = Plan(image, TestChips.ExtraLarge, EraseRequest.Sectors);
        var erased = new Reports();

        work.Erase(plan, erased, default);
        work.Program(plan, image, null, default);

        Assert.Equal([2048, 4096], erased.Values);
        Assert.Equal([1, 2], memory.Banks[0].Cells[^2..]);
        Assert.Equal([3, 4], memory.Banks[1].Cells[..2]);
        Assert.Equal((1, 1), (memory.Banks[0].PageErases, memory.Banks[1].PageErases));
        Assert.All(memory.Banks, bank => Assert.True(bank.IsLocked));
    }

    [Fact]
    public void Erase_MassOfTwoBanks_ErasesBoth()
    {
        var (memory, work) = Make(TestChips.ExtraLarge);

        work.Erase(Plan(FirmwareImage.FromBytes(0x08000000, [1]), TestChips.ExtraLarge, EraseRequest.Chip), null, default);

        Assert.All(memory.Banks, bank => Assert.Equal(1, bank.MassErases));
        Assert.All(memory.Banks, bank => Assert.Equal(-1, bank.Cells.AsSpan().IndexOfAnyExcept((byte)0xFF)));
    }

    [Fact]
    public void Erase_NothingPlannedOnBlankFlash_TouchesNothing()
    {
        var (memory, work) = Make(TestChips.Tiny);
        memory.Banks[0].Cells.AsSpan(0x100, 4).Fill(0xFF);

        work.Erase(Plan(FirmwareImage.FromBytes(0x08000101, [1, 2]), TestChips.Tiny, EraseRequest.None), null, default);

        Assert.Equal(0, memory.Banks[0].KeyWrites);
    }

    [Theory]
    [InlineData(0x100u)]
    [InlineData(0x101u)]
    [InlineData(0x103u)]
    public void Erase_NothingPlannedOnWrittenFlash_IsNotBlank(uint written)
    {
        var (memory, work) = Make(TestChips.Tiny);
        memory.Banks[0].Cells.AsSpan().Fill(0xFF);
        memory.Banks[0].Cells[written] = 0xFE;

        var error = Assert.Throws<FlashException>(
            () => work.Erase(Plan(FirmwareImage.FromBytes(0x08000101, [1, 2, 3]), TestChips.Tiny, EraseRequest.None), null, default));

        Assert.Equal((FlashFault.NotBlank, 0x08000000 + written), (error.Fault, error.Address!.Value));
        Assert.Equal(("0xff", "0xfe"), (error.Expected, error.Actual));
    }

    [Fact]
    public void Program_WireBreaksAtAnyAccess_LetsThatErrorOutAndLocksWhenItCan()
    {
        var image = FirmwareImage.FromBytes(0x08000000, new byte[40]);
        var plan = Plan(image, TestChips.Tiny, EraseRequest.Chip);
        for (var at = 0; at < 30; at++)
        {
            var (memory, work) = Make(TestChips.Tiny);
            work.Erase(plan, null, default);
            var breakAt = memory.Accesses + at;
            memory.OnAccess = access => { if (access == breakAt) throw new WireException("fake", "broke"); };

            Assert.Throws<WireException>(() => work.Program(plan, image, null, default));
            Assert.True(memory.Banks[0].IsLocked, $"not locked after access {at}");
        }
    }

    [Fact]
    public void Program_WireStaysBroken_KeepsTheFirstErrorAndWarns()
    {
        var (memory, work) = Make(TestChips.Tiny);
        var image = FirmwareImage.FromBytes(0x08000000, new byte[40]);
        var plan = Plan(image, TestChips.Tiny, EraseRequest.Chip);
        work.Erase(plan, null, default);
        var breakFrom = memory.Accesses + 12;
        memory.OnAccess = access => { if (access >= breakFrom) throw new WireException("fake", $"broke at {access - breakFrom}"); };

        var error = Assert.Throws<WireException>(() => work.Program(plan, image, null, default));

        Assert.Contains("broke at 0", error.Message);
        Assert.Equal("flash-not-locked", Assert.Single(_warnings.All).Code);
    }

    [Fact]
    public void Program_CancelledBetweenPages_StopsAndLocks()
    {
        var (memory, work) = Make(TestChips.Tiny);
        var image = FirmwareImage.FromBytes(0x08000000, new byte[4096]);
        var plan = Plan(image, TestChips.Tiny, EraseRequest.Chip);
        work.Erase(plan, null, default);
        using var cancel = new CancellationTokenSource();
        var reports = new Reports { OnReport = _ => cancel.Cancel() };

        Assert.Throws<OperationCanceledException>(() => work.Program(plan, image, reports, cancel.Token));

        Assert.Equal([1024], reports.Values);
        Assert.True(memory.Banks[0].IsLocked);
        Assert.All(memory.Banks[0].Cells[1024..], cell => Assert.Equal(0xFF, cell));
    }

    [Fact]
    public void Lock_LeftOpen_LocksEveryBank()
    {
        var (memory, work) = Make(TestChips.ExtraLarge);
        memory.Banks[0].LeaveUnlocked();
        memory.Banks[1].LeaveUnlocked();

        work.Lock();

        Assert.All(memory.Banks, bank => Assert.True(bank.IsLocked));
    }

    private static FlashPlan Plan(FirmwareImage image, ChipDescription chip, EraseRequest erase) =>
        FlashPlanner.Plan(image, chip, new FlashPolicy(erase, VerifyMethod.Readback, 4_000_000));

    private (StrictFpecMemory Memory, FlashWork Work) Make(ChipDescription chip)
    {
        var memory = new StrictFpecMemory(chip);
        return (memory, new FlashWork(memory, memory, chip, _warnings));
    }

    private sealed class Reports : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public Action<long>? OnReport { get; init; }

        public void Report(long value)
        {
            Values.Add(value);
            OnReport?.Invoke(value);
        }
    }
}
