// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace Appliance.Simulation.Debug;

/// <summary>
/// The serial wire protocol of a debug port, one call a rising edge of SWCLK (IHI 0031, chapter B4). The line is sampled on the edge;
/// what the target drives changes right after it. A protocol error ends every answer until a line reset.
/// </summary>
internal sealed class SwDp(DebugPort port, WireTrouble trouble)
{
    private const int LineResetOnes = 50;
    private const int LineResetIdle = 2;
    private const int ClocksToFinishWrite = 8;
    private const uint UnknownData = 0xBAAD_F00D;

    private State _state = State.Lockout;
    private int _count;
    private int _ones;
    private int _launchIn;
    private uint _request;
    private DpAck _ack;
    private ulong _data;
    private uint _pending;
    private int _pendingAddress;
    private bool _mustIdentify;

    private enum State
    {
        Idle,
        Request,
        TurnToAck,
        Ack,
        ReadData,
        TurnToWrite,
        WriteData,
        TurnToHost,
        LineReset,
        Lockout,
    }

    /// <summary>Whether the target drives SWDIO.</summary>
    public bool Drives { get; private set; }

    /// <summary>The level it drives, 0 or 1.</summary>
    public int Output { get; private set; }

    /// <summary>Requests with a wrong parity, stop or park bit, and accesses before DPIDR was read.</summary>
    public long ProtocolErrors { get; private set; }

    /// <summary>Requests that were answered.</summary>
    public long Transfers { get; private set; }

    /// <summary>Writes that were handed to the access port.</summary>
    public long AccessPortWrites { get; private set; }

    private bool RequestsAccessPort => (_request & 0x02) != 0;

    private bool RequestsRead => (_request & 0x04) != 0;

    private int RequestedAddress => (int)(_request >> 1) & 0xC;

    /// <summary>Stops answering until a line reset: what power-on and the switch from JTAG leave behind.</summary>
    public void Silence()
    {
        _state = State.Lockout;
        _ones = _launchIn = 0;
        Release();
    }

    /// <summary>A rising edge of SWCLK with SWDIO at a level.</summary>
    public void RisingEdge(int bit)
    {
        if (_launchIn != 0 && --_launchIn == 0)
        {
            AccessPortWrites++;
            port.Launch(_pendingAddress, _pending);
        }

        if (Drives || bit == 0)
        {
            _ones = 0;
        }
        else if (++_ones >= LineResetOnes)
        {
            EnterLineReset();
            return;
        }

        Step(bit);
    }

    private void Step(int bit)
    {
        switch (_state)
        {
            case State.Idle when bit != 0:
                _state = State.Request;
                _request = 1;
                _count = 1;
                break;
            case State.Request:
                _request |= (uint)bit << _count;
                if (++_count == 8)
                    Decode();
                break;
            case State.TurnToAck:
                if (--_count == 0)
                    Drive(State.Ack, (int)_ack);
                break;
            case State.Ack:
                StepAck();
                break;
            case State.ReadData:
                if (++_count < 33)
                    Output = (int)(_data >> _count) & 1;
                else
                    Release(State.TurnToHost, port.Turnaround);
                break;
            case State.TurnToWrite:
                if (--_count == 0)
                    _state = State.WriteData;
                break;
            case State.WriteData:
                _data |= (ulong)(uint)bit << _count;
                if (++_count == 33)
                    EndWrite();
                break;
            case State.TurnToHost:
                if (--_count == 0)
                    _state = State.Idle;
                break;
            case State.LineReset:
                StepLineReset(bit);
                break;
        }
    }

    private void StepAck()
    {
        if (++_count < 3)
            Output = ((int)_ack >> _count) & 1;
        else if (_ack != DpAck.Ok && !port.OverrunDetect)
            Release(State.TurnToHost, port.Turnaround);
        else if (RequestsRead)
            Drive(State.ReadData, (int)_data & 1);
        else
            BeginWriteData();
    }

    private void BeginWriteData()
    {
        Release(State.TurnToWrite, port.Turnaround);
        _data = 0;
    }

    private void StepLineReset(int bit)
    {
        if (bit != 0)
            ProtocolError();
        else if (++_count == LineResetIdle)
            _state = State.Idle;
    }

    private void EnterLineReset()
    {
        if (_state != State.LineReset || _count != 0)
            port.LineReset();
        Release(State.LineReset, 0);
        _mustIdentify = true;
        _launchIn = 0;
    }

    private void Decode()
    {
        var parity = BitOperations.PopCount(_request & 0x1E) & 1;
        var wellFormed = (_request & 0xE0) == (uint)(0x80 | (parity << 5));
        var identifies = !RequestsAccessPort && RequestsRead && RequestedAddress == 0;
        if (!wellFormed || (_mustIdentify && !identifies))
        {
            ProtocolError();
            return;
        }

        trouble.Begin(++Transfers);
        if (trouble.Silent)
        {
            _state = State.Lockout;
            return;
        }

        _mustIdentify = false;
        Answer();
        _state = State.TurnToAck;
        _count = port.Turnaround;
    }

    private void Answer()
    {
        if (trouble.Fault)
            port.RaiseStickyError();
        _ack = port.Answer(RequestsAccessPort, RequestsRead, RequestedAddress, trouble.Wait);
        if (!RequestsRead)
            return;
        var value = _ack == DpAck.Ok ? port.Read(RequestsAccessPort, RequestedAddress) : UnknownData;
        _data = WithParity(value) ^ trouble.ReadFlip;
    }

    private void EndWrite()
    {
        _state = State.Idle;
        if (_ack != DpAck.Ok)
            return;
        var value = (uint)_data;
        var wrong = (WithParity(value) != _data) != trouble.WriteFlip;
        if (wrong)
        {
            port.RaiseWriteDataError();
        }
        else if (RequestsAccessPort)
        {
            _pending = value;
            _pendingAddress = RequestedAddress;
            _launchIn = ClocksToFinishWrite;
        }
        else
        {
            port.Write(RequestedAddress, value);
        }
    }

    private void ProtocolError()
    {
        ProtocolErrors++;
        _state = State.Lockout;
    }

    private void Drive(State state, int bit)
    {
        _state = state;
        _count = 0;
        Drives = true;
        Output = bit & 1;
    }

    private void Release(State state, int count)
    {
        _state = state;
        _count = count;
        Release();
    }

    private void Release() => Drives = false;

    private static ulong WithParity(uint value) => value | ((ulong)(BitOperations.PopCount(value) & 1) << 32);
}
