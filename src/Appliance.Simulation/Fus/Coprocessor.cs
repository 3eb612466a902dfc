// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;
using Appliance.Simulation.Time;
using Appliance.Simulation.Units;

namespace Appliance.Simulation.Fus;

/// <summary>
/// The coprocessor of an STM32WB: what runs on it by its boot address, how it is started by the boot loader in ROM or by C2BOOT, what every reset does to it.
/// What it does is in <see cref="FusService"/> and <see cref="StackService"/>.
/// </summary>
internal sealed class Coprocessor
{
    private const uint NoSwitch = 1u << 26;
    private const uint Boot0 = 1u << 27;
    private const uint Boot1 = 1u << 23;
    private const uint BootAddress = 0x3_FFFF;
    private const uint InFlash = 1u << 31;
    private const uint SecurityEnabled = 1u << 8;
    private const uint EccDetected = 1u << 31;
    private const uint RomStack = 0x2000_3000;
    private const uint RomEntry = 0x1FFF_1001;
    private const uint Erased = uint.MaxValue;

    private readonly ChipSurroundings _around;
    private readonly UnitOptions _options;
    private readonly Memory _shared;
    private readonly PowerControl _power;
    private readonly AgendaEntry _rom;
    private readonly AgendaEntry _work;
    private readonly AgendaEntry _answer;
    private Action? _next;
    private Action? _reply;
    private bool _ownReset;
    private bool _romStalls;
    private long _romTakes;
    private long _lastQuestion = AgendaEntry.Never;
    private bool _asked;

    public Coprocessor(CoprocessorShape shape, ChipSurroundings around, UnitFlash flash, UnitOptions options)
    {
        (Shape, _around, Flash, _options) = (shape, around, flash, options);
        var wanted = around.Options.Coprocessor;
        if (!CoprocessorOptions.Versions.Contains(wanted.Fus))
            throw new ArgumentException($"no simulated FUS '{wanted.Fus}'; there are: {string.Join(' ', CoprocessorOptions.Versions)}", nameof(around));
        _shared = new Memory(new byte[shape.SharedBytes], true);
        Tables = new SharedTables(_shared, Dice);
        Mailbox = new Ipcc(around.Context.Violations) { Sent = OnSent };
        _power = new PowerControl(around.Context.Violations, Start);
        _rom = Agenda.Add(BootRom);
        _work = Agenda.Add(() => Take(ref _next));
        _answer = Agenda.Add(() => Take(ref _reply));
        Memory = new FusMemory { Fus = Release.Parse(wanted.Fus) };
        Memory.Safeboot = Memory.IsBefore(Release.V1_1_0) ? Release.V0_5_3 : Release.V1_1_0;
        Memory.Virgin = Memory.IsBefore(Release.V1_0_2);
        Fus = new FusService(this, wanted.ScansDown);
        SelectFus();
        if (!wanted.Stack.IsEmpty)
            Fus.Preinstall(wanted.Stack.Span);
    }

    /// <summary>What differs between parts.</summary>
    public CoprocessorShape Shape { get; }

    /// <summary>What is kept in secure flash.</summary>
    public FusMemory Memory { get; }

    /// <summary>Main flash; the coprocessor may change all of it.</summary>
    public UnitFlash Flash { get; }

    /// <summary>SRAM2.</summary>
    public SharedTables Tables { get; }

    /// <summary>The mailbox.</summary>
    public Ipcc Mailbox { get; }

    /// <summary>FUS.</summary>
    public FusService Fus { get; }

    /// <summary>What runs now.</summary>
    public Persona Runs { get; private set; }

    /// <summary>Resets the coprocessor made.</summary>
    public int Resets { get; private set; }

    /// <summary>Picoseconds the boot loader in ROM and the coprocessor took for what they did.</summary>
    public long Worked { get; private set; }

    /// <summary>Shortest time between two questions for the state, in picoseconds; -1 before there were two.</summary>
    public long ShortestPoll { get; private set; } = -1;

    /// <summary>Secure boundary in pages.</summary>
    public int Boundary => (int)(_options.Read(Stm32WbParts.SecureFlash) & 0xFF);

    /// <summary>Boot address of the coprocessor, from the start of flash.</summary>
    public uint BootOffset => (_options.Read(Stm32WbParts.SecureRam) & BootAddress) * 4;

    /// <summary>Page the boundary is at while no stack is installed.</summary>
    public int EmptyBoundary => (Memory.IsBefore(Release.V1_0_2) && Shape.IsLarge ? CoprocessorShape.FirstFusPages : Shape.UserPages)
        - (Memory.KeepsData ? Shape.NvmPages : 0);

