// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Mailbox;
using Appliance.Flashing.Fus.Operations;
using Appliance.Flashing.Fus.Upgrade;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Simulation.Fus;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>The list of what must never be done to a part, rule by rule: what is refused is refused by its reason, what is a way of working is looked for in every word that is written.</summary>
public class FusNeverListTests
{
    private const string Legacy = "BLE_Stack_full_fw_1_20_0";
    private const uint Options = 0x5800_4020;
    private const uint SecureFlash = 0x5800_4080;
    private const uint SecureReset = 0x5800_4084;
    private const uint FlashControl = 0x5800_4014;
    private const uint ResetRegister = 0xE000_ED0C;
    private const uint DebugControl = 0xE000_EDF0;
    private const uint BootBitsAlone = (1u << 23) | (1u << 26) | (1u << 27);
    private const uint MassErase = 1u << 2;
    private const uint OptionLaunch = 1u << 27;

    private static readonly Dictionary<string, Action> Rules = new()
    {
        ["no reset, halt or load of option bytes while the state is 0x10 to 0x3F"] = NothingComesWhileFusWorks,
        ["a job that is stopped in any state of FUS leaves the board alone"] = StoppedInEveryState,
        ["FUS 1.0.1 never goes to parts with less than 1 MB, nor anywhere by a plan"] = Fus101,
        ["FUS 1.1.0 never goes over 1.1.0: the keys would be lost"] = SameFusOverItself,
        ["anti-rollback never without a stack"] = AntiRollbackWithoutStack,
        ["before FUS 1.2.0 no stack goes over another, larger or not"] = StackOverStack,
        ["SFSA, SBRV and every option bit but those of the boot are never written"] = OnlyBootBits,
        ["an image of another family is never taken"] = AnotherFamily,
        ["two images are never left in user flash"] = TwoImages,
        ["no mass erase, for there is a secure area"] = NoMassErase,
        ["an image nobody knows is never taken without the word"] = UnknownImage,
        ["nothing final is done without its word"] = FinalWithoutWord,
    };

