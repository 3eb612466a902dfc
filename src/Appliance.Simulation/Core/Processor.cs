// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Cpu;
using Appliance.Simulation.Bus;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Core;

/// <summary>
/// The part of a core that executes: code in RAM, instruction after instruction, on target time by a cycle table at the clock the chip has. It asks
/// nobody when it may run: <see cref="DebugCore"/> starts and stops it and is told how it ended.
/// </summary>
internal sealed class Processor(ProcessorShape shape, SystemBus bus, Agenda agenda) : ICpuClient, IAgendaWorker
{
    private const uint None = uint.MaxValue;

    /// <summary>DSB and DMB (ARM DDI 0403, A7.7.33 and A7.7.34).</summary>
    private const ushort BarrierFirst = 0xF3BF, DsbSecond = 0x8F40, IsbSecond = 0x8F60;

    private readonly CycleTable _cycles = CycleTable.Of(shape.Model);
    private readonly SpinDetector _spin = new();
    private readonly WriteBuffer? _buffer = shape.Buffers is null ? null : new WriteBuffer(bus, shape.Buffers);
    private readonly uint[] _state = new uint[17];
    private ICpuEngine? _engine;
    private long _heldUntil;
    private uint _previous = None;
    private InstructionCost _cost;
    private int _extra;
    private int _length;
    private bool _single;
    private bool _didOne;
    private bool _fed;
    private bool _barrier;
    private ProcessorFault? _fault;

    /// <summary>Told how a run ended by the code itself.</summary>
    public Action<ProcessorFault>? Ended { get; set; }

    /// <inheritdoc/>
    public bool Works { get; private set; }

    /// <inheritdoc/>
    public long Now { get; private set; }

    /// <summary>Whether code can be executed at an address: RAM only.</summary>
    public bool CanExecute(uint address) => address - shape.RamStart < (uint)shape.Ram.Length || address - shape.MoreStart < (uint)shape.MoreRam.Length;

    /// <summary>Goes on with these registers from now.</summary>
    /// <param name="registers">R0 to R15, xPSR.</param>
    public void Start(ReadOnlySpan<uint> registers)
    {
        _engine ??= MakeEngine();
        _engine.ForgetCode();
        for (var i = 0; i < 16; i++)
            _engine[i] = registers[i];
        _engine.Flags = registers[16];
        Now = agenda.Now;
        _heldUntil = 0;
        _previous = None;
        Works = true;
    }

    /// <summary>Stops between two instructions and gives the registers back.</summary>
    public void Stop(Span<uint> registers)
    {
        if (!Works)
            return;
        Works = false;
        _buffer?.Drain();
        for (var i = 0; i < 16; i++)
            registers[i] = _engine![i];
        registers[16] = (registers[16] & 0x07FF_FFFF) | _engine!.Flags;
    }

    /// <summary>Executes one instruction, however long it takes.</summary>
    /// <returns>How it ended where it was not well.</returns>
    public void Step()
    {
        (_single, _didOne) = (true, false);
        try
        {
            while (Works && !_didOne)
                Execute();
        }
        finally
        {
            _single = false;
        }
    }

    /// <inheritdoc/>
    public void Work()
    {
        if (_heldUntil > Now)
            Now = Math.Min(_heldUntil, agenda.Horizon);
        else
            Execute();
    }

    /// <inheritdoc/>
    public bool MayExecute(uint address)
    {
        Charge(address);
        if (!Works || (_barrier && !Drained()) || Pause())
            return false;
        if (address <= _previous && _previous != None)
            Spin(address);
        _previous = address;
        Look(address);
        return true;
    }

    /// <inheritdoc/>
    public bool TryRead(uint address, int size, out uint value)
    {
        value = 0;
        if (Held(address, size, false))
            return false;
        if (_buffer is { } pending && pending.Covers(address) && !Drained())
            return false;
        if (address >= SystemBus.PrivateBase)
            _spin.Touch();
        _extra += shape.WaitStates(address);
        if (bus.TryRead(address, size, BusMaster.Core, out value))
            return Works;
        return Fault(address);
    }

    /// <inheritdoc/>
    public bool TryWrite(uint address, int size, uint value)
    {
        if (Held(address, size, true))
            return false;
        if (_buffer is { } buffer && buffer.Covers(address))
            return buffer.Take(address, size, value) is not { } failed || Fault(failed);
        if (!bus.TryWrite(address, size, BusMaster.Core, value))
            return Fault(address);
        _fed = address == shape.WatchdogKey;
        return true;
    }

