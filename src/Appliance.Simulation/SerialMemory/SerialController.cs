// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.SerialMemory;

/// <summary>What QUADSPI and OCTOSPI share: four modes, a transfer under way, status polled by itself, memory mapped into a window. Where registers are, and when a command is complete, is each one's own.</summary>
internal abstract class SerialController : RegisterBlock
{
    private const uint Error = 1u << 0;
    private const uint Complete = 1u << 1;
    private const uint Threshold = 1u << 2;
    private const uint Match = 1u << 3;
    private const uint Busy = 1u << 5;
    private const uint Clearable = 0x1B;
    private readonly ChipContext _context;
    private readonly SerialTransfer _transfer;
    private readonly AgendaEntry _poll;
    private readonly Func<long> _period;
    private uint _flags;
    private bool _polling;
    private bool _selected;
    private bool _stale;
    private bool _writesNow;
    private SerialFrame _polled;
    private uint _begun;
    private uint _next;
    private (uint Offset, long At)? _pending;

    protected SerialController(string name, NorFlash memory, ChipContext context, Func<long> period)
        : base(name, context.Violations)
    {
        (Memory, _context, _period) = (memory, context, period);
        _transfer = new SerialTransfer(memory, context.Agenda) { Done = () => _flags |= Complete };
        _poll = context.Agenda.Add(Poll);
    }

    /// <summary>The memory on its lines.</summary>
    public NorFlash Memory { get; }

    /// <summary>What goes wrong between it and mapped memory.</summary>
    public MappedTrouble Trouble { get; set; }

    /// <summary>Whether its clock is on in RCC.</summary>
    public required Func<bool> HasClock { get; init; }

    /// <summary>It is switched on and its memory mapped.</summary>
    public abstract bool IsMapped { get; }

    /// <summary>Size the memory was said to have.</summary>
    protected abstract long SaidBytes { get; }

    /// <summary>Whether the two bytes of each pair come in the wrong order.</summary>
    protected virtual bool SwapsPairs => false;

    /// <summary>Bytes of data of an indirect transfer.</summary>
    protected abstract long Length { get; }

    /// <summary>Clocks on the lines for one of the kernel, and what status polling wants.</summary>
    protected abstract (int Divider, uint Mask, uint Match, int Interval, bool StopsAtMatch, int Threshold) Settings { get; }

    /// <summary>Whether something is going on that new commands must wait for.</summary>
    protected bool IsBusy => _transfer.IsActive || _polling || _selected;

    private long Period => _period() * Settings.Divider;

