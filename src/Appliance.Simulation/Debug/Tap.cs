// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Debug;

/// <summary>
/// A test access port: state machine, instruction register, one data register at a time (IEEE 1149.1). TMS and TDI are sampled on the
/// rising edge of TCK; TDO changes on the falling edge.
/// </summary>
internal abstract class Tap(int instructionBits, uint identification)
{
    private const uint CaptureInstruction = 1;

    /// <summary>Where each state goes for TMS = 0 and TMS = 1, in the order of <see cref="TapState"/>.</summary>
    private static readonly (TapState Zero, TapState One)[] Next =
    [
        (TapState.RunTestIdle, TapState.TestLogicReset),
        (TapState.RunTestIdle, TapState.SelectDr),
        (TapState.CaptureDr, TapState.SelectIr),
        (TapState.ShiftDr, TapState.Exit1Dr),
        (TapState.ShiftDr, TapState.Exit1Dr),
        (TapState.PauseDr, TapState.UpdateDr),
        (TapState.PauseDr, TapState.Exit2Dr),
        (TapState.ShiftDr, TapState.UpdateDr),
        (TapState.RunTestIdle, TapState.SelectDr),
        (TapState.CaptureIr, TapState.TestLogicReset),
        (TapState.ShiftIr, TapState.Exit1Ir),
        (TapState.ShiftIr, TapState.Exit1Ir),
        (TapState.PauseIr, TapState.UpdateIr),
        (TapState.PauseIr, TapState.Exit2Ir),
        (TapState.ShiftIr, TapState.UpdateIr),
        (TapState.RunTestIdle, TapState.SelectDr),
    ];

    private ulong _shift;
    private int _length = 1;

    /// <summary>Where the state machine is.</summary>
    public TapState State { get; private set; }

    /// <summary>TDO, which the next TAP of the chain or the pin sees; 1 while nothing is shifted.</summary>
    public int Output { get; private set; } = 1;

    /// <summary>The current instruction.</summary>
    protected uint Instruction { get; private set; }

    /// <summary>The instruction that selects IDCODE, which is also the one after reset.</summary>
    protected abstract uint IdCode { get; }

    /// <summary>IDCODE of this TAP.</summary>
    protected uint Identification => identification;

    /// <summary>nTRST, or power-on.</summary>
    public void TestReset()
    {
        State = TapState.TestLogicReset;
        Instruction = IdCode;
        Output = 1;
    }

    /// <summary>TCK rises.</summary>
    public void RisingEdge(int tms, int tdi)
    {
        switch (State)
        {
            case TapState.CaptureDr:
                (_shift, _length) = Capture();
                break;
            case TapState.CaptureIr:
                (_shift, _length) = (CaptureInstruction, instructionBits);
                break;
            case TapState.ShiftDr or TapState.ShiftIr:
                _shift = (_shift >> 1) | ((ulong)(uint)tdi << (_length - 1));
                break;
        }

        Enter(tms == 0 ? Next[(int)State].Zero : Next[(int)State].One);
    }

    /// <summary>TCK falls.</summary>
    public void FallingEdge() => Output = State is TapState.ShiftDr or TapState.ShiftIr ? (int)_shift & 1 : 1;

    /// <summary>The data register of the current instruction: contents and length.</summary>
    protected virtual (ulong Value, int Length) Capture() => Instruction == IdCode ? (identification, 32) : (0, 1);

    /// <summary>Takes what was shifted into the data register.</summary>
    protected virtual void Update(ulong value)
    {
    }

    private void Enter(TapState state)
    {
        State = state;
        if (state == TapState.UpdateDr)
            Update(_shift);
        else if (state == TapState.UpdateIr)
            Instruction = (uint)_shift;
        else if (state == TapState.TestLogicReset)
            Instruction = IdCode;
    }
}

/// <summary>The boundary scan TAP of an STM32 as far as a debugger needs it: IDCODE and BYPASS, five instruction bits.</summary>
internal sealed class BoundaryScanTap(uint identification) : Tap(5, identification)
{
    /// <inheritdoc/>
    protected override uint IdCode => 0x01;
}
