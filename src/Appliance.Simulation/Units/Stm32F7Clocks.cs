// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Units;

/// <summary>RCC of STM32F7, F4 and F2 (RM0385, section 5.3; RM0090, section 7.3; RM0033, section 5.3): HSI, and the PLL fed by it; HSE is not modelled.</summary>
internal sealed class Stm32F7Clocks : ClockTree
{
    private const uint HsiOn = 1u << 0;
    private const uint PllOn = 1u << 24;
    private const uint PllFromHse = 1u << 22;
    private const long Hsi = 16_000_000;

    private readonly Register _control = new("CR", 0x81, 0x150D_00F9);
    private readonly Register _pll = new("PLLCFGR", 0x2400_3010, 0x0F43_7FFF);
    private readonly Register _configuration = new("CFGR", 0, 0xFFFF_FCF3);

    private readonly long _fastest;
    private readonly long _slowBus;

    /// <param name="violations">Where misuse is written down.</param>
    /// <param name="fastest">The fastest HCLK of the parts; of an F7 without over-drive (DS10916, general operating conditions).</param>
    /// <param name="slowBus">The fastest clock of APB1.</param>
    public Stm32F7Clocks(Violations violations, long fastest = 180_000_000, long slowBus = 48_000_000)
        : base(0x98, new ResetFlags(0x74, 1u << 24, 1u << 26, 1u << 27, 1u << 28, 1u << 29), violations)
    {
        (_fastest, _slowBus) = (fastest, slowBus);
        Take(0x00, new Register("CR", 0, 0) { OnRead = () => _control.Value | ((_control.Value & (HsiOn | PllOn)) << 1), OnWrite = WriteControl });
        Take(0x04, new Register("PLLCFGR", 0, 0) { OnRead = () => _pll.Value, OnWrite = WritePll });
        Take(0x08, new Register("CFGR", 0, 0) { OnRead = () => _configuration.Value | ((_configuration.Value & 3) << 2), OnWrite = WriteConfiguration });
        FillUp();
    }

    /// <inheritdoc/>
    public override long HclkHertz => (UsesPll ? PllHertz : Hsi) / AhbDivisor;

    private bool UsesPll => (_configuration.Value & 3) == 2;

    private long PllHertz => Hsi / Math.Max(_pll.Value & 0x3F, 2) * (_pll.Value >> 6 & 0x1FF) / (((_pll.Value >> 16 & 3) + 1) * 2);

    private long AhbDivisor
    {
        get
        {
            var code = (int)(_configuration.Value >> 4 & 0xF);
            return code < 8 ? 1 : code < 12 ? 2 << (code - 8) : 4 << (code - 8);
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _control.Reset();
        _pll.Reset();
        _configuration.Reset();
    }

    private bool WriteControl(uint value)
    {
        var needed = UsesPll ? PllOn | HsiOn : HsiOn;
        if ((value & needed) != needed)
            Violations.Add("RCC: the oscillator in use is switched off");
        return _control.Write(value | needed);
    }

    private bool WritePll(uint value)
    {
        if ((_control.Value & PllOn) != 0 && value != _pll.Value)
            Violations.Add("RCC: the PLL was changed while it is on");
        if ((value & PllFromHse) != 0)
            Violations.Add("RCC: the PLL is fed by a crystal that is not modelled");
        return _pll.Write(value);
    }

    private bool WriteConfiguration(uint value)
    {
        if ((value & 3) is 1 or 3 || ((value & 3) == 2 && (_control.Value & PllOn) == 0))
        {
            Violations.Add("RCC: SYSCLK switched to an oscillator that is not ready");
            return true;
        }

        _configuration.Write(value);
        var slow = (int)(value >> 10 & 7);
        if (HclkHertz > _fastest || HclkHertz / (slow < 4 ? 1 : 2 << (slow - 4)) > _slowBus)
            Violations.Add($"RCC: {HclkHertz} Hz, or what APB1 has of it, is more than the part allows");
        return true;
    }
}
