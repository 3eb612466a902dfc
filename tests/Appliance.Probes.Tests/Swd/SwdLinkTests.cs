// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.Swd;
using Appliance.Probes.Tests.Swd.Doubles;

namespace Appliance.Probes.Tests.Swd;

public sealed class SwdLinkTests
{
    private const byte Tar = 0x04, Drw = 0x0C;
    private readonly ScriptedTarget _target = new();
    private readonly ScriptedLine _line;
    private readonly SwdLink _link;

    public SwdLinkTests()
    {
        _line = new ScriptedLine(_target);
        _link = new SwdLink(_line);
    }

    [Fact]
    public void Connect_AnsweringTarget_GivesDpidrAndPath()
    {
        DapIdentity identity = _link.Connect(4_000_000);
        Assert.Equal(new DapIdentity(0x1BA01477, "jtag-to-swd", 4_000_000), identity);
        Assert.Empty(_line.Contention);
        Assert.Equal(0, _target.BadRequests);
    }

    [Theory]
    [InlineData("swd", "jtag-to-swd")]
    [InlineData("jtag", "jtag-to-swd")]
    [InlineData("dormant", "dormant")]
    public void Connect_TargetInMode_IsReached(string mode, string path)
    {
        _target.Mode = mode;
        Assert.Equal(path, _link.Connect(1_000_000).Path);
    }

    [Fact]
    public void Block_WrittenAndReadBack_IsTheSame()
    {
        Up();
        uint[] words = [.. Enumerable.Range(0, 100).Select(i => (uint)i * 0x9E3779B1u)];
        _link.WriteAp(0, Tar, 0x20000000);
        _link.WriteApBlock(0, Drw, words);
        _link.Flush();
        _link.WriteAp(0, Tar, 0x20000000);
        uint[] back = new uint[words.Length];
        _link.ReadApBlock(0, Drw, back);
        Assert.Equal(words, back);
        Assert.Equal(words.Length, _target.Dp.Writes.Count);
        Assert.Equal(words.Length, _target.Dp.ApReads);
        Assert.Empty(_line.Contention);
    }

    [Fact]
    public void Write_TargetBusyFor50Microseconds_IsRetriedUntilTaken()
    {
        _target.Dp.BusyFor = _ => TimeSpan.FromMicroseconds(50);
        Up();
        _link.WriteApBlock(0, Drw, [1, 2, 3]);
        _link.Flush();
        Assert.Equal([1u, 2u, 3u], _target.Dp.Writes.Select(write => write.Value));
        Assert.True(_link.Statistics.Waits > 20);
    }

    [Fact]
    public void Fault_BadAddress_ThrowsWithFlagsAndClearsThem()
    {
        _target.Dp.BadAddress = 0x20000000;
        Up();
        _link.WriteAp(0, Tar, 0x20000000);
        _link.WriteAp(0, Drw, 1);
        DapException error = Assert.Throws<DapException>(_link.Flush);
        Assert.Equal(DapFault.Fault, error.Fault);
        Assert.Equal(CtrlStat.StickyErr, error.CtrlStat & CtrlStat.Sticky);
        Assert.Equal(0u, _target.Dp.Flags);
    }

    private void Up()
    {
        _link.Connect(4_000_000);
        DebugPortPower.Up(_link, TimeSpan.FromMilliseconds(100));
    }
}
