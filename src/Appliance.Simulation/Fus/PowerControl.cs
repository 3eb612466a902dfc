// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Fus;

/// <summary>PWR (RM0434, chapter 6): of it C2BOOT alone, which starts the coprocessor and is cleared by a system reset. The rest is storage.</summary>
internal sealed class PowerControl : RegisterBlock
{
    public const uint Address = 0x5800_0400;
    private const uint Control4 = 0x0C;
    private const uint Size = 0xA0;
    private const uint C2Boot = 1u << 15;
    private readonly Register _control;

    public PowerControl(Violations violations, Action start)
        : base("PWR", violations)
    {
        for (var offset = 0u; offset < Size; offset += 4)
        {
            if (offset != Control4)
                AddStorage(offset, 1, $"PWR{offset:X2}");
        }

        _control = new Register("CR4", 0, uint.MaxValue);
        Add(Control4, new Register("CR4", 0, 0)
        {
            OnRead = () => _control.Value,
            OnWrite = value =>
            {
                var starts = (value & ~_control.Value & C2Boot) != 0;
                _control.Value = value | (_control.Value & C2Boot);
                if (starts)
                    start();
                return true;
            },
        });
    }

    /// <summary>C2BOOT is set.</summary>
    public bool IsBooted => (_control.Value & C2Boot) != 0;

    /// <summary>The boot loader in ROM sets C2BOOT.</summary>
    public void Boot() => _control.Value |= C2Boot;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _control.Value = 0;
    }
}
