// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.CortexM;
using Appliance.Targets.Tests.Fakes;

namespace Appliance.Targets.Tests.CortexM;

public sealed class CortexMCoreTests
{
    private readonly FakeCore _board = TestTarget.Board();

    [Fact]
    public void Open_NoCortexM_SaysSo()
    {
        _board.Cpuid = 0;

        Assert.Equal(TargetFault.NoCore, Assert.Throws<TargetException>(() => TestTarget.Open(_board)).Fault);
    }

    [Fact]
    public void Open_CortexM3_KnowsItsName()
    {
        var cpuid = TestTarget.Open(_board).Cpuid;

        Assert.Equal("Cortex-M3", cpuid.Name);
        Assert.True(cpuid.IsArmV7M);
    }

    [Fact]
    public void Halt_RunningCore_HaltsWithInterruptsMasked()
    {
        var core = TestTarget.Open(_board);

        core.Halt();

        Assert.True(core.IsHalted);
        Assert.True(_board.MaskInterrupts);
    }

    [Fact]
    public void Halt_CoreThatDoesNot_EndsAtItsDeadline()
    {
        _board.NeverHalts = true;
        var core = TestTarget.Open(_board);
        var start = _board.Link.Clock.Now;

        var e = Assert.Throws<TargetException>(core.Halt);

        Assert.Equal(TargetFault.NoHalt, e.Fault);
        Assert.InRange(_board.Link.Clock.Now - start, core.Deadlines.Halt, core.Deadlines.Halt + TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void Halt_Cancelled_EndsAtOnce()
    {
        _board.NeverHalts = true;
        var core = TestTarget.Open(_board);
        _board.Link.Cancel = new CancellationToken(true);

        Assert.Throws<OperationCanceledException>(core.Halt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Resume_HaltedCore_RunsWithTheMaskAsked(bool mask)
    {
        var core = TestTarget.Open(_board);
        core.Halt();

        core.Resume(mask);

        Assert.False(core.IsHalted);
        Assert.Equal(mask, _board.MaskInterrupts);
    }

    [Fact]
    public void Release_HaltedCore_RunsUndebugged()
    {
        var core = TestTarget.Open(_board);
        core.Halt();
        core.CatchResets(true);

        core.Release();

        Assert.False(_board.Halted);
        Assert.False(_board.DebugEnabled);
        Assert.False(_board.CatchReset);
    }

    [Fact]
    public void Release_RunningCore_IsNotStopped()
    {
        var core = TestTarget.Open(_board);
        core.EnableDebug();

        core.Release();

        Assert.Equal(0, _board.HaltRequests);
        Assert.False(_board.DebugEnabled);
    }

    [Theory]
    [InlineData(CoreRegister.R0)]
    [InlineData(CoreRegister.Sp)]
    [InlineData(CoreRegister.Pc)]
    [InlineData(CoreRegister.ControlAndMasks)]
    public void Register_WrittenAndRead_IsTheSame(CoreRegister register)
    {
        var core = TestTarget.Open(_board);
        core.Halt();

        core.WriteRegister(register, 0xCAFE_0001);
        core.WriteRegister(CoreRegister.R1, 0x5555_5555);

        Assert.Equal(0xCAFE_0001, _board.Registers[(int)register]);
        Assert.Equal(0xCAFE_0001, core.ReadRegister(register));
    }

    [Fact]
    public void ReadRegister_NeverReady_EndsAtItsDeadline()
    {
        var core = TestTarget.Open(_board);
        core.Halt();
        _board.RegistersNeverReady = true;

        Assert.Equal(TargetFault.NoRegister, Assert.Throws<TargetException>(() => core.ReadRegister(CoreRegister.R0)).Fault);
    }
}
