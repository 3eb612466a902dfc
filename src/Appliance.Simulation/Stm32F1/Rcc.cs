// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Stm32F1;

/// <summary>Reset and clock control (RM0008, section 7.3): the oscillators' ready bits, the reset flags, the rest as storage.</summary>
internal sealed class Rcc : RegisterBlock
{
    private const uint HsiOn = 1u << 0;
    private const uint HseOn = 1u << 16;
    private const uint PllOn = 1u << 24;
    private const uint OscillatorsOn = HsiOn | HseOn | PllOn;
    private const uint RemoveFlags = 1u << 24;
    private const uint PinFlag = 1u << 26;
    private const uint SwitchMask = 3;

    private readonly Register _control = new("CR", 0x81, 0x050D_00F9);
    private readonly Register _configuration = new("CFGR", 0, 0x07FF_FFF3);
    private uint _flags;

    public Rcc(Violations violations)
        : base("RCC", violations)
    {
        Add(0x00, new Register("CR", 0, 0) { OnRead = ReadControl, OnWrite = _control.Write });
        Add(0x04, new Register("CFGR", 0, 0) { OnRead = ReadConfiguration, OnWrite = _configuration.Write });
        Add(0x08, new Register("CIR", 0, 0x1F00));
        AddStorage(0x0C, 2, "APBRSTR");
        Add(0x14, new Register("AHBENR", 0x14, uint.MaxValue));
        AddStorage(0x18, 2, "APBENR");
        Add(0x20, new Register("BDCR", 0, 0x18305));
        Add(0x24, new Register("CSR", 0, 0) { OnRead = () => _flags, OnWrite = WriteStatus });
        AddStorage(0x28, 2, "CFGR2");
    }

    /// <summary>Whether the internal oscillator runs.</summary>
    public bool HsiRuns => (_control.Value & HsiOn) != 0;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _control.Reset();
        _configuration.Reset();
    }

    /// <summary>Notes why there was a reset; every reset shows at the pin (RM0008, figure 4).</summary>
    public void Flag(ResetCause cause) => _flags |= PinFlag | cause switch
    {
        ResetCause.PowerOn => 1u << 27,
        ResetCause.Software => 1u << 28,
        ResetCause.Watchdog => 1u << 29,
        _ => 0,
    };

    private uint ReadControl() => _control.Value | ((_control.Value & OscillatorsOn) << 1);

    private uint ReadConfiguration() => _configuration.Value | ((_configuration.Value & SwitchMask) << 2);

    private bool WriteStatus(uint value)
    {
        if ((value & RemoveFlags) != 0)
            _flags = 0;
        return true;
    }
}
