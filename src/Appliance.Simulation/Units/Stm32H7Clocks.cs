// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Units;

/// <summary>RCC of the STM32H7 (RM0433, section 8.7): HSI and its divider; nothing here raises the 64 MHz it begins with.</summary>
internal sealed class Stm32H7Clocks : ClockTree
{
    private const uint HsiOn = 1u << 0;
    private const uint HsiReady = 1u << 2;
    private const long Hsi = 64_000_000;
    private readonly Register _control = new("CR", 0x01, 0x0000_001B);

    public Stm32H7Clocks(Violations violations)
        : base(0x200, new ResetFlags(0xD0, 1u << 16, 1u << 22, 1u << 23, 1u << 24, 1u << 26), violations)
    {
        Take(0x00, new Register("CR", 0, 0) { OnRead = () => _control.Value | HsiReady | (1u << 5), OnWrite = WriteControl });
        Take(0x10, new Register("CFGR", 0, 0) { OnWrite = value => Unmodelled(value & 7, "SYSCLK switched to an oscillator that is not modelled") });
        Take(0x18, new Register("D1CFGR", 0, 0) { OnWrite = value => Unmodelled(value, "a bus divider changed, which is not modelled") });
        FillUp();
    }

    /// <inheritdoc/>
    public override long HclkHertz => Hsi >> (int)(_control.Value >> 3 & 3);

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _control.Reset();
    }

    private bool WriteControl(uint value)
    {
        if ((value & HsiOn) == 0)
            Violations.Add("RCC: the oscillator in use is switched off");
        return _control.Write(value | HsiOn);
    }

    private bool Unmodelled(uint value, string what)
    {
        if (value != 0)
            Violations.Add($"RCC: {what}");
        return true;
    }
}
