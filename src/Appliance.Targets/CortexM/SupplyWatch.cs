// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Targets.Descriptions;

namespace Appliance.Targets.CortexM;

/// <summary>
/// Tells a supply that broke down for a moment from any other reset: the debug settings of a chip (DBGMCU), which were set when it was attached, are cleared
/// by power-on alone (RM0008, section 31.16.3, and that section of every other manual).
/// </summary>
/// <param name="core">The core, attached before.</param>
/// <param name="freeze">The settings made then.</param>
/// <param name="hertz">SWCLK it was reached at.</param>
public sealed class SupplyWatch(CortexMCore core, IReadOnlyList<DebugFreeze> freeze, int hertz)
{
    /// <summary>Looks at the target after something failed.</summary>
    /// <param name="failure">What failed: a reset, or a target that was lost.</param>
    /// <returns>A <see cref="TargetException"/> with <see cref="TargetFault.SupplySag"/> and the failure inside; the failure itself where it was not that.</returns>
    public Exception Explain(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (freeze.Count == 0 || !MayBeSupply(failure))
            return failure;
        try
        {
            if (failure is not TargetException)
                core.Link.Connect(hertz);
            DebugPower.Restore(core);
            core.AccessPort.Forget();
            var seen = core.Memory.ReadWord(freeze[0].Address);
            return (seen & freeze[0].SetBits) == freeze[0].SetBits
                ? failure
                : new TargetException(
                    TargetFault.SupplySag, $"The supply of the chip broke down for a moment: settings that power-on alone clears are gone. {failure.Message}",
                    freeze[0].Address, $"0x{freeze[0].SetBits:x8} set", $"0x{seen:x8}", failure);
        }
        catch (Exception gone) when (gone is DapException or TargetException or WireException)
        {
            return failure; // It did not come back: what was seen first is all there is to tell.
        }
    }

    private static bool MayBeSupply(Exception failure) => failure is TargetException { Fault: TargetFault.UnexpectedReset or TargetFault.ResetLoop }
        or DapException { Fault: DapFault.Lost or DapFault.NoAnswer or DapFault.Identity or DapFault.Protocol }
        || (failure.InnerException is DapException { TargetRefused: false } lost && MayBeSupply(lost));
}
