// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Mailbox;
using Appliance.Flashing.Fus.Operations;
using Appliance.Flashing.Fus.Upgrade;
using Appliance.Simulation.Fus;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>What is never done to a part, each with the reason that is given.</summary>
public class FusNeverTests
{
    private static readonly FusDevice Large = FusDevice.Find("wb55rg")!;

    [Fact]
    public void Plan_UnknownImage_IsRefusedUnlessTheWordIsGiven()
    {
        var file = FusRig.File("BLE_Stack_full_fw_1_20_0");
        file = file with { Image = file.Image with { Known = null } };

        Assert.Contains("no release of ST", Assert.Single(Plan("2.2.0", new FusWish { Files = [file] }).Refusals), StringComparison.Ordinal);
        Assert.Empty(Plan("2.2.0", new FusWish { Files = [file], TakeUnknown = true }).Refusals);
    }

    [Fact]
    public void Plan_ImageOfAnotherFamily_IsRefused()
    {
        var file = FusRig.File(SimulatedFusImages.Narrow.Single(image => image.Name == "BLE_Stack_full_fw"));
        Assert.Contains(Plan("2.2.0", new FusWish { Files = [file] }).Refusals, why => why.Contains("Wb1x", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.1.0")]
    [InlineData("1.0.2")]
    public void Plan_StackOverStackBefore120_DeletesFirst(string fus)
    {
        var plan = Plan(fus, new FusWish { Files = [FusRig.File("BLE_Stack_full_fw_1_20_0")] }, stack: "1.10.0");
        Assert.Equal([FusStepKind.Delete, FusStepKind.InstallStack], plan.Steps.Select(step => step.Kind));
    }

    [Fact]
    public void Plan_PairingDataKeptByAnOldFus_IsRefused() => Assert.Contains(
        "keeps pairing data", Assert.Single(Plan("1.2.0", new FusWish { Files = [FusRig.File("BLE_Stack_full_fw_1_20_0")], KeepPairing = true }, stack: "1.10.0").Refusals),
        StringComparison.Ordinal);

    [Fact]
    public void Plan_FusThatKeepsItsVersionToItself_IsRefused()
    {
        var file = FusRig.File("FUS_fw_1_2_0");
        file = file with { Image = file.Image with { Known = null, Version = null } };
        Assert.Contains(Plan("1.1.0", new FusWish { Files = [file], TakeUnknown = true }).Refusals, why => why.Contains("cannot be told apart", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_StackIntoTheApplication_IsRefused()
    {
        var plan = Plan("2.2.0", new FusWish { Files = [FusRig.File("BLE_Stack_full_fw_1_20_0")], KeepBelow = 0x080E0000 });
        Assert.Contains(plan.Refusals, why => why.Contains("no room", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_FromEveryFusToEveryOther_GoesOnlyTheFourWays()
    {
        foreach (var from in FusReleases.Published)
        {
            foreach (var to in FusReleases.Published)
            {
                var ladder = FusLadders.Plan(from, to, FusFamily.Wb5x);
                var moves = ladder.Moves.Select(move => $"{move.From}-{move.To}{(move.DedicatedImage ? "*" : "")}");
                Assert.Equal(Expected(from.ToString(), to.ToString()), string.Join(' ', moves));
                Assert.Equal(from != to && ladder.Moves.Count == 0, ladder.Refusal is not null);
            }
        }
    }

    [Fact]
    public void Restore_WhileFusWorks_IsRefusedAndTheBoardIsLeftAlone()
    {
        using var rig = new FusRig("2.2.0");
        var session = rig.Open();
        session.Connect(default);
        using var stop = new CancellationTokenSource();
        rig.Board.Chip.Coprocessor!.StageBegun = state => stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => session.Reach(new FusWish { Files = [FusRig.File("BLE_Stack_full_fw")] }, null, stop.Token));

        Assert.True(session.IsWorking);
        Assert.Equal(FusFault.Refused, Assert.Throws<FusException>(() => session.Restore(default)).Fault);
        Assert.Empty(rig.Board.Chip.Violations.List);
        rig.Board.Chip.Coprocessor.StageBegun = null;
        var next = rig.Open();
        next.Connect(default);
        next.Reach(new FusWish { Files = [FusRig.File("BLE_Stack_full_fw")] }, null, default);
        next.Restore(default);
        Assert.Equal("1.24.0", rig.Cpu.Stack);
        Assert.Empty(rig.Store.Kept);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Reply_OfAnyBytes_IsReadWithinThem()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = new byte[random.Next(0, 20)];
            random.NextBytes(bytes);
            if (bytes.Length > 1 && i % 2 == 0) (bytes[0], bytes[1]) = (0x11, 0x0E);
            if (bytes.Length > 2 && i % 4 == 0) bytes[2] = (byte)random.Next(0, 20);
            if (FusReply.TryRead(bytes) is { } reply)
                Assert.True(FusReply.HeadBytes + reply.Payload.Count <= bytes.Length && bytes[0] == 0x11 && bytes[1] == 0x0E);
            if (bytes.Length >= DeviceInfo.Bytes)
                _ = DeviceInfo.TryRead(bytes);
        }
    }

    /// <summary>Item by item as the product promises it: 0.5.3 → 1.2.0 by its image, 1.x → 1.2.0, 1.2.0 and 2.x → 2.2.0.</summary>
    private static string Expected(string from, string to) => (from, to) switch
    {
        _ when from == to => "",
        ("0.5.3", "1.2.0") => "0.5.3-1.2.0*",
        ("0.5.3", "2.2.0") => "0.5.3-1.2.0* 1.2.0-2.2.0",
        ("1.0.1" or "1.0.2" or "1.1.0" or "1.1.1" or "1.1.2", "1.2.0") => $"{from}-1.2.0",
        ("1.0.1" or "1.0.2" or "1.1.0" or "1.1.1" or "1.1.2", "2.2.0") => $"{from}-1.2.0 1.2.0-2.2.0",
        ("1.2.0" or "2.0.0" or "2.1.0", "2.2.0") => $"{from}-2.2.0",
        _ => "",
    };

    private static FusPlan Plan(string fus, FusWish wish, string? stack = null)
    {
        var info = new DeviceInfo(stack is null, FusVersion.Parse(fus), stack is null ? null : FusVersion.Parse(stack), stack is null ? 0 : 30, FusVersion.Parse("1.1.0"));
        return FusPlanner.Plan(wish, new FusSituation(info, stack is null ? 0xF4 : 0xD0, 0xF4000), Large);
    }
}
