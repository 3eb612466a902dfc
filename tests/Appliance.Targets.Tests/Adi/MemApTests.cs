// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes;
using Appliance.Targets.Adi;
using Appliance.Targets.Tests.Fakes;

namespace Appliance.Targets.Tests.Adi;

public sealed class MemApTests
{
    private const uint Start = 0x2000_0000;
    private readonly FakeMemory _memory;
    private readonly FakeDapLink _link;
    private readonly MemAp _ap;

    public MemApTests()
    {
        var bytes = new byte[5000];
        new Random(7).NextBytes(bytes);
        _memory = new FakeMemory(Start, bytes);
        _link = new FakeDapLink(_memory);
        _ap = MemAp.Open(_link, 0);
    }

    [Fact]
    public void Open_NoAp_SaysSo()
    {
        var e = Assert.Throws<TargetException>(() => MemAp.Open(_link, 1));

        Assert.Equal(TargetFault.NoCore, e.Fault);
    }

    [Fact]
    public void Open_OtherClassOfAp_SaysSo()
    {
        _link.Idr = 0x0028_0000; // A JTAG-AP: class 0.

        Assert.Equal(TargetFault.NoCore, Assert.Throws<TargetException>(() => MemAp.Open(_link, 0)).Fault);
    }

    [Fact]
    public void Write_BytesFromOddToOdd_UsesTheWidestAccesses()
    {
        _ap.Write(Start + 1, new byte[10]);

        Assert.Equal([1, 2, 4, 2, 1], _memory.WriteSizes);
    }

    [Fact]
    public void WriteHalfWords_AcrossTarBlock_WritesEachOnceAsHalfWord()
    {
        var data = new byte[1500];
        new Random(8).NextBytes(data);

        _ap.WriteHalfWords(Start + 1022, data);
        _ap.Flush();

        Assert.Equal(data, _memory.Bytes[1022..2522]);
        Assert.Equal(Enumerable.Repeat(2, 750), _memory.WriteSizes);
    }

    [Fact]
    public void ReadWord_SameRegisterAgain_WritesTarOnce()
    {
        for (var i = 0; i < 10; i++)
            _ap.ReadWord(Start + 0x10);
        _ap.WriteWord(Start + 0x1C, 1);

        Assert.Single(_link.Writes, register => register == 0x04);
    }

    [Fact]
    public void ReadWord_AfterBlockMovedTar_AimsAgain()
    {
        _ap.ReadWord(Start);
        _ap.Read(Start + 64, new byte[8]);
        var expected = BitConverter.ToUInt32(_memory.Bytes, 4);

        Assert.Equal(expected, _ap.ReadWord(Start + 4));
    }

    [Fact]
    public void HalfWord_OnEitherLane_ReadsAndWritesItsOwn()
    {
        _ap.WriteHalfWord(Start + 6, 0x1234);

        Assert.Equal(0x1234, _ap.ReadHalfWord(Start + 6));
        Assert.Equal(BitConverter.ToUInt16(_memory.Bytes, 4), _ap.ReadHalfWord(Start + 4));
    }

    [Theory]
    [InlineData(Start + 0x404u)]
    [InlineData(Start + 0x3FCu)]
    [InlineData(Start + 0x400u)]
    public void Read_BusFault_NamesTheAddress(uint bad)
    {
        _memory.Faulting.Add(bad);

        var e = Assert.Throws<TargetException>(() => _ap.Read(Start + 0x100, new byte[0x800]));

        Assert.Equal(TargetFault.MemoryFault, e.Fault);
        Assert.Equal(bad, e.Address);
    }

    [Theory]
    [InlineData(Start + 0x104u)]
    [InlineData(Start + 0x3FCu)]
    [InlineData(Start + 0x7FCu)]
    public void Write_BusFaultOfPostedWrite_NamesItsAddress(uint bad)
    {
        _memory.Faulting.Add(bad);

        var e = Assert.Throws<TargetException>(() => _ap.Write(Start + 0x100, new byte[0x700]));

        Assert.Equal(bad, e.Address);
    }

    [Fact]
    public void ReadWord_AfterPostedWriteThatFaulted_NamesTheWrite()
    {
        _memory.Faulting.Add(Start + 0x24);
        _ap.WriteWord(Start + 0x24, 1);

        var e = Assert.Throws<TargetException>(() => _ap.ReadWord(Start + 0x80));

        Assert.Equal(Start + 0x24, e.Address);
    }

    [Fact]
    public void Flush_AfterPostedHalfWordThatFaulted_NamesIt()
    {
        _memory.Faulting.Add(Start + 2);
        _ap.WriteHalfWords(Start, new byte[4]);

        Assert.Equal(Start + 2, Assert.Throws<TargetException>(_ap.Flush).Address);
    }

    [Fact]
    public void ReadWord_BusNeverAnswers_IsStalledAndTheApIsUsableAfterwards()
    {
        _memory.Hanging.Add(Start);

        var e = Assert.Throws<TargetException>(() => _ap.ReadWord(Start));

        Assert.Equal(TargetFault.MemoryStalled, e.Fault);
        Assert.Equal(DapFault.WaitForever, Assert.IsType<DapException>(e.InnerException).Fault);
        Assert.Equal(BitConverter.ToUInt32(_memory.Bytes, 8), _ap.ReadWord(Start + 8));
    }

    [Fact]
    public void ReadWord_AfterFault_WorksAgain()
    {
        Assert.Throws<TargetException>(() => _ap.ReadWord(0));

        Assert.Equal(BitConverter.ToUInt32(_memory.Bytes), _ap.ReadWord(Start));
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(1u)]
    public void ReadWord_NotAligned_IsRefusedBeforeTheTargetSeesIt(uint offset)
    {
        Assert.Throws<ArgumentException>(() => _ap.ReadWord(Start + offset));
    }
}
