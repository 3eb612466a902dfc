// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.SerialMemory;

/// <summary>
/// A serial NOR memory, one command after the other: write enable before each change, pages in which addresses wrap, bits that only fall, busy times drawn. A
/// command in another form than it knows, or while it is busy, is a violation; what comes of it is what silicon would give: nothing, or bits at the wrong time.
/// </summary>
internal sealed class NorFlash(NorPart part, ChipContext context)
{
    private const int Small = 4 * 1024;
    private const int Large = 64 * 1024;
    private readonly byte[] _page = new byte[NorPart.PageBytes];
    private readonly Dictionary<uint, byte> _configuration = [];
    private NorCommand? _command;
    private SerialFrame _frame;
    private int _missing;
    private long _written;
    private bool _enabled;
    private bool _resetEnabled;
    private byte _last;

    /// <summary>What it is.</summary>
    public NorPart Part => part;

    /// <summary>Its cells.</summary>
    public SparseBytes Cells { get; } = new(part.Bytes);

    /// <summary>How it listens.</summary>
    public NorMode Mode { get; private set; }

    /// <summary>Until when (picoseconds) it is busy.</summary>
    public long ReadyAt { get; private set; }

    /// <summary>It takes every write enable and forgets it: a protected or broken memory.</summary>
    public bool IgnoresWriteEnable { get; set; }

    private bool IsBusy => context.Agenda.Now < ReadyAt;

    /// <summary>Power comes: single mode, nothing enabled, nothing under way.</summary>
    public void PowerOn()
    {
        (_command, _enabled, _resetEnabled, Mode, ReadyAt) = (null, false, false, NorMode.Single, 0);
        _configuration.Clear();
    }

    /// <summary>nCS falls, and everything before the data comes.</summary>
    public void Select(in SerialFrame frame)
    {
        (_frame, _written, _missing) = (frame, 0, 0);
        var code = frame.Instruction;
        var forms = part.Commands[Mode].Where(command => command.Code == code).ToList();
        _command = forms.Find(command => command.Instruction == _frame.InstructionPhase && command.Address == _frame.AddressPhase && command.Data == _frame.DataPhase);
        if (_command is null && IsBlindReset(code))
            return; // In another mode than it is in: how loaders find a memory they know nothing of.
        if (_command is null || frame.AlternatePhase.Lines != 0)
        {
            Wrong(forms.Count == 0 ? $"does not know instruction 0x{code:X2} in {Mode} mode" : $"does not take {frame}");
            _command = null;
        }
        else if (_command.Dummy != frame.Dummy)
        {
            Wrong($"needs {_command.Dummy} dummy clocks, not {frame.Dummy}, for instruction 0x{code:X2}");
            _missing = (_command.Dummy - frame.Dummy) * Math.Max(1, _command.Data.Lines) * (_command.Data.Doubled ? 2 : 1) / 8;
        }

        if (IsBusy && _command is { Action: not (NorAction.ReadStatus or NorAction.ReadFlags) })
        {
            Wrong($"got instruction 0x{code:X2} while it was busy");
            _command = null;
        }
    }

    /// <summary>A byte of the data it drives; where it was asked too early the lines are low at first.</summary>
    public byte Read(long index)
    {
        if (_command is not { } command || index < _missing)
            return 0;
        index -= _missing;
        return command.Action switch
        {
            NorAction.ReadId => index < part.Id.Count ? part.Id[(int)index] : (byte)0,
            NorAction.ReadStatus => (byte)((IsBusy ? 1 : 0) | (_enabled ? 2 : 0)),
            NorAction.ReadFlags => (byte)(IsBusy ? 0 : 0x80),
            NorAction.Read => Cells[(int)((_frame.Address + index) & (part.Bytes - 1))],
            NorAction.ReadConfiguration => _configuration.GetValueOrDefault(_frame.Address),
            _ => 0,
        };
    }

    /// <summary>Whether the data of a command are those of its cells.</summary>
    public bool IsData(SerialFrame frame) =>
        part.Commands[Mode].Any(command => command.Code == frame.Instruction && command.Action is NorAction.Read or NorAction.Program);

    /// <summary>A byte of the data it is given.</summary>
    /// <param name="value">The byte.</param>
    /// <param name="swap">1 where the bytes of a pair come in the wrong order.</param>
    public void Write(byte value, long swap = 0)
    {
        if (_command is { Action: NorAction.Program } && _written < NorPart.PageBytes)
            _page[(_frame.Address + (_written ^ swap)) % NorPart.PageBytes] = value;
        _last = value;
        _written++;
    }

    /// <summary>nCS rises: what changes anything is done now.</summary>
    public void Deselect()
    {
        if (_command is not { } command)
            return;
        _command = null;
        switch (command.Action)
        {
            case NorAction.WriteEnable:
                _enabled = !IgnoresWriteEnable;
                break;
            case NorAction.WriteDisable:
                _enabled = false;
                break;
            case NorAction.ResetEnable:
                _resetEnabled = true;
                return;
            case NorAction.Reset:
                Reset();
                break;
            case NorAction.Program or NorAction.EraseSmall or NorAction.EraseLarge or NorAction.EraseWhole or NorAction.WriteConfiguration:
                Change(command.Action);
                break;
            default:
                break;
        }

        _resetEnabled = false;
    }

    private static bool IsBlindReset(uint code) => code is 0x66 or 0x99 or 0x6699 or 0x9966;

    private void Reset()
    {
        if (!_resetEnabled)
        {
            Wrong("got a reset without its enable");
            return;
        }

        (_enabled, Mode) = (false, NorMode.Single);
        _configuration.Clear();
    }

    private void Change(NorAction action)
    {
        if (!_enabled)
        {
            Wrong($"was to {action} without a write enable");
            return;
        }

        _enabled = false;
        switch (action)
        {
            case NorAction.Program:
                Program();
                break;
            case NorAction.EraseSmall:
                Erase(_frame.Address / Small * Small, Small, part.SmallTime);
                break;
            case NorAction.EraseLarge:
                Erase(_frame.Address / Large * Large, Large, part.LargeTime);
                break;
            case NorAction.EraseWhole:
                Erase(0, part.Bytes, part.WholeTime);
                break;
            default:
                _configuration[_frame.Address] = _last;
                if (_frame.Address == 0)
                    Mode = (NorMode)Math.Min(_last & 3, 2);
                break;
        }
    }

    private void Erase(uint address, int count, BusyRange time)
    {
        Cells.Erase((int)(address & (uint)(part.Bytes - 1)), count);
        Work(time);
    }

    private void Program()
    {
        var first = _frame.Address & (uint)(part.Bytes - 1);
        if (_written == 0 || _written > NorPart.PageBytes || (first % NorPart.PageBytes) + _written > NorPart.PageBytes)
            Wrong($"got {_written} bytes for 0x{first:x}, which wraps in its page of {NorPart.PageBytes}");
        var page = first / NorPart.PageBytes * NorPart.PageBytes;
        for (var i = 0; i < Math.Min(_written, NorPart.PageBytes); i++)
        {
            var at = (int)((first + i) % NorPart.PageBytes);
            Cells[(int)page + at] &= _page[at];
        }

        Work(part.PageTime);
    }

    private void Work(BusyRange time) => ReadyAt = context.Agenda.Now + context.Draw(BusyKind.External, time);

    private void Wrong(string what) => context.Violations.Add($"{part.Name}: {what}");
}