    /// <summary>Where this FUS is.</summary>
    public uint FusOffset => Memory.IsBefore(Release.V1_0_2) ? CoprocessorShape.FirstFusOffset : Shape.FusOffset;

    /// <summary>Whether the chip starts from system memory: by its options (RM0434, section 2.3), or because the first word of flash is erased.</summary>
    public bool BootsSystemMemory
    {
        get
        {
            var options = _options.Read(0);
            var boot0 = (options & NoSwitch) == 0 && (options & Boot0) == 0;
            return boot0 ? (options & Boot1) != 0 : Boundary > 0 && Bus.Memory.Get(Flash.Cells.Bytes, 0, 4) == Erased;
        }
    }

    /// <summary>What happens in the chip.</summary>
    public Agenda Agenda => _around.Context.Agenda;

    /// <summary>Everything random.</summary>
    public Dice Dice => _around.Context.Dice;

    /// <summary>Something goes wrong. What is in option bytes counts from their next load on.</summary>
    public void Inject(CoprocessorFault fault)
    {
        switch (fault)
        {
            case CoprocessorFault.FlashEcc:
                (Memory.Dead, Runs, Flash.EccStatus) = (true, Persona.None, EccDetected | (FusOffset / 8));
                (_work.At, _answer.At) = (AgendaEntry.Never, AgendaEntry.Never);
                break;
            case CoprocessorFault.MailboxHangs:
                Mailbox.Hangs = true;
                break;
            case CoprocessorFault.MailboxMoved:
                _options.Set(Stm32WbParts.MailboxBase, 0, 0x40);
                break;
            case CoprocessorFault.SecurityOff:
                _options.Set(0, SecurityEnabled, 0);
                break;
            case CoprocessorFault.ReadProtected:
                _options.Protect(forEver: false);
                break;
            case CoprocessorFault.CoreHalted:
                _around.Core.HaltFromOutside();
                break;
            case CoprocessorFault.OptionStoreLost:
                _options.LostStores++;
                break;
            case CoprocessorFault.RomStalls:
                _romStalls = true;
                break;
            case CoprocessorFault.BootAddressLost:
                Select(EmptyBoundary, (uint)(Shape.PageBytes * 2));
                break;
        }
    }

    /// <summary>Puts SRAM2, PWR and IPCC on the bus.</summary>
    public void Map(SystemBus bus)
    {
        bus.Map(SharedTables.Base, (uint)_shared.Bytes.Length, _shared);
        bus.Map(PowerControl.Address, 0x400, _power);
        bus.Map(Ipcc.Address, 0x400, Mailbox);
    }

    /// <summary>What the core fetches at 0 and 4 when it starts from system memory; null when it starts from flash.</summary>
    public uint? Vector(uint address) => BootsSystemMemory ? (address == 0 ? RomStack : RomEntry) : null;

    /// <summary>System reset begins.</summary>
    public void EnterReset(ResetCause cause)
    {
        if (!_ownReset && Memory.Job is { } job)
        {
            if (cause != ResetCause.PowerOn)
                _around.Context.Violations.Add($"the chip was reset while FUS worked (state 0x{job.Stage.State:X2})");
            Fus.Interrupted(job);
        }

        Memory.Virgin &= !_asked;
        _rom.At = _work.At = _answer.At = AgendaEntry.Never;
        (_next, _reply, Runs) = (null, null, Persona.None);
        Tables.Garble();
    }

    /// <summary>System reset ends; options are loaded.</summary>
    public void LeaveReset()
    {
        if (BootsSystemMemory)
            _rom.At = Agenda.Now + (_romTakes = Milliseconds(20, 120));
    }

    /// <summary>Does something later, in the place of what was to be done.</summary>
    public void After(BusyRange time, Action action)
    {
        var drawn = time.Draw(Dice, slow: false);
        _next = () =>
        {
            Worked += drawn;
            action();
        };
        _work.At = Agenda.Now + drawn;
    }

    /// <summary>Answers the command later.</summary>
    public void AnswerAfter(BusyRange time, Action answer)
    {
        _reply = answer;
        _answer.At = Agenda.Now + time.Draw(Dice, slow: false);
    }

    /// <summary>Resets the chip, as the launch of option bytes does: the debug port is lost.</summary>
    public void ResetChip()
    {
        Resets++;
        _ownReset = true;
        _around.Reset(ResetCause.OptionLoad);
        _ownReset = false;
        _around.DropDebug();
    }

