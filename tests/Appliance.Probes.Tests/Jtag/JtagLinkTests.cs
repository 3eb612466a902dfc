// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.Jtag;
using Appliance.Simulation;

namespace Appliance.Probes.Tests.Jtag;

/// <summary>The JTAG link on the simulated STM32F103, whose chain has two TAPs.</summary>
public sealed class JtagLinkTests : IDisposable
{
    private const uint CoreId = 0x3BA0_0477, MemApIdr = 0x1477_0011, Ram = 0x2000_0000, WordsInARow = 0x2300_0012;
    private const byte Csw = 0x00, Tar = 0x04, Drw = 0x0C;
    private readonly SimulatedBoard _board = SimulatedBoard.Create("stm32f103cb");
    private readonly JtagLink _link;

    public JtagLinkTests() => _link = new JtagLink(_board.OpenJtag());

    public void Dispose() => _link.Dispose();

    [Fact]
    public void Connect_ToTwoTaps_FindsTheDebugPort()
    {
        var identity = _link.Connect(4_000_000);

        Assert.Equal((CoreId, 4_000_000), (identity.Dpidr, identity.Hertz));
        Assert.Equal("jtag, TAP 1 of 2 (0x3ba00477, 0x16410041)", identity.Path);
    }

    [Fact]
    public void Connect_ToATargetInSerialWireMode_SwitchesItToJtag()
    {
        using var swd = new Probes.Swd.SwdLink(_board.OpenSwd());
        swd.Connect(4_000_000);

        Assert.Equal(CoreId, _link.Connect(4_000_000).Dpidr);
    }

    [Fact]
    public void Connect_ToNoBoard_SaysSo()
    {
        using var link = new JtagLink(SimulatedBoard.Create("stm32f103cb", new SimulationOptions { Fault = "no-target" }).OpenJtag());

        var error = Assert.Throws<DapException>(() => link.Connect(1_000_000));

        Assert.Equal(DapFault.NoAnswer, error.Fault);
        Assert.Contains("sim:stm32f103cb", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Registers_OfTheMemAp_AreThoseOfTheSerialWire()
    {
        Power();

        Assert.Equal(MemApIdr, _link.ReadAp(0, 0xFC));
        Assert.Equal(CtrlStat.PowerAcknowledges, _link.ReadDp(DpRegister.CtrlStat) & CtrlStat.PowerAcknowledges);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(4_000_000)]
    [InlineData(50_000_000)]
    public void Blocks_OfAnyLength_ComeBackAsWritten(int hertz)
    {
        Power(hertz);
        foreach (int length in (int[])[1, 2, 3, 16, 255, 256])
        {
            uint[] words = [.. Enumerable.Range(length, length).Select(i => (uint)i * 2_654_435_761u)], back = new uint[length];
            _link.WriteAp(0, Tar, Ram);
            _link.WriteApBlock(0, Drw, words);
            _link.WriteAp(0, Tar, Ram);
            _link.ReadApBlock(0, Drw, back);

            Assert.Equal(words, back);
            Assert.Equal(words[^1], BitConverter.ToUInt32(_board.Chip.Ram, 4 * (length - 1)));
        }

        Assert.Empty(_board.Chip.Violations.List);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Block_ToAnAddressThatIsNone_IsAFault_AndTheLinkGoesOn(bool read)
    {
        Power();
        _link.WriteAp(0, Tar, 0x6000_0000);

        var error = Assert.Throws<DapException>(() =>
        {
            if (read) _link.ReadApBlock(0, Drw, new uint[40]);
            else _link.WriteApBlock(0, Drw, new uint[40]);
        });

        Assert.Equal(DapFault.Fault, error.Fault);
        Assert.NotEqual(0u, error.CtrlStat & CtrlStat.StickyErr);
        Assert.Equal(0x6000_0000u, _link.ReadAp(0, Tar));
    }

    [Fact]
    public void Access_ThatNeverEnds_IsGivenUpByTheDeadline()
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { Fault = "wait-forever" });
        using var link = new JtagLink(board.OpenJtag());
        link.Connect(4_000_000);
        DebugPortPower.Up(link, TimeSpan.FromMilliseconds(10));
        link.WaitDeadline = TimeSpan.FromMilliseconds(20);
        var start = link.Clock.Now;

        Assert.Equal(DapFault.WaitForever, Assert.Throws<DapException>(() => link.ReadAp(0, Drw)).Fault);
        Assert.InRange(link.Clock.Now - start, TimeSpan.FromMilliseconds(19), TimeSpan.FromMilliseconds(60));
    }

    [Fact]
    public void Board_ThatLosesItsSupply_IsNotReached()
    {
        Power();
        _board.Chip.PowerOff();

        Assert.Equal(DapFault.NoAnswer, Assert.Throws<DapException>(() => _link.ReadAp(0, 0xFC)).Fault);
    }

    private void Power(int hertz = 4_000_000)
    {
        _link.Connect(hertz);
        DebugPortPower.Up(_link, TimeSpan.FromMilliseconds(10));
        _link.WriteAp(0, Csw, WordsInARow);
    }
}
