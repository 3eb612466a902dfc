// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Chips;

/// <summary>DBGMCU (RM0008, section 31.16, and that chapter of every other manual): identity and what freezes while the core is halted. Only power-on resets it.</summary>
internal sealed class DbgMcu : RegisterBlock
{
    /// <summary>Reserved bits 15:12 of IDCODE, which read 6 on silicon; DEV_ID is bits 11:0 alone.</summary>
    private const uint ReservedOnes = 0x6000;

    private const uint Registers = 0x60;
    private readonly List<Register> _controls = [];
    private readonly Register _freeze;
    private readonly uint _freezeBit;

    /// <param name="devId">DEV_ID.</param>
    /// <param name="revId">REV_ID.</param>
    /// <param name="freeze">Offset of the register, and its bit, that freeze the independent watchdog while the core is halted.</param>
    /// <param name="violations">Where misuse is written down.</param>
    public DbgMcu(uint devId, uint revId, (uint Offset, uint Bit) freeze, Violations violations)
        : base("DBGMCU", violations)
    {
        Add(0x00, new Register("IDCODE", devId | ReservedOnes | (revId << 16), 0) { SurvivesReset = true });
        for (var offset = 4u; offset < Registers; offset += 4)
            _controls.Add(Add(offset, new Register($"CR{offset:X2}", 0, uint.MaxValue) { SurvivesReset = true }));
        _freeze = _controls[(int)(freeze.Offset / 4) - 1];
        _freezeBit = freeze.Bit;
    }

    /// <summary>The independent watchdog stands still while the core is halted.</summary>
    public bool FreezesIwdg => (_freeze.Value & _freezeBit) != 0;

    /// <summary>Power-on.</summary>
    public void PowerOnReset() => _controls.ForEach(control => control.Value = 0);
}
