// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Units;

/// <summary>RCC of STM32G0 and G4 (RM0444, section 5.4; RM0440, section 7.4): HSI16, and the PLL fed by it; HSE and dividers are not modelled.</summary>
internal sealed class HsiPllClocks : ClockTree
{
    private const uint HsiOn = 1u << 8;
    private const uint HsiReady = 1u << 10;
    private const uint PllOn = 1u << 24;
    private const uint PllReady = 1u << 25;
    private const uint FromHsi = 2;
    private const long Hsi = 16_000_000;
    private readonly Register _control = new("CR", HsiOn, HsiOn | PllOn);
    private readonly Register _pll = new("PLLCFGR", 0x1000, 0xFFFF_FFFF);
    private readonly Register _configuration;
    private readonly PllShape _shape;

    /// <param name="shape">What differs between the families.</param>
    /// <param name="flags">Where the reset flags are.</param>
    /// <param name="violations">Where misuse is written down.</param>
    public HsiPllClocks(PllShape shape, ResetFlags flags, Violations violations)
        : base(0x100, flags, violations)
    {
        (_shape, _configuration) = (shape, new Register("CFGR", shape.SwitchHsi, shape.SwitchMask));
        Take(0x00, new Register("CR", 0, 0)
        {
            OnRead = () => _control.Value | ((_control.Value & HsiOn) != 0 ? HsiReady : 0) | ((_control.Value & PllOn) != 0 ? PllReady : 0), OnWrite = WriteControl,
        });
        Take(0x08, new Register("CFGR", 0, 0) { OnRead = () => _configuration.Value | ((_configuration.Value & shape.SwitchMask) << shape.StatusShift), OnWrite = WriteConfiguration });
        Take(0x0C, new Register("PLLCFGR", 0, 0) { OnRead = () => _pll.Value, OnWrite = WritePll });
        FillUp();
    }

    /// <inheritdoc/>
    public override long HclkHertz => UsesPll ? PllHertz : Hsi;

    private bool UsesPll => _configuration.Value == _shape.SwitchPll;

    private long VcoHertz => Hsi / ((_pll.Value >> 4 & _shape.DividerMask) + 1) * (_pll.Value >> 8 & 0x7F);

    private long PllHertz => VcoHertz / _shape.Output(_pll.Value);

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
        if ((value & PllOn) != 0 && ((_pll.Value & 3) != FromHsi || VcoHertz < _shape.SlowestVco || VcoHertz > 344_000_000))
            Violations.Add($"RCC: the PLL is on with a VCO of {VcoHertz} Hz, or not fed by HSI16");
        return _control.Write(value | needed);
    }

    private bool WritePll(uint value)
    {
        if ((_control.Value & PllOn) != 0 && value != _pll.Value)
            Violations.Add("RCC: the PLL was changed while it is on");
        return _pll.Write(value);
    }

    private bool WriteConfiguration(uint value)
    {
        var chosen = value & _shape.SwitchMask;
        var usable = chosen == _shape.SwitchHsi || (chosen == _shape.SwitchPll && (_control.Value & PllOn) != 0 && (_pll.Value & _shape.OutputOn) != 0);
        if (!usable)
        {
            Violations.Add("RCC: SYSCLK switched to an oscillator that is not ready");
            return true;
        }

        _configuration.Write(value);
        if (HclkHertz > _shape.Fastest)
            Violations.Add($"RCC: SYSCLK of {HclkHertz} Hz is more than the part allows");
        return true;
    }
}

/// <summary>What differs between clock trees with one PLL.</summary>
/// <param name="SwitchMask">Bits of SW.</param>
/// <param name="SwitchHsi">SW that chooses HSI16, as after reset.</param>
/// <param name="SwitchPll">SW that chooses the PLL.</param>
/// <param name="StatusShift">Where SWS is.</param>
/// <param name="DividerMask">Bits of PLLM.</param>
/// <param name="OutputOn">PLLREN.</param>
/// <param name="Output">PLLR as a divider.</param>
/// <param name="SlowestVco">In hertz.</param>
/// <param name="Fastest">The fastest SYSCLK, in hertz.</param>
internal sealed record PllShape(
    uint SwitchMask, uint SwitchHsi, uint SwitchPll, int StatusShift, uint DividerMask, uint OutputOn, Func<uint, uint> Output, long SlowestVco, long Fastest)
{
    /// <summary>STM32G0 (RM0444, sections 5.4.1 to 5.4.4; DS12232, PLL characteristics).</summary>
    public static PllShape G0 { get; } = new(7, 0, 2, 3, 7, 1u << 28, pll => (pll >> 29) + 1, 96_000_000, 64_000_000);

    /// <summary>STM32G4 in range 1 without boost (RM0440, sections 7.4.1 to 7.4.4 and 6.1.5; DS12288, PLL characteristics).</summary>
    public static PllShape G4 { get; } = new(3, 1, 3, 2, 15, 1u << 24, pll => ((pll >> 25 & 3) + 1) * 2, 96_000_000, 150_000_000);
}