    public static TheoryData<string> Names => [.. Rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Never(string rule) => Rules[rule]();

    private static void NothingComesWhileFusWorks()
    {
        foreach (var (fus, wish, stack) in Presses())
        {
            using var rig = new FusRig(fus, stack, code: LoaderRig.Engines);
            var bad = new List<string>();
            rig.Press(wish, wrap: link => new SpyLink(link, (address, value) =>
            {
                var stops = address == ResetRegister || (address == DebugControl && (value & 3) == 3) || (address == FlashControl && (value & OptionLaunch) != 0);
                if (stops && rig.Cpu.Works)
                    bad.Add($"0x{address:X8} = 0x{value:X8} in state 0x{rig.Cpu.State:X2}");
            }));
            Assert.Empty(bad);
            Assert.Empty(rig.Board.Chip.Violations.List);
        }
    }

    private static void StoppedInEveryState()
    {
        foreach (var (fus, wish, stack) in Presses())
        {
            var seen = new HashSet<byte>();
            for (byte? next; (next = StopAtANewState(fus, wish, stack, seen)) is not null;)
                seen.Add(next.Value);
            Assert.NotEmpty(seen);
            Assert.All(seen, state => Assert.InRange(state, 0x10, 0x3F));
        }
    }

    private static byte? StopAtANewState(string fus, FusWish wish, SimulatedFusImage? stack, HashSet<byte> seen)
    {
        using var rig = new FusRig(fus, stack);
        using var stop = new CancellationTokenSource();
        byte? at = null;
        rig.Cpu.StageBegun = state =>
        {
            if (at is null && !seen.Contains(state))
            {
                at = state;
                stop.Cancel();
            }
        };
        var session = rig.Open();
        session.Connect(default);
        var error = Record.Exception(() => session.Reach(wish, null, stop.Token));
        if (at is null)
            return null;
        Assert.IsAssignableFrom<OperationCanceledException>(error);
        Assert.Equal(FusFault.Refused, Assert.Throws<FusException>(() => session.Restore(default)).Fault);
        Assert.Empty(rig.Board.Chip.Violations.List);
        return at;
    }

    private static void Fus101()
    {
        foreach (var from in FusReleases.Published.Where(from => from != FusReleases.V1_0_1))
            Assert.NotNull(FusLadders.Plan(from, FusReleases.V1_0_1, FusFamily.Wb5x).Refusal);
    }

    private static void SameFusOverItself()
    {
        using var rig = new FusRig("1.1.0");
        var file = FusRig.File(SimulatedFusImages.Fus("FUS_fw", "1.1.0"));
        var session = rig.Open();
        Assert.Empty(session.Plan(new FusWish { Files = [file] }, session.Connect(default)).Steps);
    }

    private static void AntiRollbackWithoutStack()
    {
        foreach (var fus in CoprocessorOptions.Versions)
            Assert.Single(Plan(fus, new FusWish { AntiRollback = true, Final = FusFinal.AntiRollback }).Refusals);
    }

    private static void StackOverStack()
    {
        foreach (var fus in CoprocessorOptions.Versions.Where(fus => FusVersion.Parse(fus) < FusReleases.V1_2_0))
        {
            foreach (var pages in new[] { 2, 40 })
            {
                var plan = Plan(fus, new FusWish { Files = [FusRig.File(new SimulatedFusImage("s", SimulatedImageKind.LegacyStack, "1.20.0", pages))] }, stack: "1.10.0");
                Assert.Equal([FusStepKind.Delete, FusStepKind.InstallStack], plan.Steps.Select(step => step.Kind));
            }
        }
    }

    private static void OnlyBootBits()
    {
        foreach (var (fus, wish, stack) in Presses())
        {
            using var rig = new FusRig(fus, stack, code: LoaderRig.Engines);
            var before = BitConverter.ToUInt32(rig.Board.Chip.OptionBytes, 0);
            var options = new List<uint>();
            rig.Press(wish, wrap: link => new SpyLink(link, (address, value) =>
            {
                Assert.NotInRange(address, SecureFlash, SecureReset);
                if (address == Options)
                    options.Add(value);
            }));
            Assert.NotEmpty(options);
            Assert.All(options, value => Assert.Equal(0u, (value ^ before) & ~BootBitsAlone));
        }
    }

    private static void AnotherFamily()
    {
        var narrow = FusRig.File(SimulatedFusImages.Narrow.Single(image => image.Name == "BLE_Stack_full_fw"));
        Assert.NotEmpty(Plan("2.2.0", new FusWish { Files = [narrow] }).Refusals);
        var info = new DeviceInfo(true, FusReleases.V2_2_0, null, 0, FusVersion.Parse("1.1.0"));
        var plan = FusPlanner.Plan(new FusWish { Files = [FusRig.File(Legacy)] }, new FusSituation(info, 0x8C, 0x46000), FusDevice.Find("wb15cc")!);
        Assert.NotEmpty(plan.Refusals);
    }

    private static void TwoImages()
    {
        using var rig = new FusRig("2.2.0", code: LoaderRig.Engines);
        SimulatedFusImages.Fus("old", "1.1.2").Build().CopyTo(rig.Board.Chip.Flash.AsSpan(0x8000));
        var images = 0;
        rig.Cpu.StageBegun = state => images = Math.Max(images, Count(rig.Board.Chip.Flash));
        rig.Press(new FusWish { Files = [FusRig.File(Legacy)] });
        Assert.Equal(1, images);
    }

    private static void NoMassErase()
    {
        foreach (var (fus, wish, stack) in Presses())
        {
            using var rig = new FusRig(fus, stack, code: LoaderRig.Engines);
            rig.Press(wish, wrap: link => new SpyLink(link, (address, value) => Assert.False(address == FlashControl && (value & MassErase) != 0)));
        }
    }

    private static void UnknownImage()
    {
        var file = FusRig.File(Legacy);
        Assert.NotEmpty(Plan("2.2.0", new FusWish { Files = [file with { Image = file.Image with { Known = null } }] }).Refusals);
    }

    private static void FinalWithoutWord()
    {
        FusWish[] wishes =
        [
            new() { Files = [FusRig.File("Safeboot_fw")] }, new() { CustomerKey = new byte[64] }, new() { LockCustomerKey = true }, new() { AntiRollback = true },
        ];
        foreach (var (wish, word) in wishes.Zip([FusFinal.Safeboot, FusFinal.CustomerKey, FusFinal.CustomerKeyLock, FusFinal.AntiRollback]))
        {
            Assert.Contains("cannot be taken back", Assert.Single(Plan("2.2.0", wish with { Final = ~word & (FusFinal)0xF }, "1.10.0").Refusals), StringComparison.Ordinal);
            Assert.Empty(Plan("2.2.0", wish with { Final = word }, "1.10.0").Refusals);
        }
    }

    private static IEnumerable<(string Fus, FusWish Wish, SimulatedFusImage? Stack)> Presses()
    {
        var stack = SimulatedFusImages.Wide.Single(image => image.Name == Legacy);
        yield return ("1.1.0", new FusWish { Files = [FusRig.File(SimulatedFusImages.Fus("FUS_fw_1_2_0", "1.2.0"))] }, stack);
        yield return ("2.2.0", new FusWish { Files = [FusRig.File("Safeboot_fw"), FusRig.File("BLE_Stack_full_fw")], Final = FusFinal.Safeboot }, stack);
        yield return ("1.2.0", new FusWish { Delete = true }, stack);
    }

    private static int Count(byte[] flash)
    {
        var pages = ImagesInFlash.Find(flash, 4096);
        return pages.Where((page, at) => at == 0 || page != pages[at - 1] + 1).Count();
    }

    private static FusPlan Plan(string fus, FusWish wish, string? stack = null)
    {
        var info = new DeviceInfo(stack is null, FusVersion.Parse(fus), stack is null ? null : FusVersion.Parse(stack), stack is null ? 0 : 30, FusVersion.Parse("1.1.0"));
        return FusPlanner.Plan(wish, new FusSituation(info, stack is null ? 0xF4 : 0xD0, 0xF4000), FusDevice.Find("wb55rg")!);
    }
}
