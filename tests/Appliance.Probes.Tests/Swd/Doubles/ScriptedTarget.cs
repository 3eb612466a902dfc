// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace Appliance.Probes.Tests.Swd.Doubles;

/// <summary>
/// The wire side of an SW-DP, bit by bit from the standard's figures: it decodes what the host clocks and drives what a target drives.
/// What an access means is <see cref="ScriptedDp"/>'s business.
/// </summary>
internal class ScriptedTarget
{
    private enum State { Locked, Idle, Request, Turn, Ack, Data, LastTurn }

    private readonly ScriptedDp _dp;
    private string _history = "";
    private int _ones;
    private int _zeros;
    private State _state = State.Locked;
    private int _bit;
    private int _request;
    private int _ack;
    private bool _read;
    private bool _dataPhase;
    private ulong _data;
    private bool _selected = true;
    private bool _targetSel;

    public ScriptedTarget(ScriptedDp? dp = null) => _dp = dp ?? new ScriptedDp();

    public ScriptedDp Dp => _dp;

    /// <summary>swd, jtag or dormant.</summary>
    public string Mode { get; set; } = "swd";

    public bool? Stuck { get; init; }

    public bool PullUp { get; init; } = true;

    public uint? Multidrop { get; init; }

    public int LineResets { get; private set; }

    /// <summary>Requests whose eight bits are no request, or that came when the target was locked out of step.</summary>
    public int BadRequests { get; private set; }

    public bool Drives => Stuck is null && (_state == State.Ack && Answers || (_state == State.Data && _read && _ack == 1));

    public virtual bool Answers => !_targetSel && _ack != 7;

    public bool Level => !Drives ? PullUp : _state == State.Ack ? ((_ack >> _bit) & 1) != 0 : ((_data >> _bit) & 1) != 0;

    /// <summary>A hook on the acknowledge about to be sent, 0 to 7.</summary>
    protected virtual int Acknowledge(int ack, int request) => ack;

    /// <summary>A hook on the 33 bits about to be sent.</summary>
    protected virtual ulong Sent(ulong bits, int request) => bits;

    /// <summary>A hook on the 33 bits received.</summary>
    protected virtual ulong Received(ulong bits, int request) => bits;

    public void Rise(bool level, TimeSpan now)
    {
        _dp.Now = now;
        Watch(level);
        switch (_state)
        {
            case State.Idle: if (level) Begin(); break;
            case State.Request: RequestBit(level); break;
            case State.Turn: if (++_bit == _dp.Turnaround) AfterTurn(); break;
            case State.Ack: if (++_bit == 3) AfterAck(); break;
            case State.Data: DataBit(level); break;
            case State.LastTurn: if (++_bit == _dp.Turnaround) Go(State.Idle); break;
        }
    }

    private void Watch(bool level)
    {
        _history = (_history.Length >= 300 ? _history[^200..] : _history) + (level ? '1' : '0');
        SwitchMode();
        if (level)
        {
            _ones = _zeros > 0 ? 1 : _ones + 1;
            _zeros = 0;
            return;
        }

        _zeros++;
        if (_zeros == 2 && _ones >= 50 && Mode == "swd") LineReset();
    }

    private void SwitchMode()
    {
        const string High50 = "11111111111111111111111111111111111111111111111111";
        if (Mode == "jtag" && _history.EndsWith(High50 + "0111100111100111", StringComparison.Ordinal)) Mode = "swd";
        else if (Mode == "swd" && _history.EndsWith(High50 + "0011110111000111", StringComparison.Ordinal)) (Mode, _state) = ("dormant", State.Locked);
        else if (Mode == "swd" && _history.EndsWith(High50 + "0011110011100111", StringComparison.Ordinal)) (Mode, _state) = ("jtag", State.Locked);
        else if (Mode == "jtag" && _history.EndsWith("111110101110111011101110111011100110"[5..], StringComparison.Ordinal)) Mode = "dormant";
        else if (Mode == "dormant" && _history.EndsWith(Alert + "0000" + "01011000", StringComparison.Ordinal)) Mode = "swd";
    }

    /// <summary>The selection alert as the standard lists it, most significant bit of each byte last on the wire.</summary>
    private static readonly string Alert = string.Concat(
        new byte[] { 0x92, 0xF3, 0x09, 0x62, 0x95, 0x2D, 0x85, 0x86, 0xE9, 0xAF, 0xDD, 0xE3, 0xA2, 0x0E, 0xBC, 0x19 }
            .Select(value => string.Concat(Enumerable.Range(0, 8).Select(i => (value >> i) & 1))));

    private void LineReset()
    {
        LineResets++;
        _selected = Multidrop is null;
        _targetSel = false;
        _dp.LineReset();
        Go(State.Idle);
    }

    private void Go(State state) => (_state, _bit) = (state, 0);

    private void Begin()
    {
        _request = 1;
        _state = State.Request;
        _bit = 1;
    }

    private void RequestBit(bool level)
    {
        _request |= (level ? 1 : 0) << _bit;
        if (++_bit < 8) return;
        bool parity = (BitOperations.PopCount((uint)(_request >> 1) & 0x1F) & 1) == 0;
        if (!parity || (_request & 0xC0) != 0x80) Lock();
        else if (!_selected && _request != 0x99) Lock();
        else Go(State.Turn);
        (_dataPhase, _ack) = (false, 0);
    }

    private void Lock()
    {
        BadRequests++;
        Go(State.Locked);
    }

    private void AfterTurn()
    {
        if (_dataPhase) { Go(State.Data); return; }
        _targetSel = Multidrop is not null && _request == 0x99;
        _read = (_request & 4) != 0;
        _ack = _targetSel ? 1 : Acknowledge(_dp.Ask(_request), _request);
        Go(State.Ack);
    }

    private void AfterAck()
    {
        bool ok = _ack == 1;
        if (_ack is not (1 or 2 or 4)) { Lock(); return; }
        _dataPhase = ok || _dp.Overrun;
        _data = ok && _read ? Sent(WithParity(_dp.Read(_request)), _request) : 0;
        Go(!_dataPhase ? State.LastTurn : _read ? State.Data : State.Turn);
    }

    private void DataBit(bool level)
    {
        if (!_read && level) _data |= 1UL << _bit;
        if (++_bit < 33) return;
        if (!_read && _ack == 1) Take(Received(_data, _request));
        Go(_read ? State.LastTurn : State.Idle);
    }

    private void Take(ulong bits)
    {
        bool good = WithParity((uint)bits) == bits;
        if (_targetSel) (_selected, _targetSel) = (good && (uint)bits == Multidrop, false);
        else if (good) _dp.Write(_request, (uint)bits);
        else _dp.WriteParityError();
    }

    private static ulong WithParity(uint value) => value | ((ulong)(BitOperations.PopCount(value) & 1) << 32);
}
