// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Pins;

namespace Appliance.Simulation.Probes;

/// <summary>The part of the simulated firmware that knows DP and AP registers: SELECT kept, posted reads fetched, WAIT asked again a while.</summary>
internal sealed class ProbeDebugPort(PinDriver pins, int waitTries, bool lateJtagReads)
{
    private const int ReadAccess = 2;
    private const int ApAccess = 1;
    private const int Select = 0x8;
    private const int Rdbuff = 0xC;
    private const uint PowerRequests = 0x5000_0000;
    private const uint PowerUp = 0xF000_0000;
    private const int PowerTries = 200;
    private readonly PinSwdHost _serialWire = new(pins);
    private readonly PinJtagHost _jtag = new(pins);
    private bool _overJtag;
    private uint? _select;

    /// <summary>As <see cref="Enter"/>, over JTAG.</summary>
    public byte EnterJtag()
    {
        (_select, _overJtag) = (null, true);
        return _jtag.Enter() ? PowerUpPort() : AccessCode.NobodyThere;
    }

    /// <summary>Ones, JTAG-to-SWD, ones, idle (IHI 0031, B5.2.2), then DPIDR; the debug port is powered up, as a mode entry does.</summary>
    public byte Enter()
    {
        (_select, _overJtag) = (null, false);
        _serialWire.IdleCycles = 8;
        byte[] ones = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        _serialWire.Drive(ones, 56);
        _serialWire.Drive([0x9E, 0xE7], 16);
        _serialWire.Drive(ones, 56);
        _serialWire.Drive([0x00], 8);
        if (ReadDp(0, out _) != AccessCode.Ok)
            return AccessCode.NobodyThere;
        return PowerUpPort();
    }

    private byte PowerUpPort()
    {
        ClearErrors();
        WriteDp(4, PowerRequests);
        var status = 0u;
        for (var i = 0; i < PowerTries && (status & PowerUp) != PowerUp; i++)
            Ask(ReadAccess | 4, ref status);
        return AccessCode.Ok;
    }

    public byte ReadDp(int register, out uint value)
    {
        value = 0;
        var selected = Bank(register);
        if (selected != AccessCode.Ok)
            return selected;
        _jtag.ReadsLate = lateJtagReads;
        var status = Dp(Ask(ReadAccess | (register & 0xC), ref value));
        _jtag.ReadsLate = false;
        return status;
    }

    public byte WriteDp(int register, uint value)
    {
        var selected = Bank(register);
        if (selected != AccessCode.Ok)
            return selected;
        if ((register & 0xC) == Select)
            _select = value;
        return Dp(Ask(register & 0xC, ref value));
    }

    public byte ReadAp(int ap, int register, out uint value)
    {
        value = 0;
        var status = Aim(ap, register);
        if (status == AccessCode.Ok)
            status = Ap(Ask(ApAccess | ReadAccess | (register & 0xC), ref value));
        return status == AccessCode.Ok ? Ap(Ask(ReadAccess | Rdbuff, ref value)) : status;
    }

    /// <summary>Starts a write; what becomes of it is known after <see cref="Drain"/>.</summary>
    public byte WriteAp(int ap, int register, uint value)
    {
        var status = Aim(ap, register);
        return status == AccessCode.Ok ? Ap(Ask(ApAccess | (register & 0xC), ref value)) : status;
    }

    /// <summary>Waits for the write before.</summary>
    public byte Drain()
    {
        var value = 0u;
        return Ap(Ask(ReadAccess | Rdbuff, ref value));
    }

    /// <summary>After a refusal: which flag it was, and all flags cleared.</summary>
    public byte Explain(byte status)
    {
        if (status != AccessCode.ApFault)
            return status;
        var flags = 0u;
        if (Bank(4) == AccessCode.Ok)
            Ask(ReadAccess | 4, ref flags);
        ClearErrors();
        return (flags & 0x80) != 0 ? AccessCode.WriteData : status;
    }

    private void ClearErrors() => WriteDp(0, 0x1E);

    private byte Bank(int register) =>
        (register & 0xC) != 4 || ((_select ?? 1) & 0xF) == register >> 4
            ? AccessCode.Ok
            : WriteSelect(((_select ?? 0) & ~0xFu) | (uint)(register >> 4));

    private byte Aim(int ap, int register)
    {
        var select = (uint)ap << 24 | (uint)register & 0xF0;
        return _select == select ? AccessCode.Ok : WriteSelect(select);
    }

    private byte WriteSelect(uint select)
    {
        var value = select;
        var acknowledge = Ask(Select, ref value);
        _select = acknowledge == PinSwdHost.Ok ? select : null;
        return Dp(acknowledge);
    }

    private int Ask(int access, ref uint value)
    {
        var acknowledge = PinSwdHost.Wait;
        for (var i = 0; i < waitTries && acknowledge == PinSwdHost.Wait; i++)
            acknowledge = _overJtag ? _jtag.Transfer(access, ref value) : _serialWire.Transfer(access, ref value);
        return acknowledge;
    }

    private static byte Dp(int acknowledge)
    {
        var code = Ap(acknowledge);
        return code == AccessCode.Ok ? code : (byte)(code + AccessCode.DpOffset);
    }

    private static byte Ap(int acknowledge) => acknowledge switch
    {
        PinSwdHost.Ok => AccessCode.Ok,
        PinSwdHost.Wait => AccessCode.ApWait,
        PinSwdHost.Fault => AccessCode.ApFault,
        PinSwdHost.WrongParity => AccessCode.ApParity,
        _ => AccessCode.ApError,
    };
}
