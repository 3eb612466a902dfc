// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Cpu;
using Appliance.Simulation.Bus;
using Appliance.Simulation.Core;
using Appliance.Simulation.Debug;
using Appliance.Simulation.Pins;
using Appliance.Simulation.Stm32F1;
using Appliance.Simulation.Time;

namespace Appliance.Simulation;

/// <summary>One simulated STM32F1 on one board: what a test may look at and meddle with. What a programmer sees goes over its pins.</summary>
public sealed class SimulatedChip
{
    private const uint MemApIdr = 0x1477_0011;
    private const uint MemApBase = CortexM3.RomTable | 3;
    private const uint DebugPortIdentification = 0x1BA0_1477;
    private const uint JtagIdentification = 0x3BA0_0477;
    private const uint StDesigner = 0x000A_0000;
    private const int CodePage = 4096;
    private readonly F1Flash _flash;
    private readonly InformationBlock _information;
    private readonly Memory _ram;
    private readonly DebugCore _core;
    private readonly DebugPort _debugPort;
    private readonly MemAp _memAp;
    private readonly SystemBus _bus = new();
    private readonly Rcc _rcc;
    private readonly DbgMcu _dbgMcu;
    private readonly Iwdg _iwdg;
    private readonly SwjDp _swj;
    private readonly F1FlashRegisters _flashRegisters;

    internal SimulatedChip(string name, Stm32F1Part part, ChipContext context, SimulationOptions options)
    {
        (Name, Context) = (name, context);
        Part = part;
        ResetLine = new ResetLine(context.Agenda) { Changed = OnResetLine };
        _flash = new F1Flash(context, part) { LosesHeldWrites = options.LosesHeldWrites };
        _information = new InformationBlock(part, _flash, context.Dice);
        _ram = new Memory(new byte[(RamBytes + CodePage - 1) / CodePage * CodePage], true);
        _core = new DebugCore(ReadVector, context.Violations);
        _rcc = new Rcc(context.Violations) { FastestClock = part.FastestClock };
        _flashRegisters = new F1FlashRegisters(_flash, context.Violations);
        _flash.HsiRuns = () => _rcc.HsiRuns;
        _dbgMcu = new DbgMcu(part.DevId, part.RevId, context.Violations);
        _iwdg = new Iwdg(context.Agenda, _core, _dbgMcu, context.Violations) { Expired = () => ResetLine.PulseByChip(ResetCause.Watchdog) };
        MapBus();
        var shape = new MemApShape(MemApIdr, MemApBase, options.WideAutoIncrement ? 0xFFFu : 0x3FFu);
        _memAp = new MemAp(_bus, context.Agenda, shape, context.Violations);
        _debugPort = new DebugPort(DebugPortIdentification, _memAp, context.Agenda, context.Dice, context.Violations);
        _memAp.BusError += _debugPort.RaiseStickyError;
        Wire = new WireTrouble((long)context.Dice.Next());
        SerialWire = new SwDp(_debugPort, Wire);
        _swj = new SwjDp(SerialWire, new JtagChain(new JtagDp(_debugPort, JtagIdentification), new BoundaryScanTap(part.BoundaryScanId)));
        Pins = new BoardPins(_swj, context.Violations);
        if (options.Cpu is { } engines)
            AttachProcessor(engines);
    }

    /// <summary>Start of the part number.</summary>
    public string Name { get; }

    /// <summary>Main flash: read it, flip bits in it, load firmware into it.</summary>
    public byte[] Flash => _flash.Cells.Bytes;

    /// <summary>SRAM, rounded up to whole pages of 4 KiB.</summary>
    public byte[] Ram => _ram.Bytes;

    /// <summary>Whether code in RAM is executed.</summary>
    public bool ExecutesCode => _core.Processor is not null;

    /// <summary>The sixteen option bytes.</summary>
    public byte[] OptionBytes => _flash.Options.Bytes;

    /// <summary>The unique id, twelve bytes from the lowest address up.</summary>
    public byte[] UniqueId => _information.UniqueId;

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

    /// <summary>HCLK as RCC has it now, in hertz.</summary>
    public long CoreHertz => Settled()._rcc.HclkHertz;

    /// <summary>Whether nRESET is low.</summary>
    public bool ResetIsLow => Settled().ResetLine.IsLow;

    /// <summary>Whether the board has power.</summary>
    public bool IsPowered => Pins.Alive;

    /// <summary>Whether the flash controller refuses debug reads, as loaded at the last reset.</summary>
    public bool IsReadProtected => _flash.Options.ReadProtected;

    internal Stm32F1Part Part { get; }

    internal ChipContext Context { get; }

    internal BoardPins Pins { get; }

    internal ResetLine ResetLine { get; }

    internal SwDp SerialWire { get; }

    internal MemAp MemAp => _memAp;

    internal F1Flash FlashController => _flash;

    internal Memory RamCells => _ram;

    internal InformationBlock Information => _information;

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
        _swj.PowerOnReset();
        _debugPort.PowerOnReset();
        _dbgMcu.PowerOnReset();
        _core.PowerOnReset();
        ResetLine.Supply(true);
    }

    internal void Settle() => Context.Agenda.Settle();

    internal void CatchUp() => Context.Agenda.CatchUp();

    private int RamBytes => Part.RamKib * 1024;

    private SimulatedChip Settled()
    {
        Context.Agenda.CatchUp();
        return this;
    }

    private void AttachProcessor(ICpuEngines engines)
    {
        var shape = new ProcessorShape(engines, CpuModel.CortexM3, Stm32F1Map.Ram, Ram, () => _rcc.HclkPeriod, WaitStates, Stm32F1Map.Iwdg);
        var processor = new Processor(shape, _bus, Context.Agenda);
        _core.Attach(processor, _bus);
        Context.Agenda.Worker = processor;
    }

    private int WaitStates(uint address) =>
        address - Stm32F1Map.Flash < (uint)Part.FlashBytes ? _flashRegisters.WaitStates(_rcc.SystemClock) : 0;

    private void MapBus()
    {
        _bus.Map(Stm32F1Map.Flash, (uint)Part.FlashBytes, _flash);
        _bus.Map(Stm32F1Map.FlashRegisters, 0x60, _flashRegisters);
        _bus.Map(Stm32F1Map.Ram, (uint)RamBytes, _ram);
        CortexM3.Map(_bus, _core, () => ResetLine.PulseByChip(ResetCause.Software), StDesigner | Part.DevId, Violations);
        _bus.Map(Stm32F1Map.DbgMcu, 0x400, _dbgMcu);
        _bus.Map(Stm32F1Map.BootAlias, (uint)Part.FlashBytes, _flash);
        _bus.Map(Part.SystemMemory, (uint)_information.Bytes.Length, _information);
        _bus.Map(Stm32F1Map.OptionBytes, 16, _flash.Options);
        _bus.Map(Stm32F1Map.Rcc, 0x400, _rcc);
        _bus.Map(Stm32F1Map.Iwdg, 0x400, _iwdg);
    }

    private uint ReadVector(uint address) => Memory.Get(Flash, address, 4);

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
        _bus.InReset = true;
        _memAp.BreakOff();
        _rcc.Flag(cause.Value);
        _core.EnterReset();
        _bus.Reset();
    }

    private void LeaveReset()
    {
        _bus.InReset = false;
        _flash.Options.Load();
        if (_flash.Options.HardwareWatchdog)
            _iwdg.Start();
        _core.LeaveReset();
    }
}
