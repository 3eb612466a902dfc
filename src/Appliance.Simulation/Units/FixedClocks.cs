// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Units;

/// <summary>RCC of a family whose clock nothing here changes: the internal oscillator, as after reset.</summary>
internal sealed class FixedClocks : ClockTree
{
    /// <param name="hertz">Its frequency.</param>
    /// <param name="control">RCC_CR after reset.</param>
    /// <param name="configuration">Offset of RCC_CFGR.</param>
    /// <param name="flags">Where the reset flags are.</param>
    /// <param name="violations">Where misuse is written down.</param>
    public FixedClocks(long hertz, uint control, uint configuration, ResetFlags flags, Violations violations)
        : base(0x100, flags, violations)
    {
        HclkHertz = hertz;
        Take(0x00, new Register("CR", control, 0) { OnWrite = value => Unmodelled(value != control) });
        Take(configuration, new Register("CFGR", 0, 0) { OnWrite = value => Unmodelled(value != 0) });
        FillUp();
    }

    /// <inheritdoc/>
    public override long HclkHertz { get; }

    private bool Unmodelled(bool changed)
    {
        if (changed)
            Violations.Add("RCC: clocks changed, which is not modelled for this part");
        return true;
    }
}