    private ICpuEngine MakeEngine()
    {
        var engine = shape.Engines.Create(shape.Model, this);
        engine.Share(shape.RamStart, shape.Ram);
        if (shape.MoreRam.Length > 0)
            engine.Share(shape.MoreStart, shape.MoreRam);
        return engine;
    }

    private void Execute()
    {
        (_previous, _fault) = (None, null);
        _spin.Forget();
        var stop = _engine!.Run();
        if (!Works)
            return;
        if (_fault is { } fault)
            Ended?.Invoke(fault);
        else if (stop != CpuStop.Asked)
            Ended?.Invoke(new ProcessorFault(stop, null));
    }

    /// <summary>Adds the time of the instruction before, now that it is known whether it branched.</summary>
    private void Charge(uint address)
    {
        if (_previous == None)
            return;
        var cycles = address == _previous + _length ? _cost.Cycles : _cost.Taken;
        Now += (cycles + _extra) * shape.ClockPeriod();
        _extra = 0;
        if (_cost.Stores && !_fed)
            _spin.Touch();
        _fed = false;
        _didOne = true;
    }

    private bool Pause() => _single ? _didOne : Now >= agenda.Horizon;

    private void Look(uint address)
    {
        var first = Code(address);
        _length = CycleTable.IsLong(first) ? 4 : 2;
        var second = _length == 4 ? Code(address + 2) : (ushort)0;
        _cost = _cycles.Cost(first, second);
        _barrier = _buffer is not null && first == BarrierFirst && second is >= DsbSecond and < IsbSecond;
    }

    /// <summary>What is in the store buffer comes out before the core goes on.</summary>
    private bool Drained()
    {
        _barrier = false;
        return _buffer?.Drain() is not { } failed || Fault(failed);
    }

    private ushort Code(uint address) => address - shape.RamStart < (uint)shape.Ram.Length
        ? (ushort)Memory.Get(shape.Ram, address - shape.RamStart, 2)
        : (ushort)Memory.Get(shape.MoreRam, address - shape.MoreStart, 2);

    /// <summary>A loop that does the same again and again until the world changes is not gone round each time.</summary>
    private void Spin(uint address)
    {
        if (!_single && _spin.IsCandidate(address))
        {
            _engine!.CopyState(_state);
            Now += _spin.Skip(address, Now, agenda.Horizon, _state);
        }
    }

    /// <summary>A slave that holds the bus: the instruction is not done, and is tried again when the bus is free.</summary>
    private bool Held(uint address, int size, bool writes)
    {
        _heldUntil = bus.HeldUntil(address, size, BusMaster.Core, writes);
        return _heldUntil > Now && !_single;
    }

    private bool Fault(uint address)
    {
        _fault = new ProcessorFault(CpuStop.Asked, address);
        return false;
    }
}

/// <summary>What a processor is made of.</summary>
/// <param name="Engines">Makes its engine, at the first instruction.</param>
/// <param name="Model">Which core.</param>
/// <param name="RamStart">Where its RAM is.</param>
/// <param name="Ram">The RAM, whole pages of 4 KiB.</param>
/// <param name="ClockPeriod">Picoseconds of a cycle of HCLK, now.</param>
/// <param name="WaitStates">Cycles a load from an address takes longer.</param>
/// <param name="WatchdogKey">IWDG_KR: feeding again and again is still waiting.</param>
/// <param name="Buffers">Addresses whose stores stay in a buffer of the core; null for a core without.</param>
internal sealed record ProcessorShape(
    ICpuEngines Engines, CpuModel Model, uint RamStart, byte[] Ram, Func<long> ClockPeriod, Func<uint, int> WaitStates, uint WatchdogKey,
    Func<uint, bool>? Buffers = null)
{
    /// <summary>Where other RAM is that code can run from.</summary>
    public uint MoreStart { get; init; }

    /// <summary>That RAM, whole pages of 4 KiB; empty for none.</summary>
    public byte[] MoreRam { get; init; } = [];
}

/// <summary>How code ended its own run.</summary>
/// <param name="Stop">Why; <see cref="CpuStop.Asked"/> for a bus error.</param>
/// <param name="BusAddress">The address of the bus error.</param>
internal readonly record struct ProcessorFault(CpuStop Stop, uint? BusAddress);
