// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.SerialMemory;

/// <summary>OCTOSPI (RM0468, section 25.7): indirect, status polling and memory-mapped mode, up to eight lines, both edges. No HyperBus, no wrap, no mapped writes, no DMA.</summary>
internal sealed class OctoSpi : SerialController
{
    private const uint Enabled = 1u << 0;
    private const uint AbortBit = 1u << 1;
    private const uint StopAtMatch = 1u << 22;
    private const uint DataOffset = 0x50;
    private const uint Macronix = 1;
    private const int IndirectRead = 1, Polling = 2, MemoryMapped = 3;

    private readonly Register _control = new("CR", 0, 0x30CF_1FCD);
    private readonly Register _device = new("DCR1", 0, 0x071F_3F0B);
    private readonly Register _prescaler = new("DCR2", 0, 0x0007_00FF);
    private readonly Register _length = new("DLR", 0, uint.MaxValue);
    private readonly Register _address = new("AR", 0, uint.MaxValue);
    private readonly Register _mask = new("PSMKR", 0, uint.MaxValue);
    private readonly Register _match = new("PSMAR", 0, uint.MaxValue);
    private readonly Register _interval = new("PIR", 0, 0xFFFF);
    private readonly Register _command = new("CCR", 0, 0xAF3F_3F3F);
    private readonly Register _timing = new("TCR", 0, 0x5000_001F);
    private readonly Register _instruction = new("IR", 0, uint.MaxValue);

    public OctoSpi(NorFlash memory, ChipContext context, Func<long> period)
        : base("OCTOSPI", memory, context, period)
    {
        Add(0x000, new Register("CR", 0, 0) { OnRead = () => _control.Value, OnWrite = WriteControl });
        Quiet(0x008, _device);
        Quiet(0x00C, _prescaler);
        Add(0x010, new Register("DCR3", 0, 0x001F_00FF));
        Add(0x014, new Register("DCR4", 0, uint.MaxValue));
        Add(0x020, new Register("SR", 0, 0) { OnRead = Status });
        Add(0x024, new Register("FCR", 0, 0) { OnWrite = ClearFlags });
        Quiet(0x040, _length);
        Add(0x048, new Register("AR", 0, 0) { OnRead = () => _address.Value, OnWrite = WriteAddress });
        Quiet(0x080, _mask);
        Quiet(0x088, _match);
        Quiet(0x090, _interval);
        Quiet(0x100, _command);
        Quiet(0x108, _timing);
        Add(0x110, new Register("IR", 0, 0) { OnRead = () => _instruction.Value, OnWrite = WriteInstruction });
        foreach (var (offset, name) in ((uint, string)[])[(0x120, "ABR"), (0x130, "LPTR"), (0x180, "WCCR"), (0x188, "WTCR"), (0x190, "WIR"), (0x1A0, "WABR")])
            Add(offset, new Register(name, 0, uint.MaxValue));
    }

    /// <inheritdoc/>
    public override bool IsMapped => IsOn && Mode == MemoryMapped;

    /// <inheritdoc/>
    protected override long SaidBytes => 1L << (int)((_device.Value >> 16 & 0x1F) + 1);

    /// <inheritdoc/>
    protected override long Length => Data.Lines == 0 ? 0 : _length.Value + 1L;

    /// <inheritdoc/>
    protected override (int Divider, uint Mask, uint Match, int Interval, bool StopsAtMatch, int Threshold) Settings => (
        (int)(_prescaler.Value & 0xFF) + 1, _mask.Value, _match.Value, (int)_interval.Value, (_control.Value & StopAtMatch) != 0, (int)(_control.Value >> 8 & 0x1F) + 1);

    /// <summary>At both edges this memory sends the second byte of a pair first; the controller puts them right when it was told the memory's type.</summary>
    protected override bool SwapsPairs => Data.Doubled && Memory.Part.SwapsPairs != ((_device.Value >> 24 & 7) == Macronix);

    private bool IsOn => (_control.Value & Enabled) != 0;

    private int Mode => (int)(_control.Value >> 28 & 3);

    private SerialPhase Data => Phase(24, 1);

    private SerialPhase AddressPhase => Phase(8, (int)(_command.Value >> 12 & 3) + 1);

    /// <inheritdoc/>
    public override bool TryRead(in BusAccess access, out uint value)
    {
        value = 0;
        if (!Clocked())
            return false;
        return IsData(access.Offset) ? TryReadData(access.Size, out value) : base.TryRead(access, out value);
    }

    /// <inheritdoc/>
    public override bool TryWrite(in BusAccess access, uint value)
    {
        if (!Clocked())
            return false;
        return IsData(access.Offset) ? PutData(value, access.Size) : base.TryWrite(access, value);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        foreach (var register in (Register[])[_control, _device, _prescaler, _length, _address, _mask, _match, _interval, _command, _timing, _instruction])
            register.Reset();
    }

    /// <inheritdoc/>
    protected override SerialFrame Frame(uint address) => new(
        _instruction.Value, Phase(0, (int)(_command.Value >> 4 & 3) + 1), address, AddressPhase, Phase(16, (int)(_command.Value >> 20 & 3) + 1),
        (int)(_timing.Value & 0x1F), Data);

    /// <inheritdoc/>
    protected override bool IsData(uint offset) => (offset & ~3u) == DataOffset;

    private SerialPhase Phase(int shift, int bytes)
    {
        var lines = (int)(_command.Value >> shift & 7);
        return lines == 0 ? SerialPhase.None : new SerialPhase(1 << (lines - 1), bytes, (_command.Value >> (shift + 3) & 1) != 0);
    }

    /// <summary>A register that must not be written while something is going on.</summary>
    private void Quiet(uint offset, Register register) => Add(
        offset, new Register(register.Name, 0, 0) { OnRead = () => register.Value, OnWrite = value => IsBusy ? Refuse(register.Name) : register.Write(value) });

    private bool WriteControl(uint value)
    {
        if ((value & AbortBit) != 0)
            Stop();
        if (IsBusy && ((value ^ _control.Value) & 0x3000_00C0) != 0)
            return Refuse("the mode in CR");
        var mapped = IsMapped;
        _control.Write(value & ~AbortBit);
        if (!IsOn)
            Stop();
        else if (IsMapped && !mapped)
            BeginMapping();
        return true;
    }

    private bool WriteInstruction(uint value)
    {
        if (IsBusy)
            return Refuse("IR");
        _instruction.Write(value);
        if (IsOn && !IsMapped && AddressPhase.Lines == 0)
            Start();
        return true;
    }

    private bool WriteAddress(uint value)
    {
        if (IsBusy)
            return Refuse("AR");
        _address.Write(value);
        if (IsOn && !IsMapped && AddressPhase.Lines != 0)
            Start();
        return true;
    }

    private void Start()
    {
        Direction(Mode == 0);
        if (Mode == Polling)
            BeginPolling(Frame(_address.Value));
        else
            Begin(Frame(_address.Value), Length, Mode != IndirectRead);
    }
}
