// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Mailbox;
using Appliance.Flashing.Fus.Operations;
using Appliance.Flashing.Fus.Upgrade;
using Appliance.Probes.Swd;
using Appliance.Simulation.Fus;
using Appliance.Targets.Adi;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>The FAQ of the ST wiki (STM32WB FUS, section 5), question by question: what the part shows is a cause with a name and a next action, or the plan deals with it.</summary>
public class FusFaqTests
{
    private const string Legacy = "BLE_Stack_full_fw_1_20_0";
    private const string New = "BLE_Stack_full_fw";

    private static readonly Dictionary<string, Action> Questions = new()
    {
        ["What does a virgin device contain exactly?"] = () => Assert.Equal([FusCause.NoStack], Notes("2.2.0")),
        ["I cannot read the FUS version: nobody started the coprocessor"] = () => Silent(CoprocessorFault.RomStalls, FusFault.NoAnswer, FusCause.NotStarted),
        ["Do I need to delete the stack prior to upgrading FUS?"] = DeleteBeforeUpgrade,
        ["Is my device running FUS or the wireless stack?"] = WhatRuns,
        ["What is IPCCDBA used for?"] = () => Silent(CoprocessorFault.MailboxMoved, FusFault.Refused, FusCause.MailboxMoved),
        ["After an upgrade I cannot access flash and FUS any more (SFSA = 0)"] = SafebootForced,
        ["Is it possible to downgrade FUS?"] = Downgrade,
        ["Does FUS erase the shadow of encrypted firmware?"] = Shadow,
        ["How can I read the FUS version from the binary?"] = VersionOfBinary,
        ["After a FUS upgrade, can the user keys be saved?"] = UserKeys,
        ["FUS is not responding: flash corruption"] = () => Silent(CoprocessorFault.FlashEcc, FusFault.NoAnswer, FusCause.FlashEcc),
        ["FUS is not responding: SBRV and SFSA not aligned"] = () => Silent(CoprocessorFault.BootAddressLost, FusFault.Lost, FusCause.BootAddressLost),
        ["I activated anti-rollback before installing any stack"] = AntiRollbackFirst,
        ["SFSA = 0x00 and SBRV = 0x3FC00, what happened?"] = SafebootForced,
        ["After two upgrades, why are SBRV and SFSA not aligned?"] = TwoUpgrades,
        ["SFSA is 0xF0 and not 0xF4 after a delete"] = DataSectionKept,
        ["FUS 1.2 was tried on FUS 2 and lies there still"] = RefusedImageLeft,
    };

    public static TheoryData<string> Names => [.. Questions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Question_IsAnswered(string question) => Questions[question]();

    [Fact]
    public void Causes_HaveNamesOfTheirOwnAndANextAction()
    {
        Assert.Equal(FusCause.All.Count, FusCause.All.Select(cause => cause.Name).Distinct().Count());
        Assert.All(FusCause.All, cause =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", cause.Name);
            Assert.Matches(@"^[A-Z].*\.$", cause.Text);
            Assert.Matches(@"^[A-Z].*\.$", cause.Next);
        });
    }

    private static void Silent(CoprocessorFault fault, FusFault kind, FusCause cause)
    {
        using var rig = new FusRig("2.2.0");
        rig.Cpu.Inject(fault);
        rig.Board.Chip.PowerOff();
        rig.Board.Chip.PowerOn();
        var error = Assert.Throws<FusException>(() => rig.Open().Connect(default));
        Assert.Equal((kind, cause), (error.Fault, error.Cause));
        Assert.Contains(cause.Next, error.Message, StringComparison.Ordinal);
    }

    private static void DeleteBeforeUpgrade()
    {
        var file = FusRig.File("FUS_fw_1_2_0");
        Assert.Equal([FusStepKind.Delete, FusStepKind.UpgradeFus], Plan("1.1.0", new FusWish { Files = [file] }, Legacy).Steps.Select(step => step.Kind));
        Assert.Equal([FusStepKind.UpgradeFus], Plan("1.2.0", new FusWish { Files = [FusRig.File("FUS_fw")] }, Legacy).Steps.Select(step => step.Kind));
    }

    private static void WhatRuns()
    {
        using var rig = new FusRig("2.2.0", Image(New));
        Assert.True(rig.Open().Connect(default).StartsStack);
        using var empty = new FusRig("2.2.0");
        Assert.False(empty.Open().Connect(default).StartsStack);
    }

    private static void SafebootForced()
    {
        foreach (var (fus, lost) in new[] { ("2.2.0", false), ("1.0.2", true) })
        {
            using var rig = new FusRig(fus, Image(Legacy));
            rig.Cpu.LoseOptions();
            rig.Board.Chip.PowerOff();
            rig.Board.Chip.PowerOn();
            Assert.Equal(FusCause.SafebootForced, Assert.Throws<FusException>(() => rig.Open().Connect(default, mayRecover: false)).Cause);
            var error = Record.Exception(() => rig.Open().Connect(default)) as FusException;
            Assert.Equal(lost, error is not null);
            if (lost)
                Assert.Equal((FusFault.Lost, FusCause.SafebootLocked), (error!.Fault, error.Cause));
        }
    }

