// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Stm32L1;

/// <summary>RCC of STM32L1 and L0 (RM0038, section 6.3; RM0367, section 7.3): MSI in its ranges and HSI; HSE and PLL are not modelled.</summary>
internal sealed class L1Clocks : ClockTree
{
    private const uint HsiOn = 1u << 0;
    private const uint MsiOn = 1u << 8;
    private const long Hsi = 16_000_000;
    private const long SlowestMsi = 65_536;
    private readonly Register _control = new("CR", MsiOn, 0x1105_0101);
    private readonly Register _calibration = new("ICSCR", 0xB000, 0xFF00_FF00);
    private readonly Register _configuration = new("CFGR", 0, 0x77FF_FFF3);

    /// <summary>Those of an L1.</summary>
    public L1Clocks(Violations violations)
        : this(0x38, 0x08, 1, new ResetFlags(0x34, 1u << 24, 1u << 26, 1u << 27, 1u << 28, 1u << 29), violations)
    {
    }

    /// <param name="size">Bytes of registers.</param>
    /// <param name="configuration">Offset of RCC_CFGR.</param>
    /// <param name="hsiReady">Bits from HSION to HSIRDY.</param>
    /// <param name="flags">Where the reset flags are.</param>
    /// <param name="violations">Where misuse is written down.</param>
    public L1Clocks(uint size, uint configuration, int hsiReady, ResetFlags flags, Violations violations)
        : base(size, flags, violations)
    {
        Take(0x00, new Register("CR", 0, 0)
        {
            OnRead = () => _control.Value | ((_control.Value & MsiOn) << 1) | ((_control.Value & HsiOn) << hsiReady), OnWrite = WriteControl,
        });
        Take(0x04, new Register("ICSCR", 0, 0) { OnRead = () => _calibration.Value, OnWrite = _calibration.Write });
        Take(configuration, new Register("CFGR", 0, 0) { OnRead = () => _configuration.Value | ((_configuration.Value & 3) << 2), OnWrite = WriteConfiguration });
        FillUp();
    }

    /// <summary>MSI doubles from range to range: 2.097 MHz in range 5, after reset.</summary>
    public override long HclkHertz => UsesHsi ? Hsi : SlowestMsi << (int)Math.Min(_calibration.Value >> 13 & 7, 6);

    private bool UsesHsi => (_configuration.Value & 3) == 1;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _control.Reset();
        _calibration.Reset();
        _configuration.Reset();
    }

    private bool WriteControl(uint value)
    {
        var needed = UsesHsi ? HsiOn : MsiOn;
        if ((value & needed) == 0)
            Violations.Add("RCC: the oscillator in use is switched off");
        return _control.Write(value | needed);
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
