// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Debug;

/// <summary>Answer to a request, as the three ACK bits of SWD (IHI 0031, table B4-1).</summary>
internal enum DpAck
{
    /// <summary>Accepted.</summary>
    Ok = 1,

    /// <summary>An access is still under way.</summary>
    Wait = 2,

    /// <summary>A sticky flag is set.</summary>
    Fault = 4,
}

/// <summary>The registers of the debug port and its single access in flight; shared by the serial wire and the JTAG front.</summary>
internal sealed class DebugPort(uint identification, IAccessPort accessPort, Agenda agenda, Dice dice, Violations violations)
{
    private const uint OrunDetect = 1u << 0;
    private const uint StickyOrun = 1u << 1;
    private const uint TransferMode = 3u << 2;
    private const uint StickyCmp = 1u << 4;
    private const uint StickyErr = 1u << 5;
    private const uint ReadOk = 1u << 6;
    private const uint WdataErr = 1u << 7;
    private const uint CounterAndMask = 0x00FF_FF00;
    private const uint DebugPowerRequest = 1u << 28;
    private const uint SystemPowerRequest = 1u << 30;
    private const uint ResetRequest = 1u << 26;
    private const uint Sticky = StickyOrun | StickyCmp | StickyErr | WdataErr;
    private const uint Writable = OrunDetect | TransferMode | CounterAndMask | DebugPowerRequest | SystemPowerRequest | ResetRequest;
    private const int SlowestPowerUpMicroseconds = 50;

    private uint _control;
    private uint _select;
    private uint _readBuffer;
    private bool _readPending;
    private long _poweredAt = AgendaEntry.Never;
    private bool _powerTaken;

    /// <summary>DPIDR.</summary>
    public uint Identification => identification;

    /// <summary>ORUNDETECT: the data phase is always there.</summary>
    public bool OverrunDetect => (_control & OrunDetect) != 0;

    /// <summary>Turnaround in clocks, 1 to 4 (DLCR.TURNROUND).</summary>
    public int Turnaround { get; private set; } = 1;

    /// <summary>Whether any sticky flag is set.</summary>
    public bool Faulted
    {
        get
        {
            agenda.Settle();
            return (_control & Sticky) != 0;
        }
    }

    /// <summary>Whether the access port is at work.</summary>
    public bool Busy
    {
        get
        {
            agenda.Settle();
            return accessPort.Busy;
        }
    }

    /// <summary>An access of the access port met a bus error.</summary>
    public void RaiseStickyError() => _control |= StickyErr;

    /// <summary>A request was answered with something else than OK in overrun mode.</summary>
    public void RaiseOverrun() => _control |= StickyOrun;

    /// <summary>WAIT was answered on JTAG: in overrun mode the flag goes up, and what comes then is abandoned (IHI 0031, B3.2.4).</summary>
    public void NoteOverrun()
    {
        if (OverrunDetect)
            RaiseOverrun();
    }

    /// <summary>Write data came with a wrong parity.</summary>
    public void RaiseWriteDataError() => _control |= WdataErr;

    /// <summary>The answer to a request: WAIT and FAULT by the rules of IHI 0031, B4.2.</summary>
    /// <param name="accessPortRegister">APnDP.</param>
    /// <param name="read">RnW.</param>
    /// <param name="address">A[3:2], in place.</param>
    /// <param name="seemBusy">Answer as if an access were under way.</param>
    public DpAck Answer(bool accessPortRegister, bool read, int address, bool seemBusy = false)
    {
        if (!accessPortRegister && AlwaysAccepted(read, address))
            return DpAck.Ok;
        if (Faulted)
            return Refuse(DpAck.Fault);
        if ((seemBusy || Busy) && NeedsIdlePort(accessPortRegister, read, address))
            return Refuse(DpAck.Wait);
        if (!accessPortRegister || PoweredUp)
            return DpAck.Ok;
        if (!_powerTaken)
            violations.Add("access port used without power: CDBGPWRUPACK and CSYSPWRUPACK are not both set");
        RaiseStickyError();
        return Refuse(DpAck.Fault);
    }

    /// <summary>Reads a register of the debug port, or begins a read of the access port and returns the result of the one before.</summary>
    public uint Read(bool accessPortRegister, int address)
    {
        if (accessPortRegister)
            return ReadAccessPort(address);
        return address switch
        {
            0x0 => identification,
            0x4 => (_select & 0xF) == 0 ? ControlStatus() : (uint)(Turnaround - 1) << 8,
            0x8 => _readBuffer,
            _ => ReadBuffer(),
        };
    }

