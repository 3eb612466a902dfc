// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Stm32F1;

/// <summary>
/// The program and erase controller of one bank (PM0075 section 2; PM0068 for the second bank of XL parts): KEYR, SR, CR, AR and the
/// operation under way. A wrong key locks it until reset; what the manual does not allow is a violation.
/// </summary>
internal sealed class F1FlashBank
{
    private const uint Key1 = 0x4567_0123;
    private const uint Key2 = 0xCDEF_89AB;
    private const uint Busy = 1u << 0;
    private const uint ProgramError = 1u << 2;
    private const uint WriteProtectError = 1u << 4;
    private const uint EndOfOperation = 1u << 5;
    private const uint ClearableFlags = ProgramError | WriteProtectError | EndOfOperation;
    private const uint Writable = 0x1637 & ~F1FlashControl.OptionWriteEnable;

    private readonly F1Flash _flash;
    private readonly Agenda _agenda;
    private readonly Violations _violations;
    private readonly AgendaEntry _done;
    private readonly string _name;
    private Action? _interrupted;
    private uint _flags;
    private int _keysSeen;
    private bool _lockedUntilReset;

    public F1FlashBank(string name, F1Flash flash, Agenda agenda, Violations violations)
    {
        (_name, _flash, _agenda, _violations) = (name, flash, agenda, violations);
        _done = agenda.Add(Finish);
    }

    /// <summary>When the operation under way ends; 0 when there is none.</summary>
    public long BusyUntil { get; private set; }

    /// <summary>CR without OPTWRE.</summary>
    public uint Control { get; private set; } = F1FlashControl.Lock;

    /// <summary>AR.</summary>
    public uint Address { get; set; }

    /// <summary>Whether an operation is under way.</summary>
    public bool IsBusy => BusyUntil != 0;

    /// <summary>SR.</summary>
    public uint Status => _flags | (IsBusy ? Busy : 0);

    /// <summary>KEYR: two keys in order; anything else, or keys while it is open, locks until reset and is a bus error.</summary>
    public bool WriteKey(uint value)
    {
        if (!_lockedUntilReset && (Control & F1FlashControl.Lock) != 0)
        {
            if (_keysSeen == 0 && value == Key1)
            {
                _keysSeen = 1;
                return true;
            }

            if (_keysSeen == 1 && value == Key2)
            {
                _keysSeen = 0;
                Control &= ~F1FlashControl.Lock;
                return true;
            }
        }

        _lockedUntilReset = true;
        Control |= F1FlashControl.Lock;
        return false;
    }

    /// <summary>SR: flags are cleared by writing one.</summary>
    public bool WriteStatus(uint value)
    {
        _flags &= ~(value & ClearableFlags);
        return true;
    }

    /// <summary>CR. Locked: nothing changes. STRT begins what the other bits say.</summary>
    public bool WriteControl(uint value)
    {
        if ((Control & F1FlashControl.Lock) != 0)
            return Misused("CR written while locked");
        if (IsBusy)
            return Misused("CR written while BSY");
        Control = (value & Writable & ~F1FlashControl.Start) | (value & F1FlashControl.Lock);
        if ((value & F1FlashControl.Start) != 0)
            Start();
        return true;
    }

    /// <summary>Takes an operation: busy from now for a time.</summary>
    /// <param name="busy">Picoseconds.</param>
    /// <param name="interrupted">What becomes of the cells when the power goes first.</param>
    public void Begin(long busy, Action? interrupted)
    {
        BusyUntil = _agenda.Now + busy;
        _interrupted = interrupted;
        _done.At = BusyUntil;
    }

    /// <summary>PGERR.</summary>
    public void FlagProgramError() => _flags |= ProgramError;

    /// <summary>WRPRTERR.</summary>
    public void FlagWriteProtectError() => _flags |= WriteProtectError;

    /// <summary>System reset, or power lost: the operation under way is torn.</summary>
    public void Reset()
    {
        if (IsBusy)
            _interrupted?.Invoke();
        BusyUntil = 0;
        _done.At = AgendaEntry.Never;
        Control = F1FlashControl.Lock;
        Address = _flags = 0;
        _keysSeen = 0;
        _lockedUntilReset = false;
    }

    private void Start()
    {
        var what = Control & F1FlashControl.Operations;
        if (!_flash.CanStart)
            _ = Misused("STRT without HSI, or while another operation runs");
        else if (what == F1FlashControl.PageErase)
            _flash.ErasePage(this, Address);
        else if (what == F1FlashControl.MassErase)
            _flash.EraseBank(this);
        else if (what == F1FlashControl.OptionErase)
            _flash.EraseOptions(this);
        else
            _ = Misused($"STRT with operation bits 0x{what:X}, which name no erase");
    }

    private void Finish()
    {
        BusyUntil = 0;
        _interrupted = null;
        _flags |= EndOfOperation;
    }

    private bool Misused(string what)
    {
        _violations.Add($"{_name}: {what}");
        return true;
    }
}
