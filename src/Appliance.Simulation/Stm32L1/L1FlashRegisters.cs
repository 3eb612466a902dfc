// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Stm32L1;

/// <summary>The flash interface registers (RM0038, section 3.9): two locks inside one another, each opened by two keys in order.</summary>
internal sealed class L1FlashRegisters : RegisterBlock
{
    private const uint ControlLock = 1u << 0;
    private const uint ProgramLock = 1u << 1;
    private const uint OptionLock = 1u << 2;
    private const uint Launch = 1u << 18;
    private const uint Access64 = 1u << 2;
    private const uint Latency = 1u << 0;
    private const uint Operations = 0x0003_0718 & ~(1u << 4);

    /// <summary>The most without a wait state in voltage range 2, that after reset (RM0038, table 13).</summary>
    private const long FastestWithout = 8_000_000;

    private readonly L1Flash _flash;
    private readonly Register _access;
    private readonly Keys _controlKeys = new(0x89AB_CDEF, 0x0203_0405);
    private readonly Keys _programKeys = new(0x8C9D_AEBF, 0x1314_1516);
    private readonly Keys _optionKeys = new(0xFBEA_D9C8, 0x2425_2627);
    private readonly L1Options _options;
    private readonly Action<ResetCause> _reset;
    private readonly bool _has64;
    private bool _open;

    public L1FlashRegisters(L1Flash flash, L1Options options, bool has64, Action<ResetCause> reset, Violations violations)
        : base("FLASH", violations)
    {
        (_flash, _options, _reset, _has64) = (flash, options, reset, has64);
        _access = new Register("ACR", 0, 0x1F);
        Add(0x00, new Register("ACR", 0, 0) { OnRead = () => _access.Value, OnWrite = WriteAccess });
        Add(0x04, new Register("PECR", 0, 0) { OnRead = ReadControl, OnWrite = WriteControl });
        Add(0x0C, new Register("PEKEYR", 0, 0) { OnWrite = value => _controlKeys.Take(value, !_open, () => _open = true) });
        Add(0x10, new Register("PRGKEYR", 0, 0) { OnWrite = value => _programKeys.Take(value, _open && _flash.IsLocked, () => _flash.IsLocked = false) });
        Add(0x14, new Register("OPTKEYR", 0, 0) { OnWrite = value => _optionKeys.Take(value, _open && !options.IsOpen, () => options.IsOpen = true) });
        Add(0x18, new Register("SR", 0, 0) { OnRead = () => _flash.Status, OnWrite = _flash.ClearFlags });
        Add(0x1C, new Register("OBR", 0, 0) { OnRead = () => options.OptionByteRegister });
        Add(0x20, new Register("WRPR1", 0, 0) { OnRead = () => options.WriteProtection });
    }

    /// <summary>Wait states of a read; too few for the clock are a violation.</summary>
    public int WaitStates(long hertz)
    {
        var states = (int)(_access.Value & Latency);
        if (hertz > (states + 1) * FastestWithout)
            Violations.Add($"flash read at {hertz} Hz with {states} wait states");
        return states;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _access.Reset();
        _controlKeys.Reset();
        _programKeys.Reset();
        _optionKeys.Reset();
        _open = false;
    }

    private bool WriteAccess(uint value)
    {
        if (_has64 && (value & Latency) != 0 && (_access.Value & Access64) == 0)
            Violations.Add("FLASH: LATENCY set before ACC64");
        return _access.Write(value);
    }

    private uint ReadControl() =>
        _flash.Operation | (_open ? 0 : ControlLock) | (_flash.IsLocked ? ProgramLock : 0) | (_options.IsOpen ? 0 : OptionLock);

    private bool WriteControl(uint value)
    {
        if (!_open)
            Violations.Add("FLASH: PECR written while locked");
        else if (_flash.BusyUntil != 0 || _flash.IsHalfFull)
            Violations.Add("FLASH: PECR written while busy, or in the middle of a half page");
        else
            Choose(value);
        return true;
    }

    private void Choose(uint value)
    {
        _flash.Operation = value & Operations;
        if ((value & Launch) != 0 && _options.IsOpen)
        {
            _reset(ResetCause.OptionLoad);
            return;
        }

        if ((value & (ControlLock | ProgramLock)) != 0)
            _flash.IsLocked = true;
        if ((value & (ControlLock | OptionLock)) != 0)
            _options.IsOpen = false;
        if ((value & ControlLock) != 0)
            (_open, _flash.Operation) = (false, 0);
    }

    /// <summary>A lock: two keys in order; anything else, or keys while it is open, shuts it until reset and is a bus error.</summary>
    private sealed class Keys(uint first, uint second)
    {
        private int _seen;

        public bool Take(uint value, bool isShut, Action open)
        {
            if (isShut && _seen == 0 && value == first)
            {
                _seen = 1;
                return true;
            }

            var right = isShut && _seen == 1 && value == second;
            _seen = right ? 0 : -1;
            if (right)
                open();
            return right;
        }

        public void Reset() => _seen = 0;
    }
}
