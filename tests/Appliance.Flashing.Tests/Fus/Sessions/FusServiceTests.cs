// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Mailbox;
using Appliance.Flashing.Fus.Operations;
using Appliance.Probes.Swd;
using Appliance.Simulation.Fus;
using Appliance.Targets.Adi;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>Safeboot, keys, locks and anti-rollback: each done, each refused where its rule says so, and nothing final without its word.</summary>
public class FusServiceTests
{
    private const string Legacy = "BLE_Stack_full_fw_1_20_0";
    private const string New = "BLE_Stack_full_fw";
    private static readonly byte[] Key16 = [.. Enumerable.Range(0xA0, 16).Select(value => (byte)value)];

    [Fact]
    public void Safeboot_OnAPartWithAStack_DeletesInstallsAndPutsTheStackBack()
    {
        using var rig = new FusRig("2.2.0", Image(Legacy));
        var steps = new List<FusStepDone>();

        var situation = rig.Press(new FusWish { Files = [FusRig.File("Safeboot_fw"), FusRig.File(New)], Final = FusFinal.Safeboot }, steps.Add);

        Assert.Equal([FusStepKind.Delete, FusStepKind.InstallSafeboot, FusStepKind.InstallStack], steps.Select(step => step.Step.Kind));
        Assert.Equal(("2.0.1", "1.24.0", true), (rig.Cpu.Safeboot, rig.Cpu.Stack, rig.Cpu.StartsStack));
        Assert.Equal("2.0.1", situation.Info.Safeboot.ToString());
        Assert.Equal(-1, rig.Board.Chip.Flash.AsSpan(0, 0x1000).IndexOfAnyExcept((byte)0xFF));
        Assert.Empty(rig.Store.Kept);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Safeboot_AlreadyThere_IsNotInstalledAgain()
    {
        using var rig = new FusRig("2.2.0");
        FusWish wish = new() { Files = [FusRig.File("Safeboot_fw")], Final = FusFinal.Safeboot };
        rig.Press(wish);
        var session = rig.Open();
        Assert.Empty(session.Plan(wish, session.Connect(default)).Steps);
        session.Restore(default);
    }

    [Theory]
    [InlineData("2.2.0", FusFinal.None, false, "\"safeboot\"")]
    [InlineData("1.2.0", FusFinal.Safeboot, false, "FUS 2.0.0 and later")]
    [InlineData("2.2.0", FusFinal.Safeboot, true, "pairing data cannot be kept")]
    public void Safeboot_AgainstARule_IsRefusedAndNothingIsChanged(string fus, FusFinal final, bool keep, string why)
    {
        using var rig = new FusRig(fus);
        var flash = rig.Board.Chip.Flash.ToArray();

        var refused = Refused(rig, new FusWish { Files = [FusRig.File("Safeboot_fw")], Final = final, KeepPairing = keep });

        Assert.Contains(why, refused, StringComparison.Ordinal);
        Assert.Equal(flash, rig.Board.Chip.Flash);
    }

    [Fact]
    public void AntiRollback_WithTheStackOfTheSamePress_IsActiveAndOlderStacksAreRejected()
    {
        using var rig = new FusRig("2.2.0");
        var steps = new List<FusStepDone>();
        rig.Press(new FusWish { Files = [FusRig.File(New)], AntiRollback = true, Final = FusFinal.AntiRollback }, steps.Add);
        Assert.Equal([FusStepKind.InstallStack, FusStepKind.AntiRollback], steps.Select(step => step.Step.Kind));
        Assert.True(rig.Cpu.AntiRollback);
        Assert.True(rig.Cpu.StartsStack);

        var older = Assert.Throws<FusException>(() => rig.Press(new FusWish { Files = [FusRig.File(Legacy)] }));

        Assert.Equal(FusFault.ImageRejected, older.Fault);
        Assert.Contains("anti-rollback", older.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Theory]
    [InlineData("2.2.0", false, FusFinal.AntiRollback, "Install the stack first")]
    [InlineData("1.1.2", true, FusFinal.AntiRollback, "FUS 1.2.0 and later")]
    [InlineData("2.2.0", true, FusFinal.None, "\"anti-rollback\"")]
    [InlineData("2.2.0", true, FusFinal.Safeboot, "\"anti-rollback\"")]
    public void AntiRollback_AgainstARule_IsRefusedAndNothingIsChanged(string fus, bool stack, FusFinal final, string why)
    {
        using var rig = new FusRig(fus, stack ? Image(Legacy) : null);
        Assert.Contains(why, Refused(rig, new FusWish { AntiRollback = true, Final = final }), StringComparison.Ordinal);
        Assert.False(rig.Cpu.AntiRollback);
    }

    [Fact]
    public void Keys_OfEveryKind_AreStoredAndTheirIndexesTold()
    {
        using var rig = new FusRig("2.2.0");
        var steps = new List<FusStepDone>();

        rig.Press(new FusWish
        {
            UserKeys = [new(UserKeyKind.Master, new byte[32]), new(UserKeyKind.Simple, Key16), new(UserKeyKind.Encrypted, new byte[44])],
        }, steps.Add);

        Assert.Equal(2, rig.Cpu.Keys);
        Assert.Equal(["its index is 0", "its index is 0", "its index is 1"], steps.Select(step => step.Note));
        var texts = string.Concat(steps.Select(step => $"{step} {step.Step}"));
        Assert.DoesNotContain("A0A1", texts, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("A0-A1", texts, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Keys_EncryptedWithoutAMasterKey_AreRefusedByFus()
    {
        using var rig = new FusRig("2.2.0");
        var error = Assert.Throws<FusException>(() => rig.Press(new FusWish { UserKeys = [new(UserKeyKind.Encrypted, new byte[28])] }));
        Assert.Equal(FusFault.CommandRefused, error.Fault);
        Assert.Equal(0, rig.Cpu.Keys);
    }

    [Fact]
    public void Keys_OnAPartWithoutAStore_AreRefused()
    {
        using var rig = new FusRig("2.2.0", target: "stm32wb15cc");
        Assert.Contains("no store for user keys", Refused(rig, new FusWish { UserKeys = [new(UserKeyKind.Simple, Key16)] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UserKeyKind.Simple, 15)]
    [InlineData(UserKeyKind.Simple, 28)]
    [InlineData(UserKeyKind.Encrypted, 32)]
    [InlineData(UserKeyKind.Master, 0)]
    public void Key_OfALengthThatFitsNone_IsNoKey(UserKeyKind kind, int length) => Assert.Throws<FormatException>(() => new UserKey(kind, new byte[length]));

    [Fact]
    public void CustomerKey_StoredAndLocked_CannotBeReplaced()
    {
        using var rig = new FusRig("2.2.0");
        const FusFinal both = FusFinal.CustomerKey | FusFinal.CustomerKeyLock;
        var steps = new List<FusStepDone>();
        rig.Press(new FusWish { CustomerKey = new byte[64], LockCustomerKey = true, Final = both }, steps.Add);
        Assert.Equal([FusStepKind.UpdateCustomerKey, FusStepKind.LockCustomerKey], steps.Select(step => step.Step.Kind));

        var error = Assert.Throws<FusException>(() => rig.Press(new FusWish { CustomerKey = new byte[64], Final = both }));

        Assert.Equal(FusFault.CommandRefused, error.Fault);
        Assert.Contains("locked", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, false, "\"customer-key\"")]
    [InlineData(0, true, "\"lock-customer-key\"")]
    [InlineData(63, false, "64 bytes")]
    public void CustomerKey_AgainstARule_IsRefused(int bytes, bool isLocked, string why)
    {
        using var rig = new FusRig("2.2.0");
        Assert.Contains(why, Refused(rig, new FusWish { CustomerKey = new byte[bytes], LockCustomerKey = isLocked }), StringComparison.Ordinal);
    }

    /// <summary>Every command of shci.h, sent by the client of the mailbox; FUS 2.2 without a stack answers each as documented.</summary>
    [Theory]
    [InlineData(FusOpcode.GetState, "", 0)]
    [InlineData(FusOpcode.FirmwareUpgrade, "", 1)]
    [InlineData(FusOpcode.FirmwareDelete, "", 1)]
    [InlineData(FusOpcode.UpdateCustomerKey, "40", 0x12)]
    [InlineData(FusOpcode.LockCustomerKey, "", 0)]
    [InlineData(FusOpcode.StoreUserKey, "0110000102030405060708090A0B0C0D0E0F", 0)]
    [InlineData(FusOpcode.LoadUserKey, "00", 1)]
    [InlineData(FusOpcode.StartStack, "", 1)]
    [InlineData(FusOpcode.LockUserKey, "07", 1)]
    [InlineData(FusOpcode.UnloadUserKey, "07", 1)]
    [InlineData(FusOpcode.AntiRollback, "", 0)]
    public void Mailbox_EveryCommand_IsAnsweredWithItsStatus(FusOpcode opcode, string payload, byte status)
    {
        using var rig = new FusRig("2.2.0");
        rig.Open().Connect(default);
        using var link = new SwdLink(rig.Board.OpenSwd());
        link.Connect(4_000_000);
        var mailbox = new FusMailbox(MemAp.Open(link, 0), link.Clock);

        var reply = mailbox.Send(opcode, Convert.FromHexString(payload), TimeSpan.FromSeconds(1), default);

        Assert.Equal(((ushort)opcode, status), (reply.Opcode, reply.Status));
        Assert.NotEmpty(reply.StatusText);
    }

    [Theory]
    [InlineData("1.0.2", true)]
    [InlineData("0.5.3", true)]
    [InlineData("1.1.0", false)]
    [InlineData("2.2.0", false)]
    public void Plan_StepsWithoutAWayBack_SaySo(string fus, bool announced)
    {
        using var rig = new FusRig(fus, Image(Legacy), target: "stm32wb55rg");
        var session = rig.Open();
        var plan = session.Plan(new FusWish { Delete = true }, session.Connect(default));
        Assert.Equal(announced, Assert.Single(plan.Steps).NoWayBack.Length > 0);
        session.Restore(default);
    }

    private static SimulatedFusImage Image(string name) => SimulatedFusImages.Wide.Single(image => image.Name == name);

    private static string Refused(FusRig rig, FusWish wish)
    {
        var before = rig.Board.Chip.OptionBytes.ToArray();
        var session = rig.Open();
        session.Connect(default);
        var error = Assert.Throws<FusException>(() => session.Reach(wish, null, default));
        Assert.Equal(FusFault.Refused, error.Fault);
        session.Restore(default);
        Assert.Equal(before, rig.Board.Chip.OptionBytes);
        return error.Message;
    }
}
