// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Simulation;
using Appliance.Simulation.Time;

namespace Appliance.Flashing.Tests.Loaders;

/// <summary>Whole jobs by the RAM loader on simulated boards, judged by the simulator's own memory.</summary>
public class LoaderJobTests
{
    [Theory]
    [InlineData("stm32f103cb")]
    [InlineData("stm32f103c6")]
    [InlineData("stm32f100rb")]
    [InlineData("stm32f107vc")]
    [InlineData("stm32f103rg")]
    public void Burn_SparseRandomImages_FlashHoldsImageAndEvidenceIsItsCrc(string target)
    {
        var random = new Random(target.Length);
        for (var round = 0; round < 3; round++)
        {
            using var rig = new LoaderRig(target, new SimulationOptions { Seed = round });
            random.NextBytes(rig.Board.Chip.Flash);
            var before = (byte[])rig.Board.Chip.Flash.Clone();
            var image = SparseImage.Make(random, rig.Chip);

            var evidence = rig.Burn(image, EraseRequest.Sectors);

            Assert.Equal(Expected(image, rig.Plan(image, EraseRequest.Sectors), before), rig.Board.Chip.Flash);
            Assert.Equal(new VerifyEvidence("crc", image.ByteCount, image.Crc32), evidence);
            Assert.Empty(rig.Board.Chip.Violations.List);
            Assert.Empty(rig.Session.Warnings);
        }
    }

    [Fact]
    public void Burn_AWholeChip_TakesLittleMoreThanTheSilicon()
    {
        using var rig = new LoaderRig();
        var image = LoaderRig.Random(128 * 1024, 5);
        rig.Burn(image);
        rig.Session.Reset(FinalState.Run, default);
        var floor = rig.Board.Chip.Busy.Sum(BusyKind.MassErase) + rig.Board.Chip.Busy.Sum(BusyKind.Program);
        Assert.InRange(rig.Session.Clock.Now / floor, 1.0, 1.05);
    }

    private static byte[] Expected(FirmwareImage image, FlashPlan plan, byte[] before)
    {
        var expected = (byte[])before.Clone();
        foreach (var sector in plan.Sectors)
            expected.AsSpan((int)(sector.Address - LoaderRig.Flash), (int)sector.Size).Fill(0xFF);
        foreach (var segment in image.Segments)
            image.Read(segment.Address, expected.AsSpan((int)(segment.Address - LoaderRig.Flash), (int)segment.Length), 0);
        return expected;
    }
}
