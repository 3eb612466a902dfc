// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.SerialMemory;

/// <summary>QUADSPI (RM0385, section 14.5; RM0433, section 23.5): indirect, status polling and memory-mapped mode on one chip. No dual flash, no double data rate, no DMA.</summary>
internal sealed class QuadSpi : SerialController
{
    private const uint Enabled = 1u << 0;
    private const uint AbortBit = 1u << 1;
    private const uint StopAtMatch = 1u << 22;
    private const uint DualFlash = 1u << 6;
    private const uint DoubleRate = 1u << 31;
    private const uint DataOffset = 0x20;
    private const int IndirectWrite = 0, IndirectRead = 1, Polling = 2, MemoryMapped = 3;

    private readonly Register _control = new("CR", 0, 0xFFDF_1FDD);
    private readonly Register _device = new("DCR", 0, 0x001F_0701);
    private readonly Register _length = new("DLR", 0, uint.MaxValue);
    private readonly Register _command = new("CCR", 0, 0x9FFF_FFFF);
    private readonly Register _address = new("AR", 0, uint.MaxValue);
    private readonly Register _mask = new("PSMKR", 0, uint.MaxValue);
    private readonly Register _match = new("PSMAR", 0, uint.MaxValue);
    private readonly Register _interval = new("PIR", 0, 0xFFFF);

    public QuadSpi(NorFlash memory, ChipContext context, Func<long> period)
        : base("QUADSPI", memory, context, period)
    {
        Add(0x00, new Register("CR", 0, 0) { OnRead = () => _control.Value, OnWrite = WriteControl });
        Add(0x04, new Register("DCR", 0, 0) { OnRead = () => _device.Value, OnWrite = value => IsBusy ? Refuse("DCR") : _device.Write(value) });
        Add(0x08, new Register("SR", 0, 0) { OnRead = Status });
        Add(0x0C, new Register("FCR", 0, 0) { OnWrite = ClearFlags });
        Add(0x10, new Register("DLR", 0, 0) { OnRead = () => _length.Value, OnWrite = value => IsBusy ? Refuse("DLR") : _length.Write(value) });
        Add(0x14, new Register("CCR", 0, 0) { OnRead = () => _command.Value, OnWrite = WriteCommand });
        Add(0x18, new Register("AR", 0, 0) { OnRead = () => _address.Value, OnWrite = WriteAddress });
        Add(0x1C, new Register("ABR", 0, uint.MaxValue));
        Add(0x24, new Register("PSMKR", 0, 0) { OnRead = () => _mask.Value, OnWrite = value => IsBusy ? Refuse("PSMKR") : _mask.Write(value) });
        Add(0x28, new Register("PSMAR", 0, 0) { OnRead = () => _match.Value, OnWrite = value => IsBusy ? Refuse("PSMAR") : _match.Write(value) });
        Add(0x2C, new Register("PIR", 0, 0) { OnRead = () => _interval.Value, OnWrite = value => IsBusy ? Refuse("PIR") : _interval.Write(value) });
        Add(0x30, new Register("LPTR", 0, 0xFFFF));
    }

    /// <inheritdoc/>
    public override bool IsMapped => IsOn && Mode == MemoryMapped;

    /// <inheritdoc/>
    protected override long SaidBytes => 1L << (int)((_device.Value >> 16 & 0x1F) + 1);

    /// <inheritdoc/>
    protected override long Length => Data.Lines == 0 ? 0 : _length.Value + 1L;

    /// <inheritdoc/>
    protected override (int Divider, uint Mask, uint Match, int Interval, bool StopsAtMatch, int Threshold) Settings => (
        (int)(_control.Value >> 24) + 1, _mask.Value, _match.Value, (int)_interval.Value, (_control.Value & StopAtMatch) != 0, (int)(_control.Value >> 8 & 0x1F) + 1);

    private bool IsOn => (_control.Value & Enabled) != 0;

    private int Mode => (int)(_command.Value >> 26 & 3);

    private SerialPhase Data => Phase(24, 1);

    private SerialPhase AddressPhase => Phase(10, (int)(_command.Value >> 12 & 3) + 1);

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
        if (!IsData(access.Offset))
            return base.TryWrite(access, value);
        return PutData(value, access.Size);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        foreach (var register in (Register[])[_control, _device, _length, _command, _address, _mask, _match, _interval])
            register.Reset();
    }

    /// <inheritdoc/>
    protected override SerialFrame Frame(uint address) => new(
        _command.Value & 0xFF, Phase(8, 1), address, AddressPhase, Phase(14, (int)(_command.Value >> 16 & 3) + 1), (int)(_command.Value >> 18 & 0x1F), Data);

    /// <inheritdoc/>
    protected override bool IsData(uint offset) => (offset & ~3u) == DataOffset;

    private SerialPhase Phase(int shift, int bytes) => (_command.Value >> shift & 3) switch
    {
        0 => SerialPhase.None,
        1 => new SerialPhase(1, bytes),
        2 => new SerialPhase(2, bytes),
        _ => new SerialPhase(4, bytes),
    };

    private bool WriteControl(uint value)
    {
        if ((value & AbortBit) != 0)
        {
            Stop();
            _command.Value &= ~(3u << 26); // Mapped memory is left by an abort.
        }

        if (IsBusy && ((value ^ _control.Value) & 0xFF00_00C0) != 0)
            return Refuse("the clock divider in CR");
        if ((value & DualFlash) != 0)
            Violations.Add($"{Name}: two memories at once are not modelled");
        _control.Write(value & ~AbortBit);
        if (!IsOn)
            Stop();
        return true;
    }

    private bool WriteCommand(uint value)
    {
        if (IsBusy)
            return Refuse("CCR");
        if ((value & DoubleRate) != 0)
            Violations.Add($"{Name}: double data rate is not modelled");
        _command.Write(value);
        if (!IsOn)
        {
            Violations.Add($"{Name}: a command while it is off");
            return true;
        }

        if (Mode == MemoryMapped)
            BeginMapping();
        else if (AddressPhase.Lines == 0)
            Start();
        return true;
    }

    private bool WriteAddress(uint value)
    {
        if (IsBusy)
            return Refuse("AR");
        if (IsMapped)
        {
            Violations.Add($"{Name}: AR written while memory is mapped");
            return true;
        }

        _address.Write(value);
        if (IsOn && AddressPhase.Lines != 0)
            Start();
        return true;
    }

    /// <summary>The command is complete; of a write that has data the clock begins with the first of them, which makes no difference to the memory.</summary>
    private void Start()
    {
        Direction(Mode == IndirectWrite);
        if (Mode == Polling)
            BeginPolling(Frame(_address.Value));
        else
            Begin(Frame(_address.Value), Length, Mode != IndirectRead);
    }
}