    /// <summary>Stores another boundary and boot address; they count after the next <see cref="ResetChip"/>.</summary>
    public void Select(int boundary, uint bootOffset)
    {
        _options.Set(Stm32WbParts.SecureFlash, 0xFF, (uint)boundary);
        _options.Set(Stm32WbParts.SecureRam, BootAddress, InFlash | (bootOffset / 4));
    }

    /// <summary>Option bytes were being stored when a reset came: they lead to Safeboot as soon as that reset has loaded them.</summary>
    public void SelectSafeboot()
    {
        Select(0, Shape.SafebootOffset);
        _options.BreakOff();
    }

    /// <summary>Option bytes as delivered.</summary>
    public void RestoreOptions() => _options.SetFactory(0);

    /// <summary>The coprocessor starts with FUS from now on.</summary>
    public void SelectFus() => Select(Memory.Stack == 0 ? EmptyBoundary : Memory.StackPage, FusOffset);

    /// <summary>The coprocessor starts with the stack from now on.</summary>
    public void SelectStack() => Select(Memory.StackPage, (uint)(Memory.StackPage * Shape.PageBytes));

    /// <summary>Somebody has asked FUS for its state.</summary>
    public void NoteAsked() => _asked = true;

    /// <summary>A time between two numbers of milliseconds.</summary>
    public static BusyRange Between(long low, long high) => BusyRange.Microseconds(low * 1000, high * 1000);

    private long Milliseconds(long low, long high) => Between(low, high).Draw(Dice, slow: false);

    private static void Take(ref Action? action)
    {
        var due = action;
        action = null;
        due?.Invoke();
    }

    /// <summary>The ROM makes the tables and starts the coprocessor, unless a debugger holds the core.</summary>
    private void BootRom()
    {
        if (!_around.Core.RunsFirmware || _romStalls)
        {
            _rom.At = Agenda.Now + Milliseconds(1, 1);
            return;
        }

        Worked += _romTakes;
        Tables.WriteByRom();
        Mailbox.IsClocked = true;
        _power.Boot();
        Start();
    }

    private void Start()
    {
        var persona = Memory.Dead ? Persona.None : PersonaAt(BootOffset);
        After(Between(3, 15), () => Begin(persona));
    }

    private Persona PersonaAt(uint offset)
    {
        if (offset == FusOffset)
            return Persona.Fus;
        if (offset == Shape.SafebootOffset)
            return Persona.Safeboot;
        return Memory.Stack != 0 && offset == Memory.StackPage * Shape.PageBytes ? Persona.Stack : Persona.None;
    }

    private void Begin(Persona persona)
    {
        Runs = persona;
        switch (persona)
        {
            case Persona.Fus:
                if (Tables.FillForFus(Memory))
                    Tables.PostReady(fus: true);
                Mailbox.Send(Ipcc.SystemChannel);
                Fus.GoOn();
                break;
            case Persona.Stack:
                Stack = new StackService(this);
                if (Tables.FillForStack(Memory))
                    Tables.PostReady(fus: false);
                Mailbox.Send(Ipcc.SystemChannel);
                break;
            case Persona.Safeboot:
                Fus.Recover();
                break;
        }
    }

    private StackService? Stack { get; set; }

    private void OnSent(uint channels)
    {
        if ((channels & Ipcc.SystemChannel) == 0 || Runs is Persona.None or Persona.Safeboot || Tables.Command() is not { } command)
            return;
        if (command.Opcode == FusOpcodes.GetState)
            NoteQuestion();
        if (Runs == Persona.Fus)
            Fus.Take(command.Opcode, command.Payload);
        else
            Stack!.Take(command.Opcode, command.Payload);
    }

    private void NoteQuestion()
    {
        var now = Agenda.Now;
        if (_lastQuestion != AgendaEntry.Never && (ShortestPoll < 0 || now - _lastQuestion < ShortestPoll))
            ShortestPoll = now - _lastQuestion;
        _lastQuestion = now;
    }

    /// <summary>Puts an answer into the mailbox.</summary>
    public void Reply(ushort opcode, params ReadOnlySpan<byte> answer)
    {
        Tables.Answer(opcode, answer);
        Mailbox.Receive(Ipcc.SystemChannel);
    }
}

/// <summary>What runs on the coprocessor.</summary>
internal enum Persona
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The firmware upgrade service.</summary>
    Fus,

    /// <summary>The wireless stack.</summary>
    Stack,

    /// <summary>What brings a part with broken option bytes back.</summary>
    Safeboot,
}
