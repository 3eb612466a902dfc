// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Stm32F1;

/// <summary>DBGMCU (RM0008, section 31.16): identity and what freezes while the core is halted. Only power-on resets it.</summary>
internal sealed class DbgMcu : RegisterBlock
{
    /// <summary>Reserved bits 15:12 of IDCODE, which read 6 on silicon; DEV_ID is bits 11:0 alone.</summary>
    private const uint ReservedOnes = 0x6000;

    private const uint FreezesWatchdog = 1u << 8;
    private readonly Register _control;

    public DbgMcu(uint devId, uint revId, Violations violations)
        : base("DBGMCU", violations)
    {
        Add(0x00, new Register("IDCODE", devId | ReservedOnes | (revId << 16), 0) { SurvivesReset = true });
        _control = Add(0x04, new Register("CR", 0, 0x7FFF_FFE7) { SurvivesReset = true });
    }

    /// <summary>DBG_IWDG_STOP: the independent watchdog stands still while the core is halted.</summary>
    public bool FreezesIwdg => (_control.Value & FreezesWatchdog) != 0;

    /// <summary>Power-on.</summary>
    public void PowerOnReset() => _control.Value = 0;
}
