// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Ftdi;

/// <summary>Sixteen pins of channel A and what they do to the board behind the cable.</summary>
internal sealed class FtdiTarget(SimulatedBoard board, SimulatedFtdiOptions options)
{
    private const int Tck = 1, Tdi = 2, Tdo = 4, Tms = 8;
    private readonly SimulatedFtdiWiring _wiring = options.Wiring;
    private int _output;
    private int _direction;

    /// <summary>All pins inputs: nobody drives anything.</summary>
    public void Release()
    {
        (_output, _direction) = (0, 0);
        Apply();
    }

    /// <summary>xDBUS.</summary>
    public void SetLow(byte output, byte direction)
    {
        if ((output & Tck) != 0) board.Chip.Violations.Add("MPSSE: TCK rests high");
        (_output, _direction) = ((_output & 0xFF00) | (output & ~Tck), (_direction & 0xFF00) | direction);
        Apply();
    }

    /// <summary>xCBUS.</summary>
    public void SetHigh(byte output, byte direction)
    {
        (_output, _direction) = ((_output & 0xFF) | output << 8, (_direction & 0xFF) | direction << 8);
        Apply();
    }

    /// <summary>What xDBUS shows.</summary>
    public byte LowPins()
    {
        var seen = (_output & _direction) | (~_direction & 0xFF & ~Tdo & ~Tck);
        return (byte)((seen & ~Tdo) | (Level() != 0 ? Tdo : 0));
    }

    /// <summary>TMS as it rests.</summary>
    public int Mode => (_direction & Tms) == 0 || (_output & Tms) != 0 ? 1 : 0;

    /// <summary>TDI as it rests.</summary>
    public int Data => (_direction & Tdi) == 0 || (_output & Tdi) != 0 ? 1 : 0;

    /// <summary>xDBUS as xCBUS, from 8 on.</summary>
    public byte HighPins => (byte)((_output & _direction) >> 8 | (~_direction >> 8 & 0xFF));

    /// <summary>One cycle.</summary>
    /// <returns>What TDO showed when the clock rose.</returns>
    public int Cycle(int mode, int data)
    {
        _output = (_output & ~(Tms | Tdi)) | (mode != 0 ? Tms : 0) | (data != 0 ? Tdi : 0);
        if ((_direction & Tck) == 0)
        {
            board.Chip.Violations.Add("MPSSE: a clock while TCK is an input");
            return 1;
        }

        if (options.Cable != SimulatedFtdiCable.Jtag) return (int)board.Driver.Cycle(Drives ? 1u : 0, (uint)Data) & 1;
        board.Driver.FallingEdge();
        var seen = board.Driver.TestDataOut;
        board.Driver.Cycle(1, (uint)Mode, Data);
        return seen;
    }

    /// <summary>A cable for SWD drives the line.</summary>
    private bool Drives => options.Cable == SimulatedFtdiCable.Resistor
        ? (_direction & Tdi) != 0 && !board.Driver.TargetDrives
        : TestResetLow && Mode != 0 && (_direction & Tms) != 0;

    private bool TestResetLow => IsLow(_wiring.TestReset) && (_wiring.TestResetBuffer == 0 || IsLow(_wiring.TestResetBuffer));

    private int Level() => options.Cable == SimulatedFtdiCable.Jtag ? board.Driver.TestDataOut : (int)board.Driver.Levels(Drives ? 1u : 0, (uint)Data) & 1;

    private bool IsLow(int pin) => pin != 0 && (_direction & pin) != 0 && (_output & pin) == 0;

    private void Apply()
    {
        var pulled = (_wiring.ResetPull & _output & _direction) != 0 || IsLow(_wiring.ResetPin);
        board.Driver.PullReset(pulled ? 1u : 0);
        if (options.Cable == SimulatedFtdiCable.Jtag && TestResetLow) board.Driver.TestReset();
        board.Driver.Settle();
    }
}
