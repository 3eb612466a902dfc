// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Adi;
using Appliance.Targets.Tests.Fakes;

namespace Appliance.Targets.Tests.Adi;

public sealed class RomTableTests
{
    private const uint Start = 0xE000_0000;
    private readonly FakeMemory _memory = new(Start, new byte[0x10_0000]);
    private readonly MemAp _ap;

    public RomTableTests()
    {
        _ap = MemAp.Open(new FakeDapLink(_memory), 0);
    }

    [Fact]
    public void Walk_TablesWithinTables_ListsEveryComponentOnce()
    {
        Component(0xE00F_F000, 0x1, 0x020, 0x410);
        Entries(0xE00F_F000, 0xE000_E000, 0xE008_0000);
        Component(0xE000_E000, 0xE, 0x23B, 0x000);
        Component(0xE008_0000, 0x1, 0x23B, 0x4C0);
        Entries(0xE008_0000, 0xE000_1000);
        Component(0xE000_1000, 0x9, 0x23B, 0x002);

        var found = RomTable.Walk(_ap, 0xE00F_F003);

        Assert.Equal(
            [
                new RomComponent(0xE00F_F000, 0x1, 0x020, 0x410, 0), new RomComponent(0xE000_E000, 0xE, 0x23B, 0x000, 1),
                new RomComponent(0xE008_0000, 0x1, 0x23B, 0x4C0, 1), new RomComponent(0xE000_1000, 0x9, 0x23B, 0x002, 2),
            ],
            found);
    }

    [Fact]
    public void Walk_EntryNotPresent_IsLeftOut()
    {
        Component(0xE00F_F000, 0x1, 0x020, 0x410);
        Component(0xE000_1000, 0x9, 0x23B, 0x002);
        Put(0xE00F_F000, 0xFFF0_2002);

        Assert.Single(RomTable.Walk(_ap, 0xE00F_F003));
    }

    [Fact]
    public void Walk_TableThatPointsToItself_Ends()
    {
        Component(0xE00F_F000, 0x1, 0x020, 0x410);
        Entries(0xE00F_F000, 0xE00F_F000);

        Assert.Single(RomTable.Walk(_ap, 0xE00F_F003));
    }

    [Fact]
    public void Walk_ComponentThatFaults_IsLeftOutAndTheRestIsThere()
    {
        Component(0xE00F_F000, 0x1, 0x020, 0x410);
        Entries(0xE00F_F000, 0xE004_1000, 0xE000_1000);
        Component(0xE000_1000, 0x9, 0x23B, 0x002);
        _memory.Faulting.Add(0xE004_1FF0);

        Assert.Equal([0xE00F_F000u, 0xE000_1000u], RomTable.Walk(_ap, 0xE00F_F003).Select(component => component.Address));
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(0xE00F_F002u)]
    public void Walk_BaseThatPointsNowhere_FindsNothing(uint debugBase)
    {
        Component(0xE00F_F000, 0x1, 0x020, 0x410);

        Assert.Empty(RomTable.Walk(_ap, debugBase));
        Assert.Null(RomTable.ReadRoot(_ap, debugBase));
    }

    [Fact]
    public void Walk_TableOfRubbish_Ends()
    {
        new Random(3).NextBytes(_memory.Bytes);
        Component(0xE00F_F000, 0x1, 0x020, 0x410);

        Assert.NotEmpty(RomTable.Walk(_ap, 0xE00F_F003));
    }

    private void Entries(uint table, params uint[] components)
    {
        for (var i = 0; i < components.Length; i++)
            Put(table + (uint)i * 4, unchecked(components[i] - table) | 3);
    }

    private void Component(uint address, uint cls, uint designer, uint part)
    {
        uint[] pidr = [part & 0xFF, (part >> 8) | (designer & 0xF) << 4, 0x08 | (designer >> 4 & 7), 0];
        uint[] cidr = [0x0D, cls << 4, 0x05, 0xB1];
        for (var i = 0u; i < 4; i++)
        {
            Put(address + 0xFE0 + i * 4, pidr[i]);
            Put(address + 0xFF0 + i * 4, cidr[i]);
        }

        Put(address + 0xFD0, designer >> 7);
    }

    private void Put(uint address, uint value) => BitConverter.TryWriteBytes(_memory.Bytes.AsSpan((int)(address - Start)), value);
}
