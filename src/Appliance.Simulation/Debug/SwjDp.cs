// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Debug;

/// <summary>
/// The switch between JTAG and serial wire on the shared pins (IHI 0031, chapter B5): after 50 or more ones, sixteen bits decide.
/// Power-on selects JTAG, so a serial wire host that forgets the sequence meets silence.
/// </summary>
internal sealed class SwjDp(SwDp serialWire, JtagChain jtag)
{
    private const int ArmingOnes = 50;
    private const int SequenceBits = 16;
    private const uint JtagToSerialWire = 0xE79E;
    private const uint SerialWireToJtag = 0xE73C;

    private int _ones;
    private int _bits;
    private uint _sequence;

    /// <summary>Whether the serial wire is selected.</summary>
    public bool SerialWireSelected { get; private set; }

    /// <summary>Whether the target drives SWDIO.</summary>
    public bool Drives => serialWire.Drives;

    /// <summary>The level it drives, 0 or 1.</summary>
    public int Output => serialWire.Output;

    /// <summary>The state after power-on: JTAG.</summary>
    public void PowerOnReset()
    {
        SerialWireSelected = false;
        _ones = _bits = 0;
        serialWire.Silence();
        jtag.TestReset();
    }

    /// <summary>TDO.</summary>
    public int TestDataOut => SerialWireSelected ? 1 : jtag.Output;

    /// <summary>nTRST.</summary>
    public void TestReset() => jtag.TestReset();

    /// <summary>SWCLK (TCK) falls; a serial wire target does nothing then.</summary>
    public void FallingEdge()
    {
        if (!SerialWireSelected)
            jtag.FallingEdge();
    }

    /// <summary>SWCLK (TCK) rises, having fallen, with SWDIO (TMS) and TDI at a level.</summary>
    public void RisingEdge(int bit, int testDataIn)
    {
        if (_bits != 0)
            Collect(bit);
        if (bit != 0 && !serialWire.Drives)
            _ones++;
        else if (_ones != 0)
            EndOnes(bit);
        if (SerialWireSelected)
            serialWire.RisingEdge(bit);
        else
            ClockJtag(bit, testDataIn);
    }

    private void ClockJtag(int mode, int testDataIn)
    {
        jtag.FallingEdge();
        jtag.RisingEdge(mode, testDataIn);
    }

    private void EndOnes(int bit)
    {
        if (_ones >= ArmingOnes && bit == 0)
        {
            _bits = 1;
            _sequence = 0;
        }

        _ones = 0;
    }

    private void Collect(int bit)
    {
        _sequence |= (uint)bit << _bits;
        if (++_bits < SequenceBits)
            return;
        _bits = 0;
        if (_sequence == JtagToSerialWire && !SerialWireSelected)
            Select(true);
        else if (_sequence == SerialWireToJtag && SerialWireSelected)
            Select(false);
    }

    private void Select(bool serialWireSelected)
    {
        SerialWireSelected = serialWireSelected;
        serialWire.Silence();
        jtag.TestReset();
    }
}
