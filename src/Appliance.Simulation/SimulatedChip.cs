// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Cpu;
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;
using Appliance.Simulation.Core;
using Appliance.Simulation.Debug;
using Appliance.Simulation.Fus;
using Appliance.Simulation.Pins;
using Appliance.Simulation.SerialMemory;
using Appliance.Simulation.Time;

namespace Appliance.Simulation;

/// <summary>One simulated chip on one board: what a test may look at and meddle with. What a programmer sees goes over its pins.</summary>
public sealed class SimulatedChip
{
    private const uint MemApBase = CortexM3.RomTable | 3;
    private const uint StDesigner = 0x000A_0000;
    private const uint RamStart = 0x2000_0000;
    private const uint FlashStart = 0x0800_0000;
    private const int CodePage = 4096;

    /// <summary>What other RAM holds after power-on; drawing each byte of it would take longer than a job.</summary>
    private const byte UnusedRam = 0x5C;

    private readonly Memory _ram;
    private readonly Memory _moreRam;
    private readonly DebugCore _core;
    private readonly DebugPort _debugPort;
    private readonly MemAp _memAp;
    private readonly SystemBus _bus = new();
    private readonly SwjDp _swj;
    private readonly AgendaEntry _takePins;
    private SimulatedCoprocessor? _coprocessor;

    internal SimulatedChip(string name, ChipPart part, ChipContext context, SimulationOptions options)
    {
        (Name, Context) = (name, context);
        Part = part;
        ResetLine = new ResetLine(context.Agenda) { Changed = OnResetLine };
        _moreRam = new Memory(new byte[part.MoreRam.Kib * 1024], true);
        _ram = new Memory(new byte[(RamBytes + CodePage - 1) / CodePage * CodePage], true);
        _core = new DebugCore(ReadVector, context.Violations) { HasFloats = part.Core.Floating.Mvfr0 != 0 };
        Inside = part.Build(new ChipSurroundings(context, _core, options, ResetLine.PulseByChip, DropDebug));
        MapBus();
        var shape = new MemApShape(part.Core.AccessPortIdr, MemApBase, options.WideAutoIncrement ? 0xFFFu : 0x3FFu);
        _memAp = new MemAp(_bus, context.Agenda, shape, context.Violations);
        _debugPort = new DebugPort(part.Core.Dpidr, _memAp, context.Agenda, context.Dice, context.Violations) { AccessPort = part.Core.AccessPort };
        _memAp.BusError += _debugPort.RaiseStickyError;
        Wire = new WireTrouble((long)context.Dice.Next());
        SerialWire = new SwDp(_debugPort, Wire);
        _takePins = context.Agenda.Add(TakePins);
        _swj = new SwjDp(SerialWire, new JtagChain(new JtagDp(_debugPort, part.Core.JtagId), new BoundaryScanTap(part.BoundaryScanId)));
        Pins = new BoardPins(_swj, context.Violations);
        if (Inside.External is { } memory)
            (memory.Trouble, memory.Memory.IgnoresWriteEnable) = (options.Mapped, options.MemoryIgnoresWriteEnable);
        if (options.Cpu is { } engines)
            AttachProcessor(engines);
    }

    /// <summary>Start of the part number.</summary>
    public string Name { get; }

    /// <summary>Main flash: read it, flip bits in it, load firmware into it.</summary>
    public byte[] Flash => Inside.Cells.Bytes;

    /// <summary>SRAM, rounded up to whole pages of 4 KiB.</summary>
    public byte[] Ram => _ram.Bytes;

    /// <summary>Whether code in RAM is executed.</summary>
    public bool ExecutesCode => _core.Processor is not null;

    /// <summary>Cells of the serial memory on the board; null where there is none.</summary>
    public SparseBytes? ExternalMemory => Inside.External?.Memory.Cells;

    /// <summary>The option bytes as stored; how they are laid out is the family's.</summary>
    public byte[] OptionBytes => Inside.OptionBytes;

    /// <summary>Whether the chip goes by its option bytes as they are stored: nothing was stored since they were loaded.</summary>
    public bool OptionsAreLoaded => Inside.OptionBytes.AsSpan().SequenceEqual(Inside.LoadedOptionBytes);

    /// <summary>The unique id, twelve bytes from the lowest address up.</summary>
    public byte[] UniqueId => Inside.UniqueId;

    /// <summary>Busy times drawn.</summary>
    public DrawnBusy Busy => Context.Busy;

    /// <summary>What the programmer did against the manuals.</summary>
    public Violations Violations => Context.Violations;

    /// <summary>Resets, and what the supply did, in order.</summary>
    public BoardEvents Events { get; } = new();

    /// <summary>Trouble on the wire.</summary>
    public WireTrouble Wire { get; }

    /// <summary>Requests answered on the serial wire since the board was made.</summary>
    public long Transfers => SerialWire.Transfers;

    /// <summary>Writes handed to the access port over the serial wire since the board was made.</summary>
    public long AccessPortWrites => SerialWire.AccessPortWrites;

    /// <summary>Ill-formed or untimely requests on the serial wire.</summary>
    public long ProtocolErrors => SerialWire.ProtocolErrors;

    /// <summary>Whether the core is halted in debug state.</summary>
    public bool IsHalted => Settled()._core.IsHalted;

    /// <summary>Whether code runs.</summary>
    public bool IsRunning => Settled()._core.IsRunning;

    /// <summary>Code is being executed that the simulation goes through instruction by instruction, which takes it longer than a chip.</summary>
    internal bool IsWorking => Settled()._core is { IsRunning: true, RunsFirmware: false };

    /// <summary>HCLK as RCC has it now, in hertz.</summary>
    public long CoreHertz => Settled().Inside.HclkHertz;

