// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Stm32F1;

/// <summary>The flash interface registers at 0x40022000 (PM0075, section 3), with those of the second bank from 0x44 on (PM0068).</summary>
internal sealed class F1FlashRegisters : RegisterBlock
{
    private const uint SecondBank = 0x40;
    private const long FastestWithout = 24_000_000;
    private readonly F1Flash _flash;
    private readonly Register _access;
    private readonly Action? _launch;

    /// <param name="flash">What they control.</param>
    /// <param name="launch">Resets the chip and loads its option bytes; null where there is no OBL_LAUNCH.</param>
    /// <param name="violations">Where misuse is written down.</param>
    public F1FlashRegisters(F1Flash flash, Action? launch, Violations violations)
        : base("FLASH", violations)
    {
        (_flash, _launch) = (flash, launch);
        _access = Add(0x00, new Register("ACR", 0x30, 0x1F));
        AddBank(0, flash.Banks[0]);
        Add(0x08, new Register("OPTKEYR", 0, 0) { OnWrite = flash.Options.WriteKey });
        Add(0x1C, new Register("OBR", 0, 0) { OnRead = () => flash.Options.OptionByteRegister });
        Add(0x20, new Register("WRPR", 0, 0) { OnRead = () => flash.Options.WriteProtection });
        if (flash.Banks.Count > 1)
            AddBank(SecondBank, flash.Banks[1]);
    }

    /// <summary>Wait states of a read (ACR.LATENCY); too few for the clock are a violation (PM0075, section 3.1).</summary>
    public int WaitStates(long systemClock)
    {
        var states = (int)(_access.Value & 7);
        if (systemClock > (states + 1) * FastestWithout)
            Violations.Add($"flash read at {systemClock} Hz with {states} wait states");
        return states;
    }

    private void AddBank(uint offset, F1FlashBank bank)
    {
        Add(offset + 0x04, new Register("KEYR", 0, 0) { OnWrite = bank.WriteKey });
        Add(offset + 0x0C, new Register("SR", 0, 0) { OnRead = () => bank.Status, OnWrite = bank.WriteStatus });
        Add(offset + 0x10, new Register("CR", 0, 0) { OnRead = () => ReadControl(bank), OnWrite = value => WriteControl(bank, value) });
        Add(offset + 0x14, new Register("AR", 0, 0) { OnRead = () => bank.Address, OnWrite = value => WriteAddress(bank, value) });
    }

    private uint ReadControl(F1FlashBank bank) =>
        bank.Control | (bank == _flash.Banks[0] && _flash.Options.WriteEnabled ? F1FlashControl.OptionWriteEnable : 0);

    private bool WriteControl(F1FlashBank bank, uint value)
    {
        if (bank == _flash.Banks[0])
        {
            if ((value & F1FlashControl.OptionLaunch) != 0 && _launch is not null)
                return Launch(bank, _launch);
            _flash.Options.KeepEnabled((value & F1FlashControl.OptionWriteEnable) != 0);
        }

        return bank.WriteControl(value);
    }

    private bool Launch(F1FlashBank bank, Action launch)
    {
        if (bank.IsBusy || (bank.Control & F1FlashControl.Lock) != 0 || !_flash.Options.WriteEnabled)
            Violations.Add("FLASH: options launched while locked or busy");
        else
            launch();
        return true;
    }

    private bool WriteAddress(F1FlashBank bank, uint value)
    {
        if (bank.IsBusy)
            Violations.Add("AR written while BSY");
        bank.Address = value;
        return true;
    }
}
