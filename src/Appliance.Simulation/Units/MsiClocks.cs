// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Units;

/// <summary>RCC of STM32WB, L4 and WL (RM0434 section 8.4, RM0351 section 6.4): MSI in its ranges and HSI16; PLL and HSE are not modelled.</summary>
internal sealed class MsiClocks : ClockTree
{
    private const uint MsiOn = 1u << 0;
    private const uint MsiReady = 1u << 1;
    private const uint HsiOn = 1u << 8;
    private const uint HsiReady = 1u << 10;
    private const long Hsi = 16_000_000;
    private const uint RangeSelect = 1u << 3;
    private const int RangeAfterReset = 6;

    /// <summary>MSIRANGE in kHz (RM0434, section 8.4.1).</summary>
    private static readonly long[] Ranges = [100, 200, 400, 800, 1000, 2000, 4000, 8000, 16000, 24000, 32000, 48000];

    private readonly Register _control = new("CR", 0x61, 0xFFFF_FFFF & ~(MsiReady | HsiReady));
    private readonly Register _configuration = new("CFGR", 0x0007_0000, 0xF000_00F3);

    private readonly bool _rangeIsSelected;
    private readonly long _fastest;

    /// <param name="fastest">The fastest SYSCLK of the part.</param>
    /// <param name="rangeIsSelected">Whether the range in RCC_CR counts only with MSIRGSEL set.</param>
    /// <param name="violations">Where misuse is written down.</param>
    public MsiClocks(long fastest, bool rangeIsSelected, Violations violations)
        : base(0x200, new ResetFlags(0x94, 1u << 23, 1u << 26, 1u << 27, 1u << 28, 1u << 29), violations)
    {
        (_fastest, _rangeIsSelected) = (fastest, rangeIsSelected);
        Take(0x00, new Register("CR", 0, 0) { OnRead = ReadControl, OnWrite = WriteControl });
        Take(0x08, new Register("CFGR", 0, 0) { OnRead = () => _configuration.Value | ((_configuration.Value & 3) << 2), OnWrite = WriteConfiguration });
        FillUp();
    }

    /// <inheritdoc/>
    public override long HclkHertz => (_configuration.Value & 3) == 1 ? Hsi : Ranges[Range] * 1000;

    private int Range => _rangeIsSelected && (_control.Value & RangeSelect) == 0 ? RangeAfterReset : (int)Math.Min(_control.Value >> 4 & 0xF, 11);

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _control.Reset();
        _configuration.Reset();
    }

    private uint ReadControl() =>
        _control.Value | ((_control.Value & MsiOn) != 0 ? MsiReady : 0) | ((_control.Value & HsiOn) != 0 ? HsiReady : 0);

    private bool WriteControl(uint value)
    {
        var needed = (_configuration.Value & 3) == 1 ? HsiOn : MsiOn;
        if ((value & needed) == 0)
            Violations.Add("RCC: the oscillator in use is switched off");
        if ((value >> 4 & 0xF) >= Ranges.Length)
            Violations.Add("RCC: no such range of the MSI");
        _control.Write(value | needed);
        return RefuseTooFast();
    }

    private bool RefuseTooFast()
    {
        if (HclkHertz > _fastest)
            Violations.Add($"RCC: SYSCLK of {HclkHertz} Hz is more than the part allows");
        return true;
    }

    private bool WriteConfiguration(uint value)
    {
        if ((value & 3) > 1 || ((value & 3) == 1 && (_control.Value & HsiOn) == 0))
        {
            Violations.Add("RCC: SYSCLK switched to an oscillator that is not ready");
            return true;
        }

        _configuration.Write(value);
        return RefuseTooFast();
    }
}