    /// <inheritdoc/>
    public override long HeldUntil(in BusAccess access) => IsData(access.Offset) ? _transfer.HeldUntil(access.Size, access.Writes) : 0;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        Stop();
        _flags = 0;
    }

    /// <summary>Until when a read of the window takes.</summary>
    public long MappedUntil(uint offset, int size)
    {
        if (!IsMapped)
            return 0;
        if (_pending is { } pending && pending.Offset == offset)
            return pending.At;
        var frame = Frame(offset);
        var bits = (long)size * 8 / Math.Max(1, frame.DataPhase.Lines) / (frame.DataPhase.Doubled ? 2 : 1);
        var clocks = _selected && offset == _next ? bits : frame.Clocks + bits;
        _pending = (offset, _context.Agenda.Now + (clocks * Period));
        return _pending.Value.At;
    }

    /// <summary>Reads the window; false is a bus error.</summary>
    public bool TryReadMapped(uint offset, int size, out uint value)
    {
        (value, _pending) = (0, null);
        if (!HasClock() || !IsMapped || offset + (long)size > SaidBytes)
        {
            Violations.Add($"{Name}: read of the window at 0x{offset:x} where no memory is mapped");
            return false;
        }

        if (!_selected || offset != _next)
        {
            if (_selected)
                Memory.Deselect();
            Memory.Select(Frame(offset));
            _begun = offset;
        }

        _selected = true;
        for (var i = 0; i < size; i++)
            value |= (uint)Mapped(offset, i) << (8 * i);
        _next = offset + (uint)size;
        _stale = false;
        return true;
    }

    private byte Mapped(uint offset, int index)
    {
        var at = offset + index;
        var zero = Trouble == MappedTrouble.BeginsWithZeros ? at < 2 : Trouble == MappedTrouble.FirstReadStale && _stale && index < 2;
        return zero ? (byte)0 : Memory.Read(SwapsPairs ? (at - _begun) ^ 1 : at - _begun);
    }

    /// <summary>The command for mapped memory from an address on.</summary>
    protected abstract SerialFrame Frame(uint address);

    /// <summary>Whether an offset is that of the data register.</summary>
    protected abstract bool IsData(uint offset);

    /// <summary>Silicon without its clock reads 0 and takes nothing; here it is a bus error.</summary>
    protected bool Clocked()
    {
        if (HasClock())
            return true;
        Violations.Add($"{Name}: access without its clock in RCC");
        return false;
    }

    /// <summary>Begins an indirect transfer.</summary>
    protected void Begin(in SerialFrame frame, long length, bool writes)
    {
        if (length > 0 && frame.AddressPhase.Lines > 0 && frame.Address + length > SaidBytes)
        {
            _flags |= Error;
            return;
        }

        _flags &= ~Complete;
        _transfer.Begin(frame, length, writes, Period, SwapsPairs && Memory.IsData(frame));
    }

    /// <summary>Begins to poll the status.</summary>
    protected void BeginPolling(in SerialFrame frame)
    {
        (_polling, _polled) = (true, frame);
        _poll.At = _context.Agenda.Now + (Round(frame) * Period);
    }

    /// <summary>Memory is mapped from now on.</summary>
    protected void BeginMapping() => (_stale, _pending, _selected) = (true, null, false);

    /// <summary>Ends whatever is going on.</summary>
    protected void Stop()
    {
        _transfer.Abort();
        if (_selected)
            Memory.Deselect();
        (_polling, _selected, _pending) = (false, false, null);
        _poll.At = AgendaEntry.Never;
    }

    /// <summary>SR.</summary>
    protected uint Status()
    {
        var level = _transfer.Level;
        var (wanted, all) = (Settings.Threshold, Length);
        var enough = _transfer.IsActive && (_writesNow ? level <= 32 - wanted : level >= Math.Min(wanted, all) && level > 0);
        return _flags | (enough ? Threshold : 0) | (IsBusy ? Busy : 0) | ((uint)level << 8);
    }

    /// <summary>FCR.</summary>
    protected bool ClearFlags(uint value)
    {
        _flags &= ~(value & Clearable);
        return true;
    }

    /// <summary>Which way the data of the transfer under way go, for the threshold flag.</summary>
    protected void Direction(bool writes) => _writesNow = writes;

    /// <summary>The data register; an access of any size.</summary>
    protected bool TryReadData(int size, out uint value)
    {
        value = 0;
        if (_transfer.Take(size) is not { } taken)
        {
            Violations.Add($"{Name}: data read where there are none");
            return true;
        }

        value = taken;
        return true;
    }

    /// <summary>The data register; an access of any size.</summary>
    protected bool PutData(uint value, int size)
    {
        if (!_transfer.Put(value, size))
            Violations.Add($"{Name}: data written where none are wanted");
        return true;
    }

    /// <summary>A write that silicon would ignore because a command is under way.</summary>
    protected bool Refuse(string register)
    {
        Violations.Add($"{Name}: {register} written while busy");
        return true;
    }

    private int Round(in SerialFrame frame) => frame.Clocks + (8 / Math.Max(1, frame.DataPhase.Lines)) + Settings.Interval;

    /// <summary>One look at the status; while the memory is busy with nothing else to see, the looks in between are left out.</summary>
    private void Poll()
    {
        Memory.Select(_polled);
        var status = 0u;
        for (var i = 0; i < Math.Min(Length, 4); i++)
            status |= (uint)Memory.Read(i) << (8 * i);
        Memory.Deselect();
        var (_, mask, match, _, stops, _) = Settings;
        if ((status & mask) == (match & mask))
        {
            _flags |= Match;
            if (stops)
            {
                _polling = false;
                return;
            }
        }

        _poll.At = Math.Max(_context.Agenda.Now + (Round(_polled) * Period), Memory.ReadyAt);
    }
}

/// <summary>What can go wrong with mapped memory.</summary>
public enum MappedTrouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The first read after mapping brings two bytes of 0; the next one is right.</summary>
    FirstReadStale,

    /// <summary>The first two bytes of the window read 0 whatever the memory holds.</summary>
    BeginsWithZeros,
}

/// <summary>The addresses a memory is mapped to.</summary>
internal sealed class MappedWindow(SerialController controller) : IBusSlave
{
    /// <inheritdoc/>
    public long HeldUntil(in BusAccess access) => access.Writes ? 0 : controller.MappedUntil(access.Offset, access.Size);

    /// <inheritdoc/>
    public bool TryRead(in BusAccess access, out uint value) => controller.TryReadMapped(access.Offset, access.Size, out value);

    /// <inheritdoc/>
    public bool TryWrite(in BusAccess access, uint value) => false;

    /// <inheritdoc/>
    public void Reset()
    {
        // Nothing of its own.
    }
}