    /// <summary>Writes a register of the debug port. Writes of the access port go through <see cref="Launch"/>.</summary>
    public void Write(int address, uint value)
    {
        switch (address)
        {
            case 0x0:
                WriteAbort(value);
                break;
            case 0x4 when (_select & 0xF) == 0:
                WriteControl(value);
                break;
            case 0x4:
                Turnaround = (int)((value >> 8) & 3) + 1;
                break;
            case 0x8:
                _select = value;
                break;
            default:
                violations.Add("write of DP register 0xC, which only multi-drop debug ports have");
                break;
        }
    }

    /// <summary>CTRL/STAT as a JTAG debug port takes it: writing one clears STICKYORUN, STICKYCMP and STICKYERR.</summary>
    public void WriteControlClearing(uint value)
    {
        agenda.Settle();
        _control &= ~(value & (StickyOrun | StickyCmp | StickyErr));
        if ((_select & 0xF) == 0)
            WriteControl(value);
    }

    /// <summary>Sends a buffered write to the access port.</summary>
    public void Launch(int address, uint value)
    {
        agenda.Settle();
        if (Selected)
            accessPort.BeginWrite(Register(address), value);
    }

    /// <summary>Line reset: the registers keep their values, the turnaround goes back to one clock.</summary>
    public void LineReset() => Turnaround = 1;

    /// <summary>Back to the state after power-on.</summary>
    public void PowerOnReset()
    {
        _control = _select = _readBuffer = 0;
        _readPending = false;
        _poweredAt = AgendaEntry.Never;
        Turnaround = 1;
        accessPort.PowerOnReset();
    }

    /// <summary>The chip took the power of the debug port away; whoever uses it could not know.</summary>
    public void Drop()
    {
        PowerOnReset();
        _powerTaken = true;
    }

    /// <summary>APSEL of the only access port.</summary>
    public byte AccessPort { get; init; }

    private bool Selected => _select >> 24 == AccessPort;

    private bool PoweredUp => agenda.Now >= _poweredAt;

    private static bool AlwaysAccepted(bool read, int address) => read ? address is 0x0 or 0x4 : address == 0x0;

    private static bool NeedsIdlePort(bool accessPortRegister, bool read, int address) =>
        accessPortRegister || (read ? address == 0xC : address != 0xC);

    private DpAck Refuse(DpAck ack)
    {
        if (OverrunDetect)
            RaiseOverrun();
        _control &= ~ReadOk;
        return ack;
    }

    private uint ControlStatus()
    {
        agenda.Settle();
        var acks = PoweredUp ? (_control & (DebugPowerRequest | SystemPowerRequest)) << 1 : 0;
        return _control | acks;
    }

    private void WriteControl(uint value)
    {
        const uint both = DebugPowerRequest | SystemPowerRequest;
        if ((value & TransferMode) != 0)
            violations.Add("pushed verify and pushed compare are not modelled");
        if ((value & both) != (_control & both))
            _poweredAt = (value & both) == both ? agenda.Now + PowerUpTime() : AgendaEntry.Never;
        _powerTaken &= (value & both) != both;
        _control = (_control & ~Writable) | (value & Writable & ~TransferMode);
    }

    private long PowerUpTime() => dice.Between(0, SlowestPowerUpMicroseconds * VirtualTime.PerMicrosecond);

    private void WriteAbort(uint value)
    {
        agenda.Settle();
        if ((value & 1) != 0)
            accessPort.Abort();
        _control &= ~((Bit(value, 1) * StickyCmp) | (Bit(value, 2) * StickyErr));
        _control &= ~((Bit(value, 3) * WdataErr) | (Bit(value, 4) * StickyOrun));
    }

    private uint ReadAccessPort(int address)
    {
        var before = TakeResult();
        if (Selected)
            accessPort.BeginRead(Register(address));
        _readPending = Selected;
        _control |= ReadOk;
        return _readBuffer = before;
    }

    private uint ReadBuffer()
    {
        _control |= ReadOk;
        _readBuffer = TakeResult();
        _readPending = false;
        return _readBuffer;
    }

    private uint TakeResult() => _readPending ? accessPort.ReadResult : 0;

    private int Register(int address) => (int)(_select & 0xF0) | address;

    private static uint Bit(uint value, int bit) => (value >> bit) & 1;
}
