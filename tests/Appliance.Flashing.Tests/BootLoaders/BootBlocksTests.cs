// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Layout;
using FsCheck;
using FsCheck.Fluent;

namespace Appliance.Flashing.Tests.BootLoaders;

public class BootBlocksTests
{
    [Fact]
    public void Of_RunsThatShareAWord_ShareABlock()
    {
        PlannedWrite[] writes = [new(0x08000002, 2, 0), new(0x08000004, 0x1FE, 0), new(0x08000206, 2, 0)];

        PlannedWrite[] expected = [new(0x08000000, 0x100, 0), new(0x08000100, 0x100, 0), new(0x08000200, 0x8, 0)];
        Assert.Equal(expected, BootBlocks.Of(writes, 4, 256));
    }

    [Fact]
    public void Of_AnyWrites_CoversEachByteOnceInWholeUnits()
    {
        var runs = ArbMap.Default.GeneratorFor<byte>().Where(size => size > 0).Two().ListOf(12);
        Prop.ForAll(runs.ToArbitrary(), list =>
        {
            var (at, writes) = (0x08000000u, new List<PlannedWrite>());
            foreach (var (gap, size) in list)
            {
                at += (uint)gap * 2;
                writes.Add(new PlannedWrite(at, (uint)size * 2, 0));
                at += (uint)size * 2;
            }

            var blocks = BootBlocks.Of(writes, 4, 256).ToList();
            var bytes = blocks.SelectMany(block => Enumerable.Range(0, (int)block.Length).Select(i => block.Address + (uint)i)).ToList();
            Assert.Equal(bytes.Count, bytes.Distinct().Count());
            Assert.All(blocks, block => Assert.True(block.Address % 4 == 0 && block.Length % 4 == 0 && block.Length is > 0 and <= 256));
            Assert.Empty(writes.SelectMany(write => Enumerable.Range(0, (int)write.Length).Select(i => write.Address + (uint)i)).Except(bytes));
        }).QuickCheckThrowOnFailure();
    }
}