    /// <summary>Whether nRESET is low.</summary>
    public bool ResetIsLow => Settled().ResetLine.IsLow;

    /// <summary>Whether the board has power.</summary>
    public bool IsPowered => Pins.Alive;

    /// <summary>Whether the flash controller refuses debug reads, as loaded at the last reset.</summary>
    public bool IsReadProtected => Inside.ReadProtected;

    /// <summary>The coprocessor of an STM32WB; null where there is none.</summary>
    public SimulatedCoprocessor? Coprocessor => _coprocessor ??= Settled().Inside.Coprocessor is { } cpu ? new SimulatedCoprocessor(cpu) : null;

    /// <summary>The firmware in flash takes the debug pins a millisecond after it starts, until the next reset.</summary>
    public bool FirmwareTakesPins { get; set; }

    internal ChipPart Part { get; }

    internal ChipContext Context { get; }

    internal BoardPins Pins { get; }

    internal ResetLine ResetLine { get; }

    internal SwDp SerialWire { get; }

    internal MemAp MemAp => _memAp;

    internal ChipInside Inside { get; }

    internal Memory RamCells => _ram;

    /// <summary>The debug port is silent until nRESET goes low.</summary>
    internal bool SleepsUntilReset { get; set; }

    /// <summary>Flips one bit of main flash.</summary>
    /// <param name="offset">Byte offset from the start of flash.</param>
    /// <param name="bit">0 to 7.</param>
    public void FlipBit(int offset, int bit) => Flash[offset] ^= (byte)(1 << bit);

    /// <summary>The supply goes: whatever was being programmed is torn, nothing answers any more, nRESET falls with the supply.</summary>
    public void PowerOff()
    {
        Context.Agenda.CatchUp();
        if (!Pins.Alive)
            return;
        Events.Add(Context.Time.Elapsed, BoardEventKind.PowerLost);
        ResetLine.Supply(false);
        _swj.PowerOnReset();
        Pins.Alive = false;
    }

    /// <summary>The supply comes (back).</summary>
    public void PowerOn()
    {
        Events.Add(Context.Time.Elapsed, BoardEventKind.PowerCame);
        Pins.Alive = true;
        ResetLine.Supply(false);
        for (var i = 0; i < RamBytes; i++)
            Ram[i] = (byte)Context.Dice.Next();
        Array.Fill(_moreRam.Bytes, UnusedRam);
        _swj.PowerOnReset();
        _debugPort.PowerOnReset();
        Inside.PowerOnReset();
        _core.PowerOnReset();
        ResetLine.Supply(true);
    }

    internal void Settle() => Context.Agenda.Settle();

    internal void CatchUp() => Context.Agenda.CatchUp();

    private int RamBytes => Part.RamBytes;

    private SimulatedChip Settled()
    {
        Context.Agenda.CatchUp();
        return this;
    }

    private void AttachProcessor(ICpuEngines engines)
    {
        var shape = new ProcessorShape(engines, Part.Core.Model, RamStart, Ram, () => Inside.HclkPeriod, Inside.WaitStates, Inside.WatchdogKey,
            Part.Core.Model == CpuModel.CortexM7 ? address => address - FlashStart < (uint)Part.FlashBytes : null)
        {
            MoreStart = Part.MoreRam.Start,
            MoreRam = _moreRam.Bytes,
        };
        var processor = new Processor(shape, _bus, Context.Agenda);
        _core.Attach(processor, _bus);
        Context.Agenda.Worker = processor;
    }

    private void MapBus()
    {
        _bus.Map(RamStart, (uint)RamBytes, _ram);
        _bus.Map(Part.MoreRam.Start, (uint)_moreRam.Bytes.Length, _moreRam);
        CortexM3.Map(_bus, _core, Part.Core, () => ResetLine.PulseByChip(ResetCause.Software), StDesigner | Part.DevId, Violations);
        Inside.Map(_bus);
    }

    private uint ReadVector(uint address) => Inside.Coprocessor?.Vector(address) ?? Memory.Get(Flash, address, 4);

    /// <summary>The debug port is as after power-on; half the time its line protocol is lost as well.</summary>
    private void TakePins()
    {
        if (_core.RunsFirmware && Inside.Coprocessor is not { BootsSystemMemory: true })
            TakePinsNow();
        else
            _takePins.At = Context.Agenda.Now + VirtualTime.PerMicrosecond * 1000;
    }

    /// <summary>Whatever the port was about to drive it drives no more.</summary>
    private void TakePinsNow()
    {
        Pins.Sealed = true;
        _swj.PowerOnReset();
    }

    private void DropDebug()
    {
        _debugPort.Drop();
        if ((Context.Dice.Next() & 1) != 0)
            _swj.PowerOnReset();
    }

    private void OnResetLine(ResetCause? cause)
    {
        var now = TimeSpan.FromTicks(Context.Agenda.Now / VirtualTime.PerTick);
        if (cause is null)
        {
            Events.Add(now, BoardEventKind.ResetReleased);
            LeaveReset();
            return;
        }

        Events.Add(now, BoardEventKind.ResetAsserted, cause.Value);
        if (SleepsUntilReset)
            Pins.Sealed = SleepsUntilReset = false;
        _bus.InReset = true;
        _takePins.At = AgendaEntry.Never;
        Pins.Sealed = Inside.IsSealed;
        _memAp.BreakOff();
        Inside.Flag(cause.Value);
        _core.EnterReset();
        _bus.Reset();
    }

    private void LeaveReset()
    {
        _bus.InReset = false;
        Inside.LeaveReset();
        Pins.Sealed = Inside.IsSealed;
        _core.LeaveReset();
        if (FirmwareTakesPins)
            _takePins.At = Context.Agenda.Now + VirtualTime.PerMicrosecond * 1000;
    }
}
