// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Units;

/// <summary>RCC of the U5 (RM0456, section 11.8): MSIS as after reset, and HSI16; nothing else is modelled.</summary>
internal sealed class U5Clocks : ClockTree
{
    private const uint AfterReset = 0x35;
    private const uint HsiOn = 1u << 8;
    private const uint HsiReady = 1u << 10;
    private const long Msi = 4_000_000;
    private const long Hsi = 16_000_000;
    private readonly Register _control = new("CR", AfterReset, HsiOn);
    private readonly Register _configuration = new("CFGR1", 0, 3);

    public U5Clocks(Violations violations)
        : base(0x100, new ResetFlags(0xF4, 1u << 23, 1u << 26, 1u << 27, 1u << 28, 1u << 29), violations)
    {
        Take(0x00, new Register("CR", 0, 0) { OnRead = () => _control.Value | ((_control.Value & HsiOn) != 0 ? HsiReady : 0), OnWrite = WriteControl });
        Take(0x1C, new Register("CFGR1", 0, 0) { OnRead = () => _configuration.Value | (_configuration.Value << 2), OnWrite = WriteConfiguration });
        FillUp();
    }

    /// <inheritdoc/>
    public override long HclkHertz => _configuration.Value == 1 ? Hsi : Msi;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _control.Reset();
        _configuration.Reset();
    }

    private bool WriteControl(uint value)
    {
        if (_configuration.Value == 1 && (value & HsiOn) == 0)
            Violations.Add("RCC: the oscillator in use is switched off");
        return _control.Write(value);
    }

    private bool WriteConfiguration(uint value)
    {
        if ((value & 3) > 1 || ((value & 3) == 1 && (_control.Value & HsiOn) == 0))
            Violations.Add("RCC: SYSCLK switched to an oscillator that is not ready");
        else
            _configuration.Write(value);
        return true;
    }
}
