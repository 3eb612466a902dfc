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
    private const uint PllFromHse = 1u << 16;
    private const uint HseHalved = 1u << 17;
    private const long PicosecondsPerSecond = 1_000_000_000_000;

    /// <summary>HSI (DS5319, table 24), without its spread.</summary>
    private const long Hsi = 8_000_000;

    /// <summary>The crystal of a usual board.</summary>
    private const long Hse = 8_000_000;

    private readonly Register _control = new("CR", 0x81, 0x050D_00F9);
    private readonly Register _configuration = new("CFGR", 0, 0x07FF_FFF3);
    private uint _flags;

    public Rcc(Violations violations)
        : base("RCC", violations)
    {
        Add(0x00, new Register("CR", 0, 0) { OnRead = ReadControl, OnWrite = WriteControl });
        Add(0x04, new Register("CFGR", 0, 0) { OnRead = ReadConfiguration, OnWrite = WriteConfiguration });
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

    /// <summary>SYSCLK in hertz (RM0008, figure 8).</summary>
    public long SystemClock => (_configuration.Value & SwitchMask) switch
    {
        0 => Hsi,
        1 => Hse,
        _ => PllClock,
    };

    /// <summary>HCLK in hertz.</summary>
    public long HclkHertz => SystemClock / AhbDivisor;

    /// <summary>Picoseconds of a cycle of HCLK.</summary>
    public long HclkPeriod => PicosecondsPerSecond * AhbDivisor / SystemClock;

    /// <summary>The fastest SYSCLK the part allows.</summary>
    public long FastestClock { get; init; } = 72_000_000;

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
        ResetCause.OptionLoad => 1u << 25,
        _ => 0,
    };

    private uint ReadControl() => _control.Value | ((_control.Value & OscillatorsOn) << 1);

    private uint ReadConfiguration() => _configuration.Value | ((_configuration.Value & SwitchMask) << 2);

    private long PllClock
    {
        get
        {
            var source = (_configuration.Value & PllFromHse) == 0 ? Hsi / 2 : (_configuration.Value & HseHalved) == 0 ? Hse : Hse / 2;
            return source * Math.Min(16, (_configuration.Value >> 18 & 0xF) + 2);
        }
    }

    private long AhbDivisor
    {
        get
        {
            var code = (int)(_configuration.Value >> 4 & 0xF);
            return code < 8 ? 1 : code < 12 ? 2 << (code - 8) : 4 << (code - 8);
        }
    }

    private bool WriteControl(uint value)
    {
        var selected = (_configuration.Value & SwitchMask) switch { 0 => HsiOn, 1 => HseOn, _ => PllOn };
        if ((value & selected) == 0)
            Violations.Add("RCC: the oscillator in use is switched off");
        return _control.Write(value | selected);
    }

    private bool WriteConfiguration(uint value)
    {
        var needed = (value & SwitchMask) switch { 0 => HsiOn, 1 => HseOn, 2 => PllOn, _ => uint.MaxValue };
        if ((_control.Value & needed) == 0 || needed == uint.MaxValue)
        {
            Violations.Add("RCC: SYSCLK switched to an oscillator that is not ready");
            return true;
        }

        const uint pllSettings = 0x003F_0000;
        if ((_control.Value & PllOn) != 0 && ((value ^ _configuration.Value) & pllSettings) != 0)
            Violations.Add("RCC: the PLL was changed while it is on");
        _configuration.Write(value);
        if (SystemClock > FastestClock)
            Violations.Add($"RCC: SYSCLK of {SystemClock} Hz is more than the part allows");
        return true;
    }

    private bool WriteStatus(uint value)
    {
        if ((value & RemoveFlags) != 0)
            _flags = 0;
        return true;
    }
}