    private static void Downgrade() =>
        Assert.Contains("no FUS goes back", FusLadders.Plan(FusReleases.V2_2_0, FusReleases.V1_2_0, FusFamily.Wb5x).Refusal, StringComparison.Ordinal);

    private static void Shadow()
    {
        using var rig = new FusRig("2.2.0", Image(Legacy));
        rig.Press(new FusWish { Files = [FusRig.File("BLE_HCILayer_fw")], KeepPairing = true });
        Assert.Empty(ImagesInFlash.Find(rig.Board.Chip.Flash.AsSpan(0, rig.Cpu.Boundary * 4096), 4096));
    }

    private static void VersionOfBinary()
    {
        var file = SimulatedFusImages.Wide.Single(image => image.Name == "FUS_fw_1_2_0").Build();
        Assert.Null(FusImageReader.Read(file).Version);
        Assert.Equal("2.2.0", FusImageReader.Read(Image("FUS_fw").Build()).Version.ToString());
        Assert.All(KnownFusImages.All.Where(image => image.Name == "FUS_fw_1_2_0"), image => Assert.Equal(FusReleases.V1_2_0, image.Version));
    }

    private static void UserKeys()
    {
        using var rig = new FusRig("1.2.0");
        rig.Press(new FusWish { UserKeys = [new UserKey(UserKeyKind.Simple, new byte[16])] });
        Assert.Equal(1, rig.Cpu.Keys);
        var steps = new List<FusStepDone>();
        rig.Press(new FusWish { Files = [FusRig.File("FUS_fw")] }, steps.Add);
        Assert.Contains("user keys", Assert.Single(steps).Step.Loses, StringComparison.Ordinal);
        Assert.Equal(0, rig.Cpu.Keys);
    }

    private static void AntiRollbackFirst()
    {
        using var rig = new FusRig("2.2.0");
        rig.Open().Connect(default);
        using (var link = new SwdLink(rig.Board.OpenSwd()))
        {
            link.Connect(4_000_000);
            new FusMailbox(MemAp.Open(link, 0), link.Clock).Send(FusOpcode.AntiRollback, [], TimeSpan.FromSeconds(1), default);
        }

        var error = Assert.Throws<FusException>(() => rig.Press(new FusWish { Files = [FusRig.File(Legacy)] }));
        Assert.Equal((FusFault.ImageRejected, FusCause.ClosedByAntiRollback), (error.Fault, error.Cause));
    }

    private static void TwoUpgrades()
    {
        Assert.Equal([FusStepKind.Delete, FusStepKind.InstallStack], Plan("1.1.2", new FusWish { Files = [FusRig.File(Legacy)] }, "BLE_HCILayer_fw").Steps.Select(step => step.Kind));
        Silent(CoprocessorFault.BootAddressLost, FusFault.Lost, FusCause.BootAddressLost);
    }

    private static void DataSectionKept()
    {
        using var rig = new FusRig("2.2.0", Image(New));
        rig.Press(new FusWish { Delete = true });
        Assert.Equal([FusCause.NoStack, FusCause.PairingDataKept], FusCause.Notes(rig.Open().Connect(default), FusDevice.Find("wb55cc")!));
        rig.Press(new FusWish { Files = [FusRig.File(Legacy)] });
        rig.Press(new FusWish { Delete = true });
        Assert.Equal([FusCause.NoStack], FusCause.Notes(rig.Open().Connect(default), FusDevice.Find("wb55cc")!));
    }

    /// <summary>The very case of the wiki: the old image reaches to the end of user flash, above where the stack goes.</summary>
    private static void RefusedImageLeft()
    {
        using var rig = new FusRig("2.2.0", target: "stm32wb55rg");
        SimulatedFusImages.Fus("FUS_fw_1_2_0", "1.2.0").Build().CopyTo(rig.Board.Chip.Flash.AsSpan(0xEC000));
        rig.Press(new FusWish { Files = [FusRig.File(New)] });
        Assert.Equal(("1.24.0", true), (rig.Cpu.Stack, rig.Cpu.StartsStack));
    }

    private static SimulatedFusImage Image(string name) => SimulatedFusImages.Wide.Single(image => image.Name == name);

    private static IReadOnlyList<FusCause> Notes(string fus)
    {
        using var rig = new FusRig(fus);
        return FusCause.Notes(rig.Open().Connect(default), FusDevice.Find("wb55cc")!);
    }

    private static FusPlan Plan(string fus, FusWish wish, string stack)
    {
        using var rig = new FusRig(fus, Image(stack), target: "stm32wb55rg");
        var session = rig.Open();
        return session.Plan(wish, session.Connect(default));
    }
}
